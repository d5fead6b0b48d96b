package weir.stream;

import weir.loop.OwnerLoop;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/// The streams on this node by name: made when first used, gone when nobody publishes or watches.
/// Owned.
final class StreamTable {
    private final OwnerLoop owner;
    private final StreamListener listener;
    private final SessionListener sessions;
    private final StreamConfig config;
    private final StreamCounters counters = new StreamCounters();
    private final Map<String, Stream> streams = new TreeMap<>();

    StreamTable(
            OwnerLoop owner,
            StreamListener listener,
            SessionListener sessions,
            StreamConfig config) {
        this.owner = owner;
        this.listener = listener;
        this.sessions = sessions;
        this.config = config;
    }

    /// Any thread.
    StreamCounters counters() {
        return counters;
    }

    /// Any thread.
    StreamConfig config() {
        return config;
    }

    Stream obtain(String name) {
        owner.assertOwned();
        return streams.computeIfAbsent(
                name,
                _ -> new Stream(name, System.currentTimeMillis(), counters, listener, sessions));
    }

    /// Does something with a stream, if it is there, and forgets the stream if nothing is left of
    /// it.
    void update(String name, Consumer<Stream> change) {
        owner.assertOwned();
        Stream stream = streams.get(name);
        if (stream == null) {
            return;
        }
        change.accept(stream);
        if (stream.isEmpty()) {
            streams.remove(name);
            stream.close();
        }
    }

    Optional<Stream> find(String name) {
        owner.assertOwned();
        return Optional.ofNullable(streams.get(name));
    }

    List<StreamSnapshot> snapshots() {
        owner.assertOwned();
        return streams.values().stream().map(Stream::snapshot).toList();
    }
}
