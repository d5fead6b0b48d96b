package weir.access;

import weir.transport.Admission;

import java.util.Optional;

/// What somebody was admitted with, for as long as what it opened lives. A value; it holds no
/// token, only how to recognize one.
///
/// @param tokenId         by which the token can be revoked: `jti`
/// @param keyId           of the key that signed it: `kid`
/// @param expiresAtMillis since 1970, when no request is taken with it any more
/// @param endsAtMillis    since 1970, when sessions that were opened with it are to end
/// @param bitrateMaxBps   of a publisher
public record Grant(
        Optional<String> tokenId,
        Optional<String> keyId,
        Optional<Long> expiresAtMillis,
        Optional<Long> endsAtMillis,
        Optional<Long> bitrateMaxBps) {
    /// For good, without limits.
    public static final Grant UNLIMITED =
            new Grant(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());

    boolean isExpired(long nowMillis) {
        return expiresAtMillis.filter(at -> at <= nowMillis).isPresent();
    }

    /// What a session on the stream remembers of it.
    public Admission on(String stream) {
        return new Admission(stream, tokenId, keyId, endsAtMillis);
    }

    /// What an answer that goes on remembers of it: a request is for as long as the token is,
    /// whatever is to become of sessions.
    Admission ofAnswer() {
        return new Admission("*", tokenId, keyId, expiresAtMillis);
    }
}
