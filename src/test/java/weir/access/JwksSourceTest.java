package weir.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import weir.testkit.LocalServer;
import weir.testkit.Loops;
import weir.testkit.TokenIssuer;

import java.util.List;
import java.util.Optional;

/// The settings of these tests look at the URL again only when a key is not known, and then always.
class JwksSourceTest {
    private static final TokenIssuer FIRST = TokenIssuer.es256("first");
    private static final TokenIssuer SECOND = TokenIssuer.rs256("second");

    private final Loops loops = new Loops(1);
    private final LocalServer server = new LocalServer(_ -> new LocalServer.Answer(500, ""));
    private final AccessConfig config = AccessSettings.of("access.jwt.jwks-url", server.url());
    private final JwksSource source = new JwksSource(loops.vertx(), loops.loop(0), config.jwt());
    private final JwtVerifier verifier =
            new JwtVerifier(
                    config, List.of(), Optional.of(source), _ -> false, System::currentTimeMillis);

    @BeforeEach
    void publishTheFirstKey() {
        publish(FIRST);
        Attempts.await(source.start());
    }

    @AfterEach
    void close() {
        server.close();
        loops.close();
    }

    @Test
    void takesTheTokensOfPublishedKeys() {
        assertThat(decide(FIRST)).isInstanceOf(Decision.Admitted.class);
        assertThat(decide(SECOND)).isEqualTo(new Decision.Refused(Denial.KEY_UNKNOWN));
        assertThat(decide(TokenIssuer.es256("first")))
                .isEqualTo(new Decision.Refused(Denial.SIGNATURE_WRONG));
    }

    @Test
    void aNewKeyIsFoundWhenATokenNamesIt() {
        publish(FIRST, SECOND);

        assertThat(decide(SECOND)).isInstanceOf(Decision.Admitted.class);
        assertThat(decide(FIRST)).isInstanceOf(Decision.Admitted.class);
    }

    /// Keys of files have no names, so that they may be any token's of their algorithm.
    @Test
    void aNewKeyIsFoundBesideKeysOfTheConfiguration() {
        publish(FIRST, SECOND);

        assertThat(Attempts.await(withOwnKey(source).decide(watch(), SECOND.sign(claims()))))
                .isInstanceOf(Decision.Admitted.class);
    }

    @Test
    void aServerThatHasNeverAnsweredLeavesItUndecidedBesideKeysOfTheConfiguration() {
        server.answer(503, "");
        JwksSource cold = new JwksSource(loops.vertx(), loops.loop(0), config.jwt());
        Attempts.await(cold.start());

        assertThat(Attempts.await(withOwnKey(cold).decide(watch(), SECOND.sign(claims()))))
                .isEqualTo(new Decision.Refused(Denial.KEYS_UNREACHABLE));
        String ofASecret = TokenIssuer.ofSecret(new byte[32]).sign(claims());
        assertThat(Attempts.await(withOwnKey(cold).decide(watch(), ofASecret)))
                .isEqualTo(new Decision.Refused(Denial.KEY_UNKNOWN));
    }

    private JwtVerifier withOwnKey(JwksSource other) {
        KeyFile own = KeyFile.parse("own", TokenIssuer.rs256("").pem()).orElseThrow();
        return new JwtVerifier(
                config,
                List.of(VerificationKey.ofPem(loops.vertx(), "own", own.algorithm(), own.pem())),
                Optional.of(other),
                _ -> false,
                System::currentTimeMillis);
    }

    @Test
    void aKeyThatIsTakenAwayIsNotTrustedAnyMore() {
        String id = keyId(decide(FIRST));
        assertThat(verifier.trusts(id)).isTrue();

        publish(SECOND);
        Attempts.await(source.lookSoon());

        assertThat(verifier.trusts(id)).isFalse();
        assertThat(decide(FIRST)).isEqualTo(new Decision.Refused(Denial.KEY_UNKNOWN));
    }

    @Test
    void aKeyIdThatComesToStandForAnotherKeyIsAnotherKey() {
        String id = keyId(decide(FIRST));

        publish(TokenIssuer.es256("first"));
        Attempts.await(source.lookSoon());

        assertThat(verifier.trusts(id)).isFalse();
    }

    @Test
    void theLastKeysStayWhileTheServerIsGoneAndNewOnesAreSeenWhenItIsBack() {
        server.stop();
        assertThat(decide(SECOND)).isEqualTo(new Decision.Refused(Denial.KEY_UNKNOWN));
        assertThat(decide(FIRST)).isInstanceOf(Decision.Admitted.class);
        assertThat(source.failed()).isEqualTo(1);

        publish(SECOND);
        server.start();

        assertThat(decide(SECOND)).isInstanceOf(Decision.Admitted.class);
        assertThat(source.fetched()).isEqualTo(2);
    }

    @Test
    void whatIsNoKeySetTakesNoKeyAway() {
        for (String body :
                List.of("", "no JSON", "[]", "{}", "{\"keys\":{}}", "a".repeat(300_000))) {
            server.answer(200, body);
            Attempts.await(source.lookSoon());
        }
        server.answer(404, TokenIssuer.keySet());
        Attempts.await(source.lookSoon());

        assertThat(source.failed()).isEqualTo(7);
        assertThat(decide(FIRST)).isInstanceOf(Decision.Admitted.class);
    }

    @Test
    void keysThatCannotBeUsedArePassedOver() {
        JsonObject secret = new JsonObject().put("kty", "oct").put("k", "c2VjcmV0").put("kid", "o");
        JsonObject encryption = FIRST.jwk().put("use", "enc").put("kid", "e");
        JsonObject other = FIRST.jwk().put("alg", "ES384").put("kid", "a");
        JsonObject broken = FIRST.jwk().put("x", "%").put("kid", "b");
        JsonObject small = SECOND.jwk().put("n", "AQAB").put("kid", "s");
        JsonArray keys =
                new JsonArray()
                        .add(secret)
                        .add(encryption)
                        .add(other)
                        .add(broken)
                        .add(small)
                        .add("nothing")
                        .add(SECOND.jwk());
        server.answer(200, new JsonObject().put("keys", keys).encode());
        Attempts.await(source.lookSoon());

        assertThat(source.keys()).hasSize(1);
        assertThat(decide(SECOND)).isInstanceOf(Decision.Admitted.class);
    }

    @Test
    void aServerThatHasNeverAnsweredLeavesItUndecided() {
        server.answer(503, "");
        JwksSource cold = new JwksSource(loops.vertx(), loops.loop(0), config.jwt());
        Attempts.await(cold.start());
        JwtVerifier undecided =
                new JwtVerifier(config, List.of(), Optional.of(cold), _ -> false, () -> 0);

        assertThat(Attempts.await(undecided.decide(watch(), FIRST.sign(claims()))))
                .isEqualTo(new Decision.Refused(Denial.KEYS_UNREACHABLE));
    }

    private void publish(TokenIssuer... issuers) {
        server.answer(200, TokenIssuer.keySet(issuers));
    }

    private Decision decide(TokenIssuer issuer) {
        return Attempts.await(verifier.decide(watch(), issuer.sign(claims())));
    }

    private static String keyId(Decision decision) {
        return ((Decision.Admitted) decision).grant().keyId().orElseThrow();
    }

    private static Attempt watch() {
        return Attempts.to(Action.WATCH, "cam");
    }

    private static JsonObject claims() {
        return TokenIssuer.claims("cam", 4);
    }
}
