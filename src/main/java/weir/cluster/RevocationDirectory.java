package weir.cluster;

import com.hazelcast.core.EntryEvent;
import com.hazelcast.core.HazelcastInstanceNotActiveException;
import com.hazelcast.map.IMap;
import com.hazelcast.map.listener.EntryAddedListener;
import com.hazelcast.map.listener.EntryMergedListener;
import com.hazelcast.map.listener.EntryUpdatedListener;

import io.vertx.core.Future;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import weir.loop.OwnerLoop;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/// Ids of tokens that were revoked, in a Hazelcast map: id → milliseconds since 1970 until which it
/// is remembered. Each node keeps a copy, which the map's events bring up to date at once, and a
/// comparison every 2 s in any case. A ref.
public final class RevocationDirectory {
    private static final Logger log = LoggerFactory.getLogger(RevocationDirectory.class);
    private static final long COMPARE_MILLIS = 2_000;
    private static final int REVOKED_MAX = 100_000;

    private final ClusteredVertx cluster;
    private final IMap<String, String> map;
    private final OwnerLoop owner;
    private final Map<String, Long> copy = new ConcurrentHashMap<>();
    private final Listeners<String> revoked = new Listeners<>();
    private final AtomicBoolean comparing = new AtomicBoolean();

    private RevocationDirectory(ClusteredVertx cluster, IMap<String, String> map, OwnerLoop owner) {
        this.cluster = cluster;
        this.map = map;
        this.owner = owner;
    }

    /// Completes when this node knows what the others do.
    ///
    /// @param owner where listeners are called
    public static Future<RevocationDirectory> open(ClusteredVertx cluster, OwnerLoop owner) {
        return HazelcastDirectory.blocking(
                cluster.vertx(),
                () -> {
                    IMap<String, String> map =
                            cluster.hazelcast().getMap(HazelcastSettings.REVOKED);
                    var directory = new RevocationDirectory(cluster, map, owner);
                    map.addEntryListener(directory.new Events(), true);
                    directory.compare();
                    owner.context().setPeriodic(COMPARE_MILLIS, _ -> directory.compareLater());
                    return directory;
                });
    }

    /// Completes when the cluster remembers it.
    ///
    /// @param kept how long
    /// @return fails if there are too many already
    public Future<Void> revoke(String id, Duration kept) {
        long untilMillis = System.currentTimeMillis() + kept.toMillis();
        return HazelcastDirectory.blocking(
                cluster.vertx(),
                () -> {
                    if (copy.size() >= REVOKED_MAX) {
                        throw new IllegalStateException(REVOKED_MAX + " tokens are revoked");
                    }
                    map.set(id, "" + untilMillis, kept.toMillis(), TimeUnit.MILLISECONDS);
                    onRevoked(id, "" + untilMillis);
                    return null;
                });
    }

    public boolean isRevoked(String id) {
        return copy.getOrDefault(id, 0L) > System.currentTimeMillis();
    }

    /// How many are known here.
    public int size() {
        return copy.size();
    }

    /// Called on the owner's loop after each that is new here.
    public Registration onRevoked(Runnable listener) {
        return revoked.add(_ -> listener.run());
    }

    private void compareLater() {
        if (comparing.compareAndSet(false, true)) {
            HazelcastDirectory.blocking(
                            cluster.vertx(),
                            () -> {
                                compare();
                                return null;
                            })
                    .onComplete(_ -> comparing.set(false))
                    .onFailure(this::onFailure);
        }
    }

    private void compare() {
        map.entrySet().forEach(entry -> onRevoked(entry.getKey(), entry.getValue()));
        long now = System.currentTimeMillis();
        copy.values().removeIf(until -> until <= now);
    }

    private void onFailure(Throwable failure) {
        if (!(failure instanceof HazelcastInstanceNotActiveException)) {
            log.warn("{} could not compare revoked tokens", cluster.nodeId(), failure);
        }
    }

    /// @param until a number, if its writer was of this version
    private void onRevoked(String id, String until) {
        if (until.matches("\\d{1,18}")
                && !Long.valueOf(until).equals(copy.put(id, Long.valueOf(until)))) {
            owner.post(() -> revoked.tell(id));
        }
    }

    private final class Events
            implements EntryAddedListener<String, String>,
                    EntryUpdatedListener<String, String>,
                    EntryMergedListener<String, String> {
        @Override
        public void entryAdded(EntryEvent<String, String> event) {
            onRevoked(event.getKey(), event.getValue());
        }

        @Override
        public void entryUpdated(EntryEvent<String, String> event) {
            onRevoked(event.getKey(), event.getValue());
        }

        @Override
        public void entryMerged(EntryEvent<String, String> event) {
            onRevoked(event.getKey(), event.getValue());
        }
    }
}
