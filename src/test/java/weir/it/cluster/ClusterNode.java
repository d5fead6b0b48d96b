package weir.it.cluster;

import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelInboundHandlerAdapter;

import weir.admin.VertxMeters;
import weir.cluster.Claim;
import weir.cluster.ClaimOutcome;
import weir.cluster.ClusterConfig;
import weir.cluster.ClusteredVertx;
import weir.cluster.Discovery;
import weir.cluster.HazelcastDirectory;
import weir.cluster.NodeBus;
import weir.cluster.TakenPolicy;
import weir.loop.OwnerLoop;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/// A node of a cluster in a process of its own, for tests that kill or freeze it. Says on standard
/// output what happens to it; claims one stream; ends with its standard input.
public final class ClusterNode {
    /// Where a node may listen, from the first port on.
    static final int PORTS = 20;

    private static final long ASSERT_MILLIS = 2_000;

    private ClusterNode() {}

    @Sharable
    private static final class All extends ChannelInboundHandlerAdapter {}

    /// Lets all connections in.
    static ChannelHandler accepting() {
        return new All();
    }

    /// @param args cluster name, first port, stream to claim
    public static void main(String[] args) throws IOException {
        ClusterConfig config = config(args[0], Integer.parseInt(args[1]));
        ClusteredVertx cluster =
                ClusteredVertx.start(config, 2, new VertxMeters(), accepting()).await();
        say("joined " + cluster.nodeId());
        OwnerLoop owner = new OwnerLoop(cluster.vertx().getOrCreateContext());
        cluster.membership().onChanged(ClusterNode::sayMembers);
        sayMembers(cluster.membership().nodes());
        NodeBus.open(cluster).await();
        HazelcastDirectory directory = HazelcastDirectory.open(cluster, owner).await();
        var outcome = directory.claim(args[2], "claim-" + args[2], TakenPolicy.TAKEOVER).await();
        if (outcome instanceof ClaimOutcome.Granted(var claim, _)) {
            say("granted " + claim.stream());
            // As the owner of a claim has to, besides what it does at a hint.
            cluster.vertx().setPeriodic(ASSERT_MILLIS, _ -> directory.assertClaim(claim));
            directory.onChanged(
                    stream -> {
                        boolean own = stream.equals(args[2]);
                        if (own) {
                            directory.assertClaim(claim);
                        }
                        say("hint " + stream + " " + directory.cached(stream).isPresent());
                    });
            // Those that were there before it listened.
            for (Claim known : directory.claims().await()) {
                say("hint " + known.stream() + " true");
            }
        }
        while (System.in.read() >= 0) {}
        cluster.close().await();
    }

    static ClusterConfig config(String name, int port) {
        return config(name, "known to these nodes alone", port);
    }

    static ClusterConfig config(String name, String secret, int port) {
        return new ClusterConfig(
                name,
                secret,
                Discovery.MACHINE,
                List.of(),
                "",
                port,
                PORTS,
                Duration.ofSeconds(8),
                Duration.ofSeconds(2));
    }

    /// Its part of Hazelcast, of a node in this process.
    static HazelcastInstance hazelcast(String nodeId) {
        return Hazelcast.getAllHazelcastInstances().stream()
                .filter(each -> nodeId.equals(nodeId(each)))
                .findFirst()
                .orElseThrow();
    }

    private static String nodeId(HazelcastInstance instance) {
        return instance.getCluster().getLocalMember().getAttribute("__vertx.nodeId");
    }

    private static void sayMembers(Set<String> nodes) {
        say("members " + nodes.size());
    }

    private static void say(String what) {
        System.out.println(Instant.now().toEpochMilli() + " " + what);
        System.out.flush();
    }
}
