package weir.cluster;

import com.hazelcast.core.EntryEvent;
import com.hazelcast.core.HazelcastInstanceNotActiveException;
import com.hazelcast.map.IMap;
import com.hazelcast.map.listener.EntryAddedListener;
import com.hazelcast.map.listener.EntryMergedListener;
import com.hazelcast.map.listener.EntryRemovedListener;
import com.hazelcast.map.listener.EntryUpdatedListener;

import io.vertx.core.Future;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;

/// Texts that all nodes have in common, in a Hazelcast map: they outlive the node that put them, as
/// long as any lives. A ref; every future completes on the caller's Vert.x context, and fails with
/// a [NodeRequestException], nothing else, if the cluster does not answer in time.
public final class SharedTexts {
    /// That a text is there, or that there is none any more. A value.
    public record Change(String key, Optional<String> text) {}

    private final ClusteredVertx cluster;
    private final String name;

    /// @param name of the map
    public SharedTexts(ClusteredVertx cluster, String name) {
        this.cluster = cluster;
        this.name = "weir." + name;
    }

    /// @param kept milliseconds of it count; zero for good
    public Future<Void> put(String key, String text, Duration kept) {
        return ask(
                map -> {
                    map.set(key, text, kept.toMillis(), TimeUnit.MILLISECONDS);
                    return null;
                });
    }

    /// @param kept milliseconds of it count; zero for good
    /// @return whether there was none
    public Future<Boolean> putIfAbsent(String key, String text, Duration kept) {
        return ask(
                map -> map.putIfAbsent(key, text, kept.toMillis(), TimeUnit.MILLISECONDS) == null);
    }

    /// Those of these that are there are kept for that long from now on.
    public Future<Void> keep(Collection<String> keys, Duration kept) {
        return ask(
                map -> {
                    Set<String> both = new HashSet<>(map.keySet());
                    both.retainAll(keys);
                    both.forEach(key -> map.setTtl(key, kept.toMillis(), TimeUnit.MILLISECONDS));
                    return null;
                });
    }

    /// @return whether it was there
    public Future<Boolean> remove(String key) {
        return ask(map -> map.remove(key) != null);
    }

    public Future<Optional<String>> find(String key) {
        return ask(map -> Optional.ofNullable(map.get(key)));
    }

    /// By their keys.
    public Future<Map<String, String>> all() {
        return ask(
                map -> {
                    Map<String, String> all = new HashMap<>();
                    map.entrySet().forEach(each -> all.put(each.getKey(), each.getValue()));
                    return all;
                });
    }

    public Future<Integer> size() {
        return ask(IMap::size);
    }

    /// Completes when it listens, however long that takes: a node that starts may have to wait.
    ///
    /// @param listener is told on any thread, must not block, and may miss some; of those that
    ///     expire it is not told
    public Future<Registration> onChanged(Consumer<Change> listener) {
        return await(
                map -> {
                    var id = map.addEntryListener(new Changes(listener), true);
                    return () -> {
                        try {
                            map.removeEntryListener(id);
                        } catch (HazelcastInstanceNotActiveException _) {
                            // Hazelcast went first, and its listeners with it.
                        }
                    };
                });
    }

    private <T> Future<T> ask(Function<IMap<String, String>, T> question) {
        return await(question)
                .timeout(cluster.config().requestTimeout().toMillis(), TimeUnit.MILLISECONDS)
                .recover(failure -> Future.failedFuture(asFailure(failure)));
    }

    private <T> Future<T> await(Function<IMap<String, String>, T> question) {
        return HazelcastDirectory.blocking(
                cluster.vertx(), () -> question.apply(cluster.hazelcast().getMap(name)));
    }

    private NodeRequestException asFailure(Throwable failure) {
        String code =
                switch (failure) {
                    case HazelcastInstanceNotActiveException _ -> NodeRequestException.GONE;
                    case TimeoutException _ -> NodeRequestException.TIMEOUT;
                    case Throwable _ -> NodeRequestException.FAILED;
                };
        return new NodeRequestException(code, name + ": " + failure);
    }

    private record Changes(Consumer<Change> listener)
            implements EntryAddedListener<String, String>,
                    EntryUpdatedListener<String, String>,
                    EntryMergedListener<String, String>,
                    EntryRemovedListener<String, String> {
        @Override
        public void entryAdded(EntryEvent<String, String> event) {
            onPut(event);
        }

        @Override
        public void entryUpdated(EntryEvent<String, String> event) {
            onPut(event);
        }

        @Override
        public void entryMerged(EntryEvent<String, String> event) {
            onPut(event);
        }

        private void onPut(EntryEvent<String, String> event) {
            listener.accept(new Change(event.getKey(), Optional.of(event.getValue())));
        }

        @Override
        public void entryRemoved(EntryEvent<String, String> event) {
            listener.accept(new Change(event.getKey(), Optional.empty()));
        }
    }
}
