package weir.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import weir.access.VerificationKey.Algorithm;
import weir.testkit.TokenIssuer;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

class JwtVerifierTest {
    private static final String SECRET = "a secret that is not shorter than 32 bytes";
    private static final TokenIssuer HS256 = TokenIssuer.ofSecret(bytes(SECRET));
    private static final TokenIssuer RS256 = TokenIssuer.rs256("");
    private static final TokenIssuer ES256 = TokenIssuer.es256("");
    private static final long NOW = 1_800_000_000;

    private final Vertx vertx = Vertx.vertx();
    private final Set<String> revoked = new HashSet<>();
    private AccessConfig config = AccessSettings.none();

    @AfterEach
    void close() {
        vertx.close();
    }

    @Test
    void eachAlgorithmIsTakenFromItsKey() {
        assertThat(decide(HS256.sign(claims()))).isInstanceOf(Decision.Admitted.class);
        assertThat(decide(RS256.sign(claims()))).isInstanceOf(Decision.Admitted.class);
        assertThat(decide(ES256.sign(claims()))).isInstanceOf(Decision.Admitted.class);
    }

    @Test
    void anotherKeysSignatureIsWrong() {
        assertDenied(TokenIssuer.ofSecret(bytes("guess")).sign(claims()), Denial.SIGNATURE_WRONG);
        assertDenied(TokenIssuer.rs256("").sign(claims()), Denial.SIGNATURE_WRONG);
        assertDenied(TokenIssuer.es256("").sign(claims()), Denial.SIGNATURE_WRONG);
    }

    @Test
    void aChangedTokenIsNotTaken() {
        String[] parts = HS256.sign(claims()).split("\\.");
        JsonObject more = claims().put("mode", 7);

        assertDenied(
                parts[0] + "." + base64(more.encode()) + "." + parts[2], Denial.SIGNATURE_WRONG);
        assertDenied(parts[0] + "." + parts[1] + ".", Denial.SIGNATURE_WRONG);
        assertDenied(parts[0] + "." + parts[1] + ".AAAA", Denial.SIGNATURE_WRONG);
    }

    /// Whatever is changed in what is signed, it is not taken.
    @ParameterizedTest
    @MethodSource("weir.testkit.Seeds#thousand")
    void anyChangeIsNoticed(long seed) {
        Random random = new Random(seed);
        StringBuilder token = new StringBuilder(HS256.sign(claims()));
        int signedEnd = token.lastIndexOf(".");
        int at = random.nextInt(signedEnd);
        char other = "Aa0_-.=~\u00e4{".charAt(random.nextInt(10));
        if (token.charAt(at) == other) {
            token.deleteCharAt(at);
        } else {
            token.setCharAt(at, other);
        }

        assertThat(decide(token.toString())).isInstanceOf(Decision.Refused.class);
    }

    /// What is public must not become a secret (RFC 8725 §2.1).
    @Test
    void aPublicKeyIsNoSecret() {
        JsonObject header = new JsonObject().put("alg", "HS256");
        for (String text : List.of(RS256.pem(), RS256.pem().strip(), ES256.pem())) {
            TokenIssuer forger = TokenIssuer.ofSecret(bytes(text));

            assertDenied(forger.sign(header, claims()), Denial.SIGNATURE_WRONG);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"none", "None", "NONE", "", "HS384", "HS512", "RS512", "PS256", "ES384"})
    void otherAlgorithmsHaveNoKey(String algorithm) {
        JsonObject header = new JsonObject().put("alg", algorithm);

        assertDenied(HS256.sign(header, claims()), Denial.KEY_UNKNOWN);
        assertDenied(
                base64(header.encode()) + "." + base64(claims().encode()) + ".",
                Denial.KEY_UNKNOWN);
    }

    @ParameterizedTest
    @CsvSource({
        "exp, -5, EXPIRED", // the leeway is 5 s
        "exp, -4, ",
        "nbf, 5, ",
        "nbf, 6, NOT_YET_VALID"
    })
    void timesCountWithTheLeeway(String claim, long fromNow, Denial denial) {
        Decision decision = decide(HS256.sign(claims().put(claim, NOW + fromNow)));

        assertThat(decision instanceof Decision.Refused(var because) ? because : null)
                .isEqualTo(denial);
    }

    @Test
    void issuerAndAudienceCountIfTheyAreSet() {
        JsonObject ours =
                claims().put("iss", "us").put("aud", new JsonArray().add("them").add("weir"));
        assertThat(decide(HS256.sign(ours))).isInstanceOf(Decision.Admitted.class);

        config = AccessSettings.of("access.jwt.issuer", "us", "access.jwt.audience", "x,weir");

        assertThat(decide(HS256.sign(ours))).isInstanceOf(Decision.Admitted.class);
        assertThat(decide(HS256.sign(ours.copy().put("aud", "weir"))))
                .isInstanceOf(Decision.Admitted.class);
        assertDenied(HS256.sign(ours.copy().put("iss", "them")), Denial.ISSUER_WRONG);
        assertDenied(HS256.sign(claims().put("aud", "weir")), Denial.ISSUER_WRONG);
        assertDenied(HS256.sign(ours.copy().put("aud", "them")), Denial.AUDIENCE_WRONG);
        assertDenied(HS256.sign(claims().put("iss", "us")), Denial.AUDIENCE_WRONG);
    }

