package weir.access;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import weir.access.WebhookConfig.OnFailure;
import weir.outgoing.HttpCalls;
import weir.outgoing.HttpUrl;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/// Has somebody else decide: each attempt is posted there as JSON. Any thread.
final class Webhook {
    private static final Logger log = LoggerFactory.getLogger(Webhook.class);
    private static final long WARN_NANOS = Duration.ofSeconds(10).toNanos();
    private static final int ID_MAX = 256;

    private final WebhookConfig config;
    private final HttpCalls calls;
    private final DecisionCache cache;
    private final Predicate<String> revoked;
    private final LongSupplier nowMillis;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final LongAdder failed = new LongAdder();
    private final AtomicLong warnedNanos = new AtomicLong(System.nanoTime() - WARN_NANOS);

    /// @param revoked whether a token's id is
    Webhook(Vertx vertx, WebhookConfig config, Predicate<String> revoked, LongSupplier nowMillis) {
        this.config = config;
        this.calls = new HttpCalls(vertx, config.timeout(), config.inFlightMax());
        this.cache = new DecisionCache(config.cache(), config.cacheMax());
        this.revoked = revoked;
        this.nowMillis = nowMillis;
    }

    long failed() {
        return failed.sum();
    }

    /// @param token empty if there is none
    Future<Decision> decide(Attempt attempt, String token) {
        return cache.find(attempt, token)
                .map(Future::succeededFuture)
                .orElseGet(() -> ask(attempt, token))
                .map(this::unlessOver);
    }

    /// What was answered before, and kept, may be over by now; so may be what comes just now, if
    /// whoever answers counts on us to look.
    private Decision unlessOver(Decision decision) {
        return switch (decision) {
            case Decision.Admitted(var grant) when grant.tokenId().filter(revoked).isPresent() ->
                    new Decision.Refused(Denial.REVOKED);
            case Decision.Admitted(var grant) when grant.isExpired(nowMillis.getAsLong()) ->
                    new Decision.Refused(Denial.EXPIRED);
            case Decision.Admitted _, Decision.Refused _ -> decision;
        };
    }

    private Future<Decision> ask(Attempt attempt, String token) {
        if (inFlight.incrementAndGet() > config.inFlightMax()) {
            inFlight.decrementAndGet();
            return Future.succeededFuture(new Decision.Refused(Denial.BUSY));
        }
        RequestOptions options =
                new RequestOptions().setMethod(HttpMethod.POST).setAbsoluteURI(config.url());
        options.putHeader("Content-Type", "application/json");
        options.putHeader("Accept", "application/json");
        return calls.send(options, question(attempt, token).encode())
                .onComplete(_ -> inFlight.decrementAndGet())
                .map(
                        answer ->
                                read(answer, token)
                                        .map(decision -> keep(attempt, token, decision))
                                        .orElseGet(() -> onFailure("answers " + answer.status())))
                .otherwise(failure -> onFailure(failure.toString()));
    }

    private static JsonObject question(Attempt attempt, String token) {
        JsonObject question =
                new JsonObject()
                        .put("action", action(attempt))
                        .put("session", attempt.ofSession())
                        .put("remoteAddress", attempt.remoteAddress())
                        .put("token", token)
                        .put("query", new JsonObject(Map.copyOf(attempt.query())));
        attempt.stream().ifPresent(stream -> question.put("stream", stream));
        return question;
    }

    /// What who may manage may do as well is `publish` or `watch`, and `read` of lists. A session
    /// whose URL cannot be read is nobody's: who may watch is told so.
    static String action(Attempt attempt) {
        Set<Action> anyOf = attempt.anyOf();
        if (anyOf.size() == 1) {
            return anyOf.iterator().next().token();
        }
        if (anyOf.contains(Action.WATCH)) {
            return attempt.ofSession() ? Action.WATCH.token() : "read";
        }
        return Action.PUBLISH.token();
    }

    /// @return empty if it is no answer
    private static Optional<Decision> read(HttpCalls.Answer answer, String token) {
        if (answer.status() == 401) {
            return Optional.of(refused(token, Denial.TOKEN_UNKNOWN));
        }
        if (answer.status() == 403) {
            return Optional.of(refused(token, Denial.WEBHOOK_DENIED));
        }
        if (answer.status() < 200 || answer.status() > 299) {
            return Optional.empty();
        }
        if (answer.body().isBlank()) {
            return Optional.of(Decision.UNLIMITED);
        }
        try {
            JsonObject json = new JsonObject(answer.body());
            return json.getValue("allow") instanceof Boolean allow
                    ? Optional.of(
                            allow
                                    ? new Decision.Admitted(grant(json))
                                    : refused(token, Denial.WEBHOOK_DENIED))
                    : Optional.empty();
        } catch (DecodeException | IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /// Who has no token is told to bring one.
    private static Decision refused(String token, Denial denial) {
        return new Decision.Refused(token.isEmpty() ? Denial.TOKEN_MISSING : denial);
    }

    private static Grant grant(JsonObject json) {
        Optional<Long> end = number(json, "expiresAt").map(seconds -> (long) (1000 * seconds));
        return new Grant(
                Optional.ofNullable(json.getValue("id")).map(Webhook::id),
                Optional.empty(),
                end,
                end,
                number(json, "bitrateMax").map(Double::longValue));
    }

    private static String id(Object value) {
        if (value instanceof String text && !text.isEmpty() && text.length() <= ID_MAX) {
            return text;
        }
        throw new IllegalArgumentException("id");
    }

    private static Optional<Double> number(JsonObject json, String name) {
        return switch (json.getValue(name)) {
            case null -> Optional.empty();
            case Number number when number.doubleValue() >= 1 -> Optional.of(number.doubleValue());
            case Object _ -> throw new IllegalArgumentException(name);
        };
    }

    private Decision keep(Attempt attempt, String token, Decision decision) {
        cache.keep(attempt, token, decision);
        return decision;
    }

    private Decision onFailure(String because) {
        failed.increment();
        long warned = warnedNanos.get();
        long now = System.nanoTime();
        if (now - warned >= WARN_NANOS && warnedNanos.compareAndSet(warned, now)) {
            log.warn("{}: {}", HttpUrl.shown(config.url()), because);
        }
        return config.onFailure() == OnFailure.ALLOW
                ? Decision.UNLIMITED
                : new Decision.Refused(Denial.WEBHOOK_FAILED);
    }
}
