package weir.access;

import io.vertx.core.Future;

import weir.access.VerificationKey.Algorithm;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// Decides by JSON Web Tokens. Any thread.
final class JwtVerifier {
    /// Keys that are tried for one token: those of its algorithm that have no name, or its own.
    private static final int KEYS_TRIED_MAX = 32;

    private final JwtConfig config;
    private final boolean endAtExpiry;
    private final List<VerificationKey> own;
    private final Optional<JwksSource> jwks;
    private final Predicate<String> revoked;
    private final LongSupplier nowMillis;

    /// @param own     of the configuration
    /// @param revoked whether a token's id is
    JwtVerifier(
            AccessConfig access,
            List<VerificationKey> own,
            Optional<JwksSource> jwks,
            Predicate<String> revoked,
            LongSupplier nowMillis) {
        this.config = access.jwt();
        this.endAtExpiry = access.endAtExpiry();
        this.own = List.copyOf(own);
        this.jwks = jwks;
        this.revoked = revoked;
        this.nowMillis = nowMillis;
    }

    /// Whether a token has the form of what is decided here.
    static boolean isJwt(String token) {
        return token.chars().filter(c -> c == '.').count() == 2;
    }

    Future<Decision> decide(Attempt attempt, String token) {
        Optional<TokenClaims> read = TokenClaims.read(token);
        if (read.isEmpty()) {
            return refused(Denial.TOKEN_MALFORMED);
        }
        TokenClaims claims = read.get();
        List<VerificationKey> candidates = candidates(claims);
        return signer(token, candidates, 0)
                .compose(
                        key ->
                                key.isPresent()
                                        ? Future.succeededFuture(key)
                                        : newSigner(token, claims, candidates))
                .map(
                        key ->
                                key.map(found -> decide(attempt, claims, found))
                                        .orElseGet(() -> unsigned(claims)));
    }

    private List<VerificationKey> candidates(TokenClaims claims) {
        return keys().filter(key -> key.mayHaveSigned(claims.algorithm(), claims.kid()))
                .limit(KEYS_TRIED_MAX)
                .toList();
    }

    private Stream<VerificationKey> keys() {
        return Stream.concat(own.stream(), jwks.stream().flatMap(source -> source.keys().stream()));
    }

    /// Keys change: it may be one that came after the last look.
    private Future<Optional<VerificationKey>> newSigner(
            String token, TokenClaims claims, List<VerificationKey> tried) {
        Optional<JwksSource> source = publisher(claims);
        if (source.isEmpty() || isNamed(claims)) {
            return Future.succeededFuture(Optional.empty());
        }
        return source.get()
                .lookSoon()
                .compose(
                        _ -> {
                            List<VerificationKey> others = new ArrayList<>(candidates(claims));
                            others.removeAll(tried);
                            return signer(token, others, 0);
                        });
    }

    /// Where its key may be published; secrets never are.
    private Optional<JwksSource> publisher(TokenClaims claims) {
        return jwks.filter(_ -> !claims.algorithm().equals(Algorithm.HS256.name()));
    }

    /// Whether the key is known that the token names.
    private boolean isNamed(TokenClaims claims) {
        return candidates(claims).stream().anyMatch(key -> key.isNamed(claims.kid()));
    }

    private Decision unsigned(TokenClaims claims) {
        if (publisher(claims).filter(source -> !source.isKnown()).isPresent()) {
            return new Decision.Refused(Denial.KEYS_UNREACHABLE);
        }
        return new Decision.Refused(
                candidates(claims).isEmpty() ? Denial.KEY_UNKNOWN : Denial.SIGNATURE_WRONG);
    }

    private static Future<Optional<VerificationKey>> signer(
            String token, List<VerificationKey> candidates, int at) {
        if (at == candidates.size()) {
            return Future.succeededFuture(Optional.empty());
        }
        VerificationKey key = candidates.get(at);
        return key.hasSigned(token)
                .compose(
                        signed ->
                                signed
                                        ? Future.succeededFuture(Optional.of(key))
                                        : signer(token, candidates, at + 1));
    }

    private Decision decide(Attempt attempt, TokenClaims claims, VerificationKey key) {
        Optional<Denial> denial = claims.denial(config, nowMillis.getAsLong() / 1000);
        if (denial.isPresent()) {
            return new Decision.Refused(denial.get());
        }
        if (claims.jti().filter(revoked).isPresent()) {
            return new Decision.Refused(Denial.REVOKED);
        }
        if (!claims.rights().allow(attempt)) {
            return new Decision.Refused(Denial.NOT_ALLOWED);
        }
        Optional<Long> end = Optional.of(1000 * (claims.exp() + config.leeway().toSeconds()));
        return new Decision.Admitted(
                new Grant(
                        claims.jti(),
                        Optional.of(key.id()),
                        end,
                        end.filter(_ -> endAtExpiry),
                        Optional.empty()));
    }

    private static Future<Decision> refused(Denial denial) {
        return Future.succeededFuture(new Decision.Refused(denial));
    }

    /// Whether a key is still one whose tokens are taken.
    boolean trusts(String keyId) {
        return keys().anyMatch(key -> key.id().equals(keyId));
    }
}
