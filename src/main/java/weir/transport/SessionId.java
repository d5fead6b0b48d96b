package weir.transport;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Names a session, the node it lives on and its role, so that any node can answer its URL and
/// knows who may use it. A value.
///
/// @param nodeId as the cluster knows the node
/// @param secret 128 random bits, so that nobody finds the URL (RFC 9725 §5)
/// @param role   with another one it names no session
public record SessionId(String nodeId, String secret, SessionRole role) {
    private static final int SECRET_BYTES = 16;

    public static SessionId create(String nodeId, SessionRole role, RandomGenerator random) {
        byte[] bits = new byte[SECRET_BYTES];
        random.nextBytes(bits);
        String secret = Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
        return new SessionId(nodeId, secret, role);
    }

    /// Reads what [#text()] wrote; empty if it is nothing of the kind.
    public static Optional<SessionId> read(String text) {
        int dot = text.indexOf('.');
        int last = text.length() - 1;
        return dot <= 0 || dot + 1 >= last
                ? Optional.empty()
                : SessionRole.find(text.charAt(last))
                        .map(
                                role ->
                                        new SessionId(
                                                text.substring(0, dot),
                                                text.substring(dot + 1, last),
                                                role));
    }

    /// As it stands in a URL.
    public String text() {
        return nodeId + "." + secret + role.letter();
    }

    /// Names it to those who may hear of it and not use it. Of the secret it tells nothing, since
    /// that is random.
    public String name() {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text().getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(Arrays.copyOf(hash, SECRET_BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-2", e);
        }
    }

    /// Enough to recognize it in a log, and no more.
    @Override
    public String toString() {
        return secret.substring(0, Math.min(6, secret.length()));
    }
}
