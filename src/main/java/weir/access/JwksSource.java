package weir.access;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.internal.VertxInternal;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import weir.loop.OwnerLoop;
import weir.outgoing.HttpCalls;
import weir.outgoing.HttpUrl;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/// The keys of a JWKS URL, which is looked at again and again. Where it does not answer, the last
/// keys stay: only who answers takes a key away. A ref.
final class JwksSource {
    private static final Logger log = LoggerFactory.getLogger(JwksSource.class);
    private static final long WARN_NANOS = Duration.ofMinutes(1).toNanos();
    private static final int NOT_MODIFIED = 304;

    private final Vertx vertx;
    private final OwnerLoop owner;
    private final JwtConfig config;
    private final HttpCalls calls;
    private final LongAdder fetched = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private volatile List<VerificationKey> keys = List.of();
    private volatile boolean known;
    private volatile Runnable onLost = () -> {};

    // Of the owner's loop alone.
    private Future<Void> current = Future.succeededFuture();
    private String entityTag = "";
    private long begunNanos;
    private long warnedNanos;
    private boolean failing;

    JwksSource(Vertx vertx, OwnerLoop owner, JwtConfig config) {
        this.vertx = vertx;
        this.owner = owner;
        this.config = config;
        this.calls = new HttpCalls(vertx, config.jwksTimeout(), 1);
        this.warnedNanos = System.nanoTime() - WARN_NANOS;
    }

    /// Completes after the first look, whether it saw keys or not.
    Future<Void> start() {
        owner.context().setPeriodic(config.jwksRefresh().toMillis(), _ -> look());
        return onOwner(this::look);
    }

    /// @param listener called on the owner's loop after keys were taken away
    void onLost(Runnable listener) {
        onLost = listener;
    }

    List<VerificationKey> keys() {
        return keys;
    }

    /// Whether it has ever answered.
    boolean isKnown() {
        return known;
    }

    long fetched() {
        return fetched.sum();
    }

    long failed() {
        return failed.sum();
    }

    /// Looks now, if the last look is not too near. Completes on the caller's context when what is
    /// there now has been seen.
    Future<Void> lookSoon() {
        return onOwner(
                () -> {
                    Duration since = Duration.ofNanos(System.nanoTime() - begunNanos);
                    return current.isComplete() && since.compareTo(config.jwksUnknownKey()) >= 0
                            ? look()
                            : current;
                });
    }

    /// Looks now, since somebody has seen a change. Completes on the caller's context.
    Future<Void> lookNow() {
        return onOwner(this::look);
    }

    private Future<Void> onOwner(Supplier<Future<Void>> task) {
        Promise<Void> promise = ((VertxInternal) vertx).getOrCreateContext().promise();
        owner.post(() -> task.get().onComplete(promise));
        return promise.future();
    }

    private Future<Void> look() {
        owner.assertOwned();
        if (!current.isComplete()) {
            return current;
        }
        begunNanos = System.nanoTime();
        RequestOptions options = new RequestOptions().setAbsoluteURI(config.jwksUrl());
        options.putHeader("Accept", "application/jwk-set+json, application/json");
        if (!entityTag.isEmpty()) {
            options.putHeader("If-None-Match", entityTag);
        }
        current =
                calls.send(options, "")
                        .onSuccess(this::onAnswer)
                        .onFailure(failure -> onFailure(failure.toString()))
                        .<Void>mapEmpty()
                        .otherwiseEmpty();
        return current;
    }

    private void onAnswer(HttpCalls.Answer answer) {
        if (answer.status() == NOT_MODIFIED && known) {
            onSuccess();
            return;
        }
        if (answer.status() != 200) {
            onFailure("it answers " + answer.status());
            return;
        }
        KeySet.read(vertx, answer.body())
                .ifPresentOrElse(
                        read -> {
                            entityTag = answer.header("ETag").orElse("");
                            replace(read);
                            onSuccess();
                        },
                        () -> onFailure("it answers no key set"));
    }

    private void replace(List<VerificationKey> read) {
        List<String> before = keys.stream().map(VerificationKey::id).toList();
        List<String> after = read.stream().map(VerificationKey::id).toList();
        if (!before.equals(after) || !known) {
            keys = List.copyOf(read);
            known = true;
            log.info("{} keys at {}", after.size(), HttpUrl.shown(config.jwksUrl()));
            List<String> lost = before.stream().filter(id -> !after.contains(id)).toList();
            lost.forEach(id -> log.info("key {} was taken away: its tokens end", id));
            if (!lost.isEmpty()) {
                onLost.run();
            }
        }
    }

    private void onSuccess() {
        fetched.increment();
        if (failing) {
            failing = false;
            log.info("{} answers again", HttpUrl.shown(config.jwksUrl()));
        }
    }

    private void onFailure(String because) {
        failed.increment();
        failing = true;
        if (System.nanoTime() - warnedNanos >= WARN_NANOS) {
            warnedNanos = System.nanoTime();
            log.warn(
                    "{}: {}; the last {} keys stay",
                    HttpUrl.shown(config.jwksUrl()),
                    because,
                    keys.size());
        }
    }
}
