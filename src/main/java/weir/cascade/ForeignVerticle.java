package weir.cascade;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import weir.cluster.Registration;
import weir.loop.OwnerLoop;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Pulls streams from other servers and pushes streams to them, as the [Wishes] say.
public final class ForeignVerticle extends VerticleBase {
    private static final Logger log = LoggerFactory.getLogger(ForeignVerticle.class);

    private static final long TICK_MILLIS = 200;
    private static final long RECONCILE_MILLIS = 5_000;

    /// For saying good-bye when the node ends.
    private static final long STOP_MILLIS_MAX = 1_500;

    private final ForeignNode node;
    private final Wishes wishes;
    private final CascadeConfig config;
    private final ForeignCounters counters = new ForeignCounters();
    private final Map<String, ForeignSession> sessions = new LinkedHashMap<>();
    private Registration changes = () -> {};
    private EndpointClient client;
    private OwnerLoop owner;
    private long readings;
    private long followed;

    public ForeignVerticle(ForeignNode node, Wishes wishes, CascadeConfig config) {
        this.node = node;
        this.wishes = wishes;
        this.config = config;
    }

    @Override
    public Future<?> start() {
        owner = new OwnerLoop(context);
        client = new EndpointClient(vertx, new AllowedHosts(config.allowedHosts()));
        vertx.setPeriodic(TICK_MILLIS, _ -> tick());
        vertx.setPeriodic(RECONCILE_MILLIS, _ -> reconcile());
        reconcile();
        return wishes.onChanged(owner, this::reconcile)
                .onSuccess(registration -> changes = registration);
    }

    private void tick() {
        long now = System.nanoTime();
        sessions.values().forEach(each -> each.tick(now));
    }

    /// Of two readings at once the one that began first may come last, and is no news then.
    private void reconcile() {
        long reading = ++readings;
        wishes.all()
                .onSuccess(
                        wanted -> {
                            if (reading > followed) {
                                followed = reading;
                                follow(wanted);
                            }
                        })
                .onFailure(failed -> log.warn("wishes cannot be read: {}", failed.toString()));
    }

    private void follow(Map<String, Wish> wanted) {
        sessions.entrySet()
                .removeIf(
                        entry -> {
                            boolean stays =
                                    entry.getValue().wish().equals(wanted.get(entry.getKey()));
                            if (!stays) {
                                entry.getValue().end();
                                log.info("{}: not wanted any more", entry.getValue().wish());
                            }
                            return !stays;
                        });
        wanted.forEach(
                (key, wish) ->
                        sessions.computeIfAbsent(
                                key,
                                _ ->
                                        new ForeignSession(
                                                wish,
                                                node,
                                                client,
                                                counters,
                                                config,
                                                owner,
                                                System.nanoTime())));
    }

    /// Any thread.
    public ForeignCounters counters() {
        return counters;
    }

    @Override
    public Future<?> stop() {
        changes.remove();
        List<Future<Void>> hungUp = sessions.values().stream().map(ForeignSession::hungUp).toList();
        return Future.join(hungUp)
                .timeout(STOP_MILLIS_MAX, TimeUnit.MILLISECONDS)
                .eventually(client::close)
                .otherwiseEmpty();
    }
}
