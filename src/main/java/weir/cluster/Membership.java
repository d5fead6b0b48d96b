package weir.cluster;

import com.hazelcast.cluster.Member;
import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.cluster.MembershipListener;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.HazelcastInstanceNotActiveException;
import com.hazelcast.core.LifecycleEvent;
import com.hazelcast.core.LifecycleEvent.LifecycleState;

import weir.loop.OwnerLoop;

import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// Which nodes are in the cluster, as this one knows. Nodes are named by their Vert.x node id,
/// which survives a merge. A ref; listeners are called on the loop given at construction.
public final class Membership {
    private static final String NODE_ID_ATTRIBUTE = "__vertx.nodeId";

    private final HazelcastInstance hazelcast;
    private final OwnerLoop owner;
    private final Listeners<String> departed = new Listeners<>();
    private final Listeners<Set<String>> changed = new Listeners<>();
    private final UUID memberListener;
    private final UUID lifecycleListener;

    /// Written on the owner's loop only.
    private volatile Set<String> nodes;

    /// On the owner's loop: the members seen while two clusters merge are not to be trusted.
    private boolean merging;

    Membership(HazelcastInstance hazelcast, OwnerLoop owner) {
        this.hazelcast = hazelcast;
        this.owner = owner;
        this.nodes = present();
        this.memberListener = hazelcast.getCluster().addMembershipListener(new Members());
        this.lifecycleListener = hazelcast.getLifecycleService().addLifecycleListener(this::onLife);
        owner.post(this::update);
    }

    /// The ids of all nodes, this one included.
    public Set<String> nodes() {
        return nodes;
    }

    /// Also knows a node that joined this very moment, of which listeners have not heard yet.
    boolean contains(String nodeId) {
        return nodes.contains(nodeId) || present().contains(nodeId);
    }

    /// @param listener gets the node id when a node has left, crashed or been silent for too long
    public Registration onDeparted(Consumer<String> listener) {
        return departed.add(listener);
    }

    /// @param listener gets the node ids after every coming, going and merging, even if equal; then
    ///     what this node put into the cluster's maps may be gone, and it should say it again
    public Registration onChanged(Consumer<Set<String>> listener) {
        return changed.add(listener);
    }

    void close() {
        try {
            hazelcast.getCluster().removeMembershipListener(memberListener);
            hazelcast.getLifecycleService().removeLifecycleListener(lifecycleListener);
        } catch (HazelcastInstanceNotActiveException _) {
            // Hazelcast went first, and its listeners with it.
        }
    }

    private void onLife(LifecycleEvent event) {
        LifecycleState state = event.getState();
        if (state == LifecycleState.MERGING) {
            owner.post(() -> merging = true);
        } else if (state == LifecycleState.MERGED || state == LifecycleState.MERGE_FAILED) {
            owner.post(
                    () -> {
                        merging = false;
                        update();
                    });
        }
    }

    private void update() {
        if (merging) {
            return;
        }
        Set<String> before = nodes;
        Set<String> now = present();
        nodes = now;
        for (String node : before) {
            if (!now.contains(node)) {
                departed.tell(node);
            }
        }
        changed.tell(now);
    }

    private Set<String> present() {
        return hazelcast.getCluster().getMembers().stream()
                .map(Membership::nodeId)
                .filter(id -> !id.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
    }

    private static String nodeId(Member member) {
        String id = member.getAttribute(NODE_ID_ATTRIBUTE);
        return id == null ? "" : id;
    }

    private final class Members implements MembershipListener {
        @Override
        public void memberAdded(MembershipEvent event) {
            owner.post(Membership.this::update);
        }

        @Override
        public void memberRemoved(MembershipEvent event) {
            owner.post(Membership.this::update);
        }
    }
}
