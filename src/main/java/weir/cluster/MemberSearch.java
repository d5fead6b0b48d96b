package weir.cluster;

import com.hazelcast.cluster.Member;
import com.hazelcast.config.TcpIpConfig;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.HazelcastInstanceNotActiveException;

import io.vertx.core.Vertx;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;

/// Finds the other half of a split cluster, so that Hazelcast can merge with it.
///
/// Hazelcast searches at every address it was given and spends five seconds on each where nobody
/// answers: with a range of ports that is minutes. So what it is given is, from the first joining
/// on, only where somebody listens who is no member. A ref.
final class MemberSearch {
    private static final long SEARCH_MILLIS = 5_000;
    private static final int CONNECT_MILLIS = 1_000;
    private static final int REMEMBERED_MAX = 100;

    private final Vertx vertx;
    private final HazelcastInstance hazelcast;
    private final ClusterConfig config;
    private final InetAddress self;
    private final TcpIpConfig known;
    private final AtomicBoolean searching = new AtomicBoolean();

    /// Where members were: not all need be listed in the config. Only the searcher uses it.
    private final Set<InetSocketAddress> remembered = new LinkedHashSet<>();

    private final long timer;

    /// @param known read by the running Hazelcast at each of its searches
    MemberSearch(
            Vertx vertx,
            HazelcastInstance hazelcast,
            ClusterConfig config,
            InetAddress self,
            TcpIpConfig known) {
        this.vertx = vertx;
        this.hazelcast = hazelcast;
        this.config = config;
        this.self = self;
        this.known = known;
        this.timer = vertx.setPeriodic(SEARCH_MILLIS, _ -> begin());
        // At once: a master's first search comes soon, and no other before it has ended.
        begin();
    }

    void close() {
        vertx.cancelTimer(timer);
    }

    private void begin() {
        if (config.discovery() == Discovery.LAN || !searching.compareAndSet(false, true)) {
            return;
        }
        Thread.ofVirtual()
                .name("weir-search")
                .start(
                        () -> {
                            try {
                                search();
                            } catch (HazelcastInstanceNotActiveException _) {
                                // This node is leaving.
                            } finally {
                                searching.set(false);
                            }
                        });
    }

    private void search() {
        Set<InetSocketAddress> members =
                hazelcast.getCluster().getMembers().stream()
                        .map(Member::getSocketAddress)
                        .collect(Collectors.toSet());
        remember(members);
        Set<InetSocketAddress> candidates = MemberAddresses.of(config, self);
        candidates.addAll(remembered);
        candidates.removeAll(members);
        List<String> found = answering(candidates);
        // Hazelcast's list is not safe against a reader: change it only if there is something to.
        if (!found.equals(known.getMembers())) {
            known.setMembers(found);
        }
    }

    private void remember(Set<InetSocketAddress> members) {
        remembered.removeAll(members); // to the end of the line
        remembered.addAll(members);
        var eldest = remembered.iterator();
        for (int excess = remembered.size() - REMEMBERED_MAX; excess > 0; excess--) {
            eldest.next();
            eldest.remove();
        }
    }

    private static List<String> answering(Set<InetSocketAddress> candidates) {
        var found = new ConcurrentLinkedQueue<String>();
        List<Thread> probes = new ArrayList<>();
        for (InetSocketAddress candidate : candidates) {
            probes.add(
                    Thread.startVirtualThread(
                            () -> {
                                if (answers(candidate)) {
                                    found.add(MemberAddresses.text(candidate));
                                }
                            }));
        }
        try {
            for (Thread probe : probes) {
                probe.join();
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts a search", e);
        }
        return found.stream().sorted().toList();
    }

    private static boolean answers(InetSocketAddress candidate) {
        try (Socket socket = new Socket()) {
            socket.connect(candidate, CONNECT_MILLIS);
            return true;
        } catch (IOException _) {
            return false;
        }
    }
}
