package weir.access;

import weir.outgoing.HttpUrl;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/// Whose JSON Web Tokens (RFC 7519) are taken. A value; it tells its secrets to nobody.
///
/// @param secrets        of HS256, each as long as its hash or longer (RFC 7518 §3.2)
/// @param keyFiles       PEM: public keys or certificates, RSA for RS256 or P-256 for ES256
/// @param jwksUrl        where keys are found (RFC 7517 §5); empty for nowhere
/// @param jwksRefresh    from one look there to the next, 1 s or more
/// @param jwksUnknownKey the least time between two looks for a key id that is not known
/// @param jwksTimeout    for an answer, 1 ms or more
/// @param issuer         that a token must name; empty for any
/// @param audience       of which a token must name one; empty for any
/// @param leeway         by which clocks may differ
public record JwtConfig(
        List<String> secrets,
        List<String> keyFiles,
        String jwksUrl,
        Duration jwksRefresh,
        Duration jwksUnknownKey,
        Duration jwksTimeout,
        String issuer,
        List<String> audience,
        Duration leeway) {
    private static final int SECRET_BYTES_MIN = 32;
    private static final Duration LEEWAY_MAX = Duration.ofMinutes(10);

    public JwtConfig {
        secrets = List.copyOf(secrets);
        keyFiles = List.copyOf(keyFiles);
        audience = List.copyOf(audience);
        secrets.forEach(JwtConfig::checkSecret);
        HttpUrl.check("access.jwt.jwks-url", jwksUrl);
        if (jwksRefresh.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException(
                    "access.jwt.jwks-refresh must be 1s or more, is " + jwksRefresh);
        }
        if (jwksUnknownKey.isNegative()) {
            throw new IllegalArgumentException(
                    "access.jwt.jwks-unknown-key must be 0s or more, is " + jwksUnknownKey);
        }
        if (!jwksTimeout.isPositive()) {
            throw new IllegalArgumentException(
                    "access.jwt.jwks-timeout must be positive, is " + jwksTimeout);
        }
        if (leeway.isNegative() || leeway.compareTo(LEEWAY_MAX) > 0) {
            throw new IllegalArgumentException("access.jwt.leeway must be 0s to 10m, is " + leeway);
        }
    }

    private static void checkSecret(String secret) {
        int bytes = secret.getBytes(StandardCharsets.UTF_8).length;
        if (bytes < SECRET_BYTES_MIN) {
            throw new IllegalArgumentException(
                    "access.jwt.secrets must be of %d bytes or more (RFC 7518 §3.2), one is of %d"
                            .formatted(SECRET_BYTES_MIN, bytes));
        }
    }

    boolean isOn() {
        return !secrets.isEmpty() || !keyFiles.isEmpty() || !jwksUrl.isEmpty();
    }

    @Override
    public String toString() {
        return "JwtConfig["
                + (secrets.size() + keyFiles.size())
                + " keys, "
                + HttpUrl.shown(jwksUrl)
                + "]";
    }
}
