package weir.cluster;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;

import weir.loop.OwnerLoop;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Streams that exist though nobody need publish or watch them: stream → when it was created. One
/// ends by itself when no node has said for long enough that it has the stream. A ref; futures are
/// as those of [SharedTexts].
public final class CreatedStreams {
    private static final long KEEPS_PER_IDLE = 4;

    /// What became of a wish to create a stream. A value.
    public enum Creation {
        CREATED,
        EXISTS,
        /// There are as many as there may be.
        TOO_MANY
    }

    private final SharedTexts shared;
    private final Duration idle;
    private final int streamsMax;
    private final LongAdder created = new LongAdder();
    private final LongAdder removed = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final Listeners<String> begun = new Listeners<>();
    private final Listeners<String> ended = new Listeners<>();

    /// @param idle       whole seconds after which an unused one ends; 0 for never
    /// @param streamsMax of them in the cluster, about
    public CreatedStreams(ClusteredVertx cluster, Duration idle, int streamsMax) {
        this.shared = SharedTexts.inTheClear(cluster, "created");
        this.idle = idle;
        this.streamsMax = streamsMax;
    }

    public Future<Creation> create(String stream, long nowMillis) {
        return shared.size()
                .compose(
                        number ->
                                number >= streamsMax
                                        ? Future.succeededFuture(Creation.TOO_MANY)
                                        : put(stream, nowMillis))
                .onSuccess(creation -> onCreation(stream, creation));
    }

    private Future<Creation> put(String stream, long nowMillis) {
        String value = new JsonObject().put("v", 1).put("createdAt", nowMillis).encode();
        return shared.putIfAbsent(stream, value, idle)
                .map(isNew -> isNew ? Creation.CREATED : Creation.EXISTS);
    }

    private void onCreation(String stream, Creation creation) {
        switch (creation) {
            case CREATED -> {
                created.increment();
                begun.tell(stream);
            }
            case EXISTS -> {}
            case TOO_MANY -> refused.increment();
        }
    }

    /// @return whether it was there
    public Future<Boolean> remove(String stream) {
        return shared.remove(stream)
                .onSuccess(
                        was -> {
                            if (was) {
                                removed.increment();
                                ended.tell(stream);
                            }
                        });
    }

    /// When it was created, in milliseconds since 1970.
    public Future<Optional<Long>> find(String stream) {
        return shared.find(stream).map(value -> value.map(CreatedStreams::createdAt));
    }

    /// All of them, with when they were created.
    public Future<Map<String, Long>> all() {
        return shared.all()
                .map(
                        values -> {
                            Map<String, Long> all = new TreeMap<>();
                            values.forEach((stream, value) -> all.put(stream, createdAt(value)));
                            return all;
                        });
    }

    /// Says from now on which streams this node has, so that none of them ends.
    ///
    /// @param owner whose loop asks
    /// @param names of all streams of this node
    /// @return ends it
    public Registration keep(OwnerLoop owner, Supplier<Future<Collection<String>>> names) {
        if (idle.isZero()) {
            return () -> {};
        }
        long timer =
                owner.context()
                        .setPeriodic(
                                idle.dividedBy(KEEPS_PER_IDLE).toMillis(),
                                _ -> names.get().onSuccess(this::keep));
        return () -> owner.context().owner().cancelTimer(timer);
    }

    private void keep(Collection<String> used) {
        if (!used.isEmpty()) {
            shared.keep(used, idle);
        }
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
}
