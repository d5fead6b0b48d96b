package weir.cluster;

import com.hazelcast.map.IMap;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;

import weir.loop.OwnerLoop;

import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/// Streams that exist though nobody need publish or watch them, in a Hazelcast map: stream → when
/// it was created. An entry ends by itself when no node has said for long enough that it has the
/// stream. A ref; futures complete on the caller's context.
public final class CreatedStreams {
    private static final long KEEPS_PER_IDLE = 4;

    /// What became of a wish to create a stream. A value.
    public enum Creation {
        CREATED,
        EXISTS,
        /// There are as many as there may be.
        TOO_MANY
    }

    private final ClusteredVertx cluster;
    private final long idleSeconds;
    private final int streamsMax;
    private final LongAdder created = new LongAdder();
    private final LongAdder removed = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final Listeners<String> begun = new Listeners<>();
    private final Listeners<String> ended = new Listeners<>();

    /// @param idle       whole seconds after which an unused one ends; 0 for never
    /// @param streamsMax of them in the cluster, about
    public CreatedStreams(ClusteredVertx cluster, Duration idle, int streamsMax) {
        this.cluster = cluster;
        this.idleSeconds = idle.toSeconds();
        this.streamsMax = streamsMax;
    }

    public Future<Creation> create(String stream, long nowMillis) {
        return ask(map -> create(map, stream, nowMillis));
    }

    private Creation create(IMap<String, String> map, String stream, long nowMillis) {
        if (map.size() >= streamsMax) {
            refused.increment();
            return Creation.TOO_MANY;
        }
        String value = new JsonObject().put("v", 1).put("createdAt", nowMillis).encode();
        if (map.putIfAbsent(stream, value, idleSeconds, TimeUnit.SECONDS) != null) {
            return Creation.EXISTS;
        }
        created.increment();
        begun.tell(stream);
        return Creation.CREATED;
    }

    /// @return whether it was there
    public Future<Boolean> remove(String stream) {
        return ask(
                map -> {
                    boolean was = map.remove(stream) != null;
                    if (was) {
                        removed.increment();
                        ended.tell(stream);
                    }
                    return was;
                });
    }

    /// When it was created, in milliseconds since 1970.
    public Future<Optional<Long>> find(String stream) {
        return ask(map -> Optional.ofNullable(map.get(stream)).map(CreatedStreams::createdAt));
    }

    /// All of them, with when they were created.
    public Future<Map<String, Long>> all() {
        return ask(
                map -> {
                    Map<String, Long> all = new TreeMap<>();
                    map.forEach((stream, value) -> all.put(stream, createdAt(value)));
                    return all;
                });
    }

    /// Says from now on which streams this node has, so that none of them ends.
    ///
    /// @param owner whose loop asks
    /// @param names of all streams of this node
    /// @return ends it
    public Registration keep(OwnerLoop owner, Supplier<Future<Collection<String>>> names) {
        if (idleSeconds == 0) {
            return () -> {};
        }
        long millis = TimeUnit.SECONDS.toMillis(idleSeconds) / KEEPS_PER_IDLE;
        long timer = owner.context().setPeriodic(millis, _ -> names.get().onSuccess(this::keep));
        return () -> owner.context().owner().cancelTimer(timer);
    }

    private void keep(Collection<String> used) {
        if (used.isEmpty()) {
            return;
        }
        ask(
                map -> {
                    Set<String> both = new HashSet<>(map.keySet());
                    both.retainAll(used);
                    both.forEach(stream -> map.setTtl(stream, idleSeconds, TimeUnit.SECONDS));
                    return both.size();
                });
    }

    /// @param listener gets the name of a stream that was created here, on any thread
    public Registration onCreated(Consumer<String> listener) {
        return begun.add(listener);
    }

    /// @param listener gets the name of a stream that was removed here, on any thread
    public Registration onRemoved(Consumer<String> listener) {
        return ended.add(listener);
    }

    /// What was done here, by name.
    public Map<String, Long> counters() {
        return Map.of("created", created.sum(), "removed", removed.sum(), "refused", refused.sum());
    }

    private static long createdAt(String value) {
        return new JsonObject(value).getLong("createdAt", 0L);
    }

    /// @return fails with a [NodeRequestException] if the cluster does not answer in time
    private <T> Future<T> ask(Function<IMap<String, String>, T> question) {
        return HazelcastDirectory.blocking(
                        cluster.vertx(),
                        () -> question.apply(cluster.hazelcast().getMap(HazelcastSettings.CREATED)))
                .timeout(cluster.config().requestTimeout().toMillis(), TimeUnit.MILLISECONDS)
                .recover(
                        failure ->
                                Future.failedFuture(
                                        new NodeRequestException(
                                                NodeRequestException.TIMEOUT,
                                                "created streams: " + failure)));
    }
}
