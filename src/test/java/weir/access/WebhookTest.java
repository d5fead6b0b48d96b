package weir.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import weir.access.WebhookConfig.OnFailure;
import weir.testkit.LocalServer;

import java.time.Duration;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

class WebhookTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Decision DENIED = new Decision.Refused(Denial.WEBHOOK_DENIED);
    private static final Decision FAILED = new Decision.Refused(Denial.WEBHOOK_FAILED);

    private final Vertx vertx = Vertx.vertx();
    private final LocalServer server = new LocalServer(_ -> new LocalServer.Answer(200, ""));
    private final Set<String> revoked = new HashSet<>();
    private long nowMillis = 1_700_000_000_000L;

    @AfterEach
    void close() {
        server.close();
        vertx.close();
    }

    @Test
    void isToldWhoWantsWhat() {
        Attempt attempt =
                new Attempt(
                        EnumSet.of(Action.PUBLISH),
                        Optional.of("cam"),
                        false,
                        false,
                        List.of(),
                        Optional.empty(),
                        "192.0.2.1",
                        Map.of("tenant", "a"));

        assertThat(Attempts.await(hook().decide(attempt, "abc"))).isEqualTo(Decision.UNLIMITED);

        assertThat(new JsonObject(server.bodies().getFirst()))
                .isEqualTo(
                        new JsonObject()
                                .put("action", "publish")
                                .put("stream", "cam")
                                .put("session", false)
                                .put("token", "abc")
                                .put("remoteAddress", "192.0.2.1")
                                .put("query", new JsonObject().put("tenant", "a")));
    }

    @Test
    void whatWhoManagesMayDoAsWellIsNamedForTheOthersAndListsAreRead() {
        assertThat(Webhook.action(Attempts.to(false, Action.MANAGE))).isEqualTo("manage");
        assertThat(Webhook.action(Attempts.to(false, Action.WATCH, Action.MANAGE)))
                .isEqualTo("read");
        assertThat(Webhook.action(Attempts.to(false, Action.PUBLISH, Action.MANAGE)))
                .isEqualTo("publish");
    }

    @Test
    void aRequestOnASessionIsNamedAsWhatTheSessionDoes() {
        assertThat(Webhook.action(Attempts.to(true, Action.WATCH, Action.MANAGE)))
                .isEqualTo("watch");
        assertThat(Webhook.action(Attempts.to(true, Action.PUBLISH, Action.MANAGE)))
                .isEqualTo("publish");
        assertThat(Webhook.action(Attempts.to(true, Action.values()))).isEqualTo("watch");

        Attempt pause = Attempts.to(true, Action.WATCH, Action.MANAGE);
        assertThat(Attempts.await(hook().decide(pause, "abc"))).isEqualTo(Decision.UNLIMITED);

        assertThat(new JsonObject(server.bodies().getFirst()).getBoolean("session")).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "200 | ''                        | allow",
                "204 | ''                        | allow",
                "200 | {\"allow\":true}          | allow",
                "200 | {\"allow\":true,\"x\":1}  | allow",
                "200 | {\"allow\":false}         | deny",
                "401 | ''                        | unknown",
                "403 | {\"allow\":true}          | deny",
                "200 | {}                        | fail",
                "200 | {\"allow\":\"true\"}      | fail",
                "200 | {\"allow\":true,\"id\":7} | fail",
                "200 | {\"allow\":true,\"expiresAt\":\"x\"} | fail",
                "200 | {\"allow\":true,\"bitrateMax\":0}    | fail",
                "200 | yes                       | fail",
                "302 | ''                        | fail",
                "500 | {\"allow\":true}          | fail"
            })
    void itsAnswersAreReadStrictly(int status, String body, String meaning) {
        server.answer(status, body);

        assertThat(decide(hook(), "abc"))
                .isEqualTo(
                        switch (meaning) {
                            case "allow" -> Decision.UNLIMITED;
                            case "deny" -> DENIED;
                            case "unknown" -> new Decision.Refused(Denial.TOKEN_UNKNOWN);
                            default -> FAILED;
                        });
    }

    @Test
    void mayLimitWhatItAllows() {
        server.answer(
                200,
                """
                {"allow": true, "id": "one", "expiresAt": 1800000000.5, "bitrateMax": 2e6}\
                """);
        Webhook hook = hook();

        assertThat(decide(hook, "abc"))
                .isEqualTo(
                        new Decision.Admitted(
                                new Grant(
                                        Optional.of("one"),
                                        Optional.empty(),
                                        Optional.of(1_800_000_000_500L),
                                        Optional.of(1_800_000_000_500L),
                                        Optional.of(2_000_000L))));

        revoked.add("one");

        assertThat(decide(hook, "abc")).isEqualTo(new Decision.Refused(Denial.REVOKED));
    }

    @Test
    void whatItAllowsIsOverWhenItSays() {
        server.answer(200, "{\"allow\": true, \"expiresAt\": 1700000000}");

        assertThat(decide(hook(), "abc")).isEqualTo(new Decision.Refused(Denial.EXPIRED));
    }

    @Test
    void aKeptAnswerIsOverWhenItSays() {
        server.answer(200, "{\"allow\": true, \"expiresAt\": 1700000001}");
        Webhook hook = hook(LONG, OnFailure.DENY, 2, Duration.ofMinutes(1));

        assertThat(decide(hook, "abc")).isInstanceOf(Decision.Admitted.class);
        nowMillis += 999;
        assertThat(decide(hook, "abc")).isInstanceOf(Decision.Admitted.class);
        nowMillis += 1;
        assertThat(decide(hook, "abc")).isEqualTo(new Decision.Refused(Denial.EXPIRED));

        assertThat(server.bodies()).hasSize(1);
    }

    @Test
    void whoIsDeniedWithoutATokenIsToldToBringOne() {
        server.answer(403, "");

        assertThat(decide(hook(), "")).isEqualTo(new Decision.Refused(Denial.TOKEN_MISSING));
    }

    @Test
    void whenItDoesNotAnswerInTimeTheSettingDecides() {
        server.answer(0, "");
        Webhook denies = hook(Duration.ofMillis(200), OnFailure.DENY, 8, Duration.ZERO);
        Webhook allows = hook(Duration.ofMillis(200), OnFailure.ALLOW, 8, Duration.ZERO);

        assertThat(decide(denies, "abc")).isEqualTo(FAILED);
        assertThat(decide(allows, "abc")).isEqualTo(Decision.UNLIMITED);
        assertThat(denies.failed()).isEqualTo(1);
    }

    @Test
    void whenItIsGoneTheSettingDecides() {
        server.stop();

        assertThat(decide(hook(), "abc")).isEqualTo(FAILED);

        server.start();
        assertThat(decide(hook(), "abc")).isEqualTo(Decision.UNLIMITED);
    }

    @Test
    void onlySoManyQuestionsAreAskedAtATime() {
        server.answer(0, "");
        Webhook hook = hook();
        Future<Decision> first = hook.decide(watch(), "a");
        Future<Decision> second = hook.decide(watch(), "b");

        assertThat(decide(hook, "c")).isEqualTo(new Decision.Refused(Denial.BUSY));

        server.stop();
        assertThat(Attempts.await(first)).isEqualTo(FAILED);
        assertThat(Attempts.await(second)).isEqualTo(FAILED);
        server.start();
        server.answer(200, "");
        assertThat(decide(hook, "c")).isEqualTo(Decision.UNLIMITED);
    }

    @Test
    void anAnswerHoldsForTheSameQuestionAlone() {
        Webhook hook = hook(LONG, OnFailure.DENY, 2, Duration.ofMinutes(1));
        assertThat(decide(hook, "abc")).isEqualTo(Decision.UNLIMITED);
        server.answer(403, "");

        assertThat(decide(hook, "abc")).isEqualTo(Decision.UNLIMITED);
        assertThat(decide(hook, "other")).isEqualTo(DENIED);
        assertThat(Attempts.await(hook.decide(Attempts.to(Action.PUBLISH, "cam"), "abc")))
                .isEqualTo(DENIED);
        assertThat(Attempts.await(hook.decide(Attempts.to(Action.WATCH, "other"), "abc")))
                .isEqualTo(DENIED);
        assertThat(Attempts.await(hook.decide(Attempts.to(true, Action.WATCH), "abc")))
                .isEqualTo(DENIED);
        assertThat(server.bodies()).hasSize(5);
    }

    private Webhook hook() {
        return hook(LONG, OnFailure.DENY, 2, Duration.ZERO);
    }

    private Webhook hook(Duration timeout, OnFailure onFailure, int inFlightMax, Duration cache) {
        return new Webhook(
                vertx,
                new WebhookConfig(server.url(), timeout, onFailure, inFlightMax, cache, 100),
                revoked::contains,
                () -> nowMillis);
    }

    private static Decision decide(Webhook hook, String token) {
        return Attempts.await(hook.decide(watch(), token));
    }

    private static Attempt watch() {
        return Attempts.to(Action.WATCH, "cam");
    }
}
