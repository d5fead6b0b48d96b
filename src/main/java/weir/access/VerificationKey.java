package weir.access;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.PubSecKeyOptions;
import io.vertx.ext.auth.authentication.TokenCredentials;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;

import java.util.Optional;

/// A key, and the one algorithm that it is for: what a token says of its algorithm chooses among
/// keys, and never how a key is used. Any thread.
final class VerificationKey {
    /// Of RFC 7518 §3.1 those that are taken; `none` is not one. A value.
    enum Algorithm {
        HS256,
        RS256,
        ES256
    }

    private final Vertx vertx;
    private final String id;
    private final Optional<String> kid;
    private final Algorithm algorithm;
    private final JWTAuth verifier;

    /// @param text a secret, or PEM
    private VerificationKey(
            Vertx vertx, String id, Optional<String> kid, Algorithm algorithm, String text) {
        this.vertx = vertx;
        this.id = id;
        this.kid = kid;
        this.algorithm = algorithm;
        JWTAuthOptions options =
                new JWTAuthOptions()
                        // Times are checked with a reason for each: see TokenClaims.
                        .setJWTOptions(new JWTOptions().setIgnoreExpiration(true))
                        .addPubSecKey(
                                new PubSecKeyOptions()
                                        .setAlgorithm(algorithm.name())
                                        .setBuffer(Buffer.buffer(text)));
        this.verifier = JWTAuth.create(vertx, options);
    }

    /// @param id that no other key has; it is told in logs
    static VerificationKey ofSecret(Vertx vertx, String id, String secret) {
        return new VerificationKey(vertx, id, Optional.empty(), Algorithm.HS256, secret);
    }

    /// @param pem a public key or a certificate
    static VerificationKey ofPem(Vertx vertx, String id, Algorithm algorithm, String pem) {
        return new VerificationKey(vertx, id, Optional.empty(), algorithm, pem);
    }

    /// @param kid by which tokens name it
    static VerificationKey ofJwk(
            Vertx vertx, String id, Optional<String> kid, Algorithm algorithm, String pem) {
        return new VerificationKey(vertx, id, kid, algorithm, pem);
    }

    String id() {
        return id;
    }

    /// Whether it may have signed a token.
    ///
    /// @param tokenKid as the token names its key; a key without a name may be any
    boolean mayHaveSigned(String tokenAlgorithm, Optional<String> tokenKid) {
        return algorithm.name().equals(tokenAlgorithm)
                && (kid.isEmpty() || tokenKid.isEmpty() || kid.equals(tokenKid));
    }

    /// Whether it is the one that a token names.
    boolean isNamed(Optional<String> tokenKid) {
        return kid.isPresent() && kid.equals(tokenKid);
    }

    /// Completes on the caller's context; does not fail. What takes longer than a few microseconds
    /// is computed elsewhere.
    Future<Boolean> hasSigned(String token) {
        return switch (algorithm) {
            case HS256 -> Future.succeededFuture(verify(token));
            case RS256, ES256 -> vertx.executeBlocking(() -> verify(token), false);
        };
    }

    /// Nothing waits in it: its future is complete when it is returned.
    private boolean verify(String token) {
        try {
            return verifier.authenticate(new TokenCredentials(token)).succeeded();
        } catch (RuntimeException _) {
            return false;
        }
    }
}
