package weir.cluster;

import com.hazelcast.core.EntryEvent;
import com.hazelcast.core.HazelcastInstanceNotActiveException;
import com.hazelcast.map.IMap;
import com.hazelcast.map.listener.EntryAddedListener;
import com.hazelcast.map.listener.EntryRemovedListener;
import com.hazelcast.map.listener.EntryUpdatedListener;

import io.vertx.core.Future;

import weir.loop.OwnerLoop;

import java.util.Map;

/// Texts that all nodes have in common, in a Hazelcast map: they outlive the node that put them, as
/// long as any lives. A ref; every future completes on the caller's Vert.x context.
public final class SharedTexts {
    private final ClusteredVertx cluster;
    private final IMap<String, String> map;

    private SharedTexts(ClusteredVertx cluster, IMap<String, String> map) {
        this.cluster = cluster;
        this.map = map;
    }

    /// @param name of the map
    public static Future<SharedTexts> open(ClusteredVertx cluster, String name) {
        return HazelcastDirectory.blocking(
                cluster.vertx(),
                () -> new SharedTexts(cluster, cluster.hazelcast().getMap("weir." + name)));
    }

    public Future<Void> put(String key, String text) {
        return HazelcastDirectory.blocking(
                cluster.vertx(),
                () -> {
                    map.set(key, text);
                    return null;
                });
    }

    public Future<Void> remove(String key) {
        return HazelcastDirectory.blocking(
                cluster.vertx(),
                () -> {
                    map.delete(key);
                    return null;
                });
    }

    public Future<Map<String, String>> all() {
        return HazelcastDirectory.blocking(
                cluster.vertx(),
                () -> {
                    Map<String, String> all = new java.util.HashMap<>();
                    map.entrySet().forEach(each -> all.put(each.getKey(), each.getValue()));
                    return all;
                });
    }

    /// @param owner    where the listener is called
    /// @param listener a hint to look again, which may be lost
    public Future<Registration> onChanged(OwnerLoop owner, Runnable listener) {
        return HazelcastDirectory.blocking(
                cluster.vertx(),
                () -> {
                    var id = map.addEntryListener(new Changes(owner, listener), false);
                    return () -> {
                        try {
                            map.removeEntryListener(id);
                        } catch (HazelcastInstanceNotActiveException _) {
                            // Hazelcast went first, and its listeners with it.
                        }
                    };
                });
    }

    private record Changes(OwnerLoop owner, Runnable listener)
            implements EntryAddedListener<String, String>,
                    EntryUpdatedListener<String, String>,
                    EntryRemovedListener<String, String> {
        @Override
        public void entryAdded(EntryEvent<String, String> event) {
            owner.post(listener);
        }

        @Override
        public void entryUpdated(EntryEvent<String, String> event) {
            owner.post(listener);
        }

        @Override
        public void entryRemoved(EntryEvent<String, String> event) {
            owner.post(listener);
        }
    }
}