    @ParameterizedTest
    @CsvSource({
        "cam, 4, WATCH, true",
        "cam, 4, PUBLISH, false",
        "cam, 2, PUBLISH, true",
        "cam, 1, MANAGE, true",
        "cam, 6, MANAGE, false",
        "cam, 0, WATCH, false",
        "*, 4, WATCH, true",
        "*, 4, PUBLISH, false", // the mode counts for all streams too
        "other, 7, WATCH, false"
    })
    void modeAndIdSayWhatIsAllowed(String id, int mode, Action action, boolean allowed) {
        String token = HS256.sign(claims().put("id", id).put("mode", mode));

        Decision decision = await(action, token);

        assertThat(decision instanceof Decision.Admitted).isEqualTo(allowed);
        if (!allowed) {
            assertThat(decision).isEqualTo(new Decision.Refused(Denial.NOT_ALLOWED));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "{\"id\":\"cam\",\"mode\":4}",
                "{\"id\":\"cam\",\"mode\":\"4\",\"exp\":1900000000}",
                "{\"id\":\"cam\",\"mode\":-1,\"exp\":1900000000}",
                "{\"id\":\"cam\",\"mode\":4.5,\"exp\":1900000000}",
                "{\"id\":\"cam\",\"mode\":1e300,\"exp\":1900000000}",
                "{\"id\":\"cam\",\"mode\":18446744073709551623,\"exp\":1900000000}",
                "{\"id\":7,\"mode\":4,\"exp\":1900000000}",
                "{\"id\":\"a/b\",\"mode\":4,\"exp\":1900000000}",
                "{\"mode\":4,\"exp\":1900000000}",
                "{\"id\":\"cam\",\"mode\":4,\"exp\":\"soon\"}",
                "{\"id\":\"cam\",\"mode\":4,\"exp\":1900000000,\"jti\":{}}",
                "{\"id\":\"cam\",\"mode\":4,\"exp\":1900000000,\"aud\":[1]}",
                "not JSON"
            })
    void whatLacksItsClaimsIsMalformed(String claims) {
        String header = base64("{\"alg\":\"HS256\"}");

        assertDenied(header + "." + base64(claims) + ".AAAA", Denial.TOKEN_MALFORMED);
    }

    @Test
    void aTokenThatTellsNoAlgorithmHasNoKey() {
        String rest = "." + base64(claims().encode()) + ".AAAA";

        assertDenied(base64("{}") + rest, Denial.KEY_UNKNOWN);
        assertDenied(base64("{\"alg\":null}") + rest, Denial.KEY_UNKNOWN);
        assertDenied(base64("{\"alg\":[]}") + rest, Denial.TOKEN_MALFORMED);
    }

    @Test
    void whatMustBeUnderstoodIsNot() {
        JsonObject header =
                new JsonObject().put("alg", "HS256").put("crit", new JsonArray().add("b64"));

        assertDenied(HS256.sign(header, claims()), Denial.TOKEN_MALFORMED);
    }

    @Test
    void aRevokedTokenIsRefused() {
        String token = HS256.sign(claims().put("jti", "one"));
        assertThat(decide(token)).isEqualTo(admitted("secret", Optional.of("one")));

        revoked.add("one");

        assertDenied(token, Denial.REVOKED);
    }

    @Test
    void aSessionEndsWithItsTokenIfItShall() {
        config = AccessSettings.of("access.end-at-expiry", "true");

        assertThat(decide(HS256.sign(claims().put("exp", NOW + 10.5))))
                .isEqualTo(
                        new Decision.Admitted(
                                new Grant(
                                        Optional.empty(),
                                        Optional.of("secret"),
                                        Optional.of((NOW + 15) * 1000),
                                        Optional.of((NOW + 15) * 1000),
                                        Optional.empty())));
        assertThat(decide(HS256.sign(claims().put("exp", Double.MAX_VALUE))))
                .isInstanceOf(Decision.Admitted.class);
    }

    private static Decision admitted(String key, Optional<String> tokenId) {
        return new Decision.Admitted(
                new Grant(
                        tokenId,
                        Optional.of(key),
                        Optional.of((NOW + 65) * 1000),
                        Optional.empty(),
                        Optional.empty()));
    }

    private void assertDenied(String token, Denial denial) {
        assertThat(decide(token)).isEqualTo(new Decision.Refused(denial));
    }

    private Decision decide(String token) {
        return await(Action.WATCH, token);
    }

    private Decision await(Action action, String token) {
        JwtVerifier verifier =
                new JwtVerifier(
                        config,
                        List.of(
                                VerificationKey.ofSecret(vertx, "secret", SECRET),
                                key("rsa", RS256),
                                key("ec", ES256)),
                        Optional.empty(),
                        revoked::contains,
                        () -> NOW * 1000);
        return Attempts.await(verifier.decide(Attempts.to(action, "cam"), token));
    }

    private VerificationKey key(String name, TokenIssuer issuer) {
        KeyFile file = KeyFile.parse(name, issuer.pem()).orElseThrow();
        assertThat(file.algorithm())
                .isEqualTo(name.equals("rsa") ? Algorithm.RS256 : Algorithm.ES256);
        return VerificationKey.ofPem(vertx, name, file.algorithm(), file.pem());
    }

    private static JsonObject claims() {
        return TokenIssuer.claims("cam", 4).put("exp", NOW + 60);
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(text));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
