package weir.cluster;

import com.hazelcast.core.EntryEvent;
import com.hazelcast.core.HazelcastInstanceNotActiveException;
import com.hazelcast.map.IMap;

import io.vertx.core.Future;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// Texts that all nodes have in common, in a Hazelcast map: they outlive the node that put them, as
/// long as any lives. A ref; every future completes on the caller's Vert.x context, and fails with
/// a [NodeRequestException], nothing else, if the cluster does not answer in time.
///
/// Hazelcast keeps and sends them in the clear, and takes any from who knows the group's name. If
/// the texts or their keys are secret, [TextSeal] seals both where the cluster has a secret; what
/// does not open is as if it were not there.
public final class SharedTexts {
    /// That a text is there, or that there is none any more. A value.
    ///
    /// @param key if it is sealed, what stands for it
    public record Change(String key, Optional<String> text) {}

    private static final Logger log = LoggerFactory.getLogger(SharedTexts.class);
    private static final long TOLD_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final ClusteredVertx cluster;
    private final String name;
    private final Optional<TextSeal> seal;
    private final AtomicLong toldNanos = new AtomicLong(System.nanoTime() - TOLD_NANOS);

    private SharedTexts(ClusteredVertx cluster, String name, Optional<TextSeal> seal) {
        this.cluster = cluster;
        this.name = "weir." + name;
        this.seal = seal;
    }

    /// Where neither texts nor keys are secret.
    ///
    /// @param name of the map
    public static SharedTexts inTheClear(ClusteredVertx cluster, String name) {
        return new SharedTexts(cluster, name, Optional.empty());
    }

    /// @param name of the map
    public static SharedTexts sealed(ClusteredVertx cluster, String name) {
        return new SharedTexts(cluster, name, cluster.seal());
    }

    /// @param kept milliseconds of it count; zero for good
    public Future<Void> put(String key, String text, Duration kept) {
        return ask(
                map -> {
                    String place = place(key);
                    map.set(place, sealed(place, text), kept.toMillis(), TimeUnit.MILLISECONDS);
                    return null;
                });
    }

    /// @param kept milliseconds of it count; zero for good
    /// @return whether there was none
    public Future<Boolean> putIfAbsent(String key, String text, Duration kept) {
        return ask(
                map -> {
                    String place = place(key);
                    String value = sealed(place, text);
                    long millis = kept.toMillis();
                    return map.putIfAbsent(place, value, millis, TimeUnit.MILLISECONDS) == null;
                });
    }

    /// Those of these that are there are kept for that long from now on.
    Future<Void> keep(Collection<String> keys, Duration kept) {
        return ask(
                map -> {
                    Set<String> both = new HashSet<>(map.keySet());
                    both.retainAll(keys.stream().map(this::place).collect(Collectors.toSet()));
                    both.forEach(
                            place -> map.setTtl(place, kept.toMillis(), TimeUnit.MILLISECONDS));
                    return null;
                });
    }

    /// @return whether it was there
    public Future<Boolean> remove(String key) {
        return ask(map -> map.remove(place(key)) != null);
    }

    /// Removes a text only if it is one that is meant: another may have come in its place.
    ///
    /// @return whether it was there
    public Future<Boolean> remove(String key, Predicate<String> meant) {
        return ask(
                map -> {
                    String place = place(key);
                    String value = map.get(place);
                    return value != null
                            && opened(place, value).filter(meant).isPresent()
                            && map.remove(place, value);
                });
    }

    public Future<Optional<String>> find(String key) {
        return ask(
                map -> {
                    String place = place(key);
                    return Optional.ofNullable(map.get(place)).flatMap(it -> opened(place, it));
                });
    }

    /// By their keys; if they are sealed, by what stands for these.
    public Future<Map<String, String>> all() {
        return ask(
                map -> {
                    Map<String, String> all = new HashMap<>();
                    map.entrySet().forEach(each -> addOpened(each.getKey(), each.getValue(), all));
                    return all;
                });
    }

    private void addOpened(String place, String value, Map<String, String> all) {
        opened(place, value).ifPresent(text -> all.put(place, text));
    }

    Future<Integer> size() {
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

    private String place(String key) {
        return seal.map(with -> with.name(name, key)).orElse(key);
    }

    private String sealed(String place, String text) {
        return seal.map(with -> with.seal(name, place, text)).orElse(text);
    }

    private Optional<String> opened(String place, String value) {
        if (seal.isEmpty()) {
            return Optional.of(value);
        }
        Optional<String> text = seal.get().open(name, place, value);
        if (text.isEmpty()) {
            onRefused();
        }
        return text;
    }

    private void onRefused() {
        cluster.onTextRefused();
        long told = toldNanos.get();
        long now = System.nanoTime();
        if (now - told >= TOLD_NANOS && toldNanos.compareAndSet(told, now)) {
            log.warn("{} has a text that was not sealed with this cluster's secret", name);
        }
    }

    private final class Changes extends EntryChanges {
        private final Consumer<Change> listener;

        Changes(Consumer<Change> listener) {
            this.listener = listener;
        }

        @Override
        void onPut(EntryEvent<String, String> event) {
            Optional<String> text = opened(event.getKey(), event.getValue());
            if (text.isPresent()) {
                listener.accept(new Change(event.getKey(), text));
            }
        }

        @Override
        public void entryRemoved(EntryEvent<String, String> event) {
            listener.accept(new Change(event.getKey(), Optional.empty()));
        }
    }
}
