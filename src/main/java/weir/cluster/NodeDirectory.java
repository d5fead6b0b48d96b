package weir.cluster;

import com.hazelcast.core.HazelcastInstanceNotActiveException;
import com.hazelcast.map.IMap;

import io.vertx.core.Future;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import weir.loop.OwnerLoop;

import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/// What each node says of itself, in a Hazelcast map: node id → [NodeInfo]. Each puts its own every
/// 2 s, so that what a merge or a crash loses comes back. A ref.
public final class NodeDirectory {
    private static final Logger log = LoggerFactory.getLogger(NodeDirectory.class);
    private static final long PUT_MILLIS = 2_000;

    private final ClusteredVertx cluster;
    private final IMap<String, String> map;
    private final OwnerLoop owner;
    private final Supplier<NodeInfo> self;
    private final AtomicBoolean putting = new AtomicBoolean();
    private volatile boolean closed;
    private Registration departures = () -> {};
    private Registration changes = () -> {};
    private long timer;

    private NodeDirectory(
            ClusteredVertx cluster,
            IMap<String, String> map,
            OwnerLoop owner,
            Supplier<NodeInfo> self) {
        this.cluster = cluster;
        this.map = map;
        this.owner = owner;
        this.self = self;
    }

    /// @param owner whose loop asks `self` every 2 s
    public static Future<NodeDirectory> open(
            ClusteredVertx cluster, OwnerLoop owner, Supplier<NodeInfo> self) {
        return HazelcastDirectory.blocking(
                cluster.vertx(),
                () -> {
                    IMap<String, String> map = cluster.hazelcast().getMap(HazelcastSettings.NODES);
                    var directory = new NodeDirectory(cluster, map, owner, self);
                    directory.start();
                    return directory;
                });
    }

    private void start() {
        departures = cluster.membership().onDeparted(this::remove);
        changes = cluster.membership().onChanged(_ -> owner.post(this::put));
        timer = owner.context().setPeriodic(PUT_MILLIS, _ -> put());
        owner.post(this::put);
    }

    /// The nodes that are in the cluster and have said something, the longest running first.
    public Future<List<NodeInfo>> nodes() {
        return HazelcastDirectory.blocking(
                cluster.vertx(),
                () -> {
                    Set<String> members = cluster.membership().nodes();
                    return map.values().stream()
                            .flatMap(text -> NodeInfo.read(text).stream())
                            .filter(node -> members.contains(node.id()))
                            .sorted(
                                    Comparator.comparing(NodeInfo::startedAt)
                                            .thenComparing(NodeInfo::id))
                            .toList();
                });
    }

    /// Says the news of this node now, not only at the next turn.
    public void refresh() {
        owner.post(this::put);
    }

    /// Says no more. The others remove what was said when this node leaves.
    public void close() {
        closed = true;
        owner.context().owner().cancelTimer(timer);
        departures.remove();
        changes.remove();
    }

    private void put() {
        if (closed || !putting.compareAndSet(false, true)) {
            return; // the one before has not ended: the cluster is slow, and a later turn will do
        }
        String text = self.get().toJson().encode();
        attempt(() -> map.setAsync(cluster.nodeId(), text), () -> putting.set(false));
    }

    private void remove(String node) {
        attempt(() -> map.removeAsync(node), () -> {});
    }

    /// Hazelcast throws instead of failing the stage when it is shut down.
    private void attempt(Supplier<CompletionStage<?>> operation, Runnable afterwards) {
        try {
            operation
                    .get()
                    .whenComplete(
                            (_, failure) -> {
                                afterwards.run();
                                if (failure != null) {
                                    onFailure(failure);
                                }
                            });
        } catch (HazelcastInstanceNotActiveException e) {
            afterwards.run();
            onFailure(e);
        }
    }

    private void onFailure(Throwable failure) {
        if (!closed && !(failure instanceof HazelcastInstanceNotActiveException)) {
            log.warn("{} could not speak of itself", cluster.nodeId(), failure);
        }
    }
}
