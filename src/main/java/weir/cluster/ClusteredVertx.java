package weir.cluster;

import com.hazelcast.core.HazelcastInstance;

import io.netty.channel.ChannelHandler;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.metrics.MetricsOptions;
import io.vertx.core.spi.VertxMetricsFactory;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import weir.loop.OwnerLoop;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/// Vert.x as a member of the cluster. A ref.
public final class ClusteredVertx {
    private static final Logger log = LoggerFactory.getLogger(ClusteredVertx.class);

    private final Vertx vertx;
    private final HazelcastInstance hazelcast;
    private final String nodeId;
    private final MemberSearch search;
    private final ClusterConfig config;
    private final Optional<TextSeal> seal;
    private final LongAdder textsRefused = new LongAdder();
    private final Membership membership;

    private ClusteredVertx(
            Vertx vertx,
            HazelcastClusterManager member,
            InetAddress address,
            ClusterConfig config,
            Optional<TextSeal> seal) {
        this.vertx = vertx;
        this.hazelcast = member.getHazelcastInstance();
        this.nodeId = member.getNodeId();
        this.config = config;
        this.seal = seal;
        Context context = ((VertxInternal) vertx).createEventLoopContext();
        this.membership = new Membership(hazelcast, new OwnerLoop(context));
        this.search =
                new MemberSearch(
                        vertx,
                        hazelcast,
                        config,
                        address,
                        member.getConfig().getAdvancedNetworkConfig().getJoin().getTcpIpConfig());
    }

    /// Joins the cluster, or begins it if no other node is there. Takes seconds; the resolver and
    /// the routing table are asked at once, on the calling thread.
    ///
    /// @param eventLoops how many event loops Vert.x gets, 1 or more
    /// @param metrics   counts what Vert.x does
    /// @param accepting is passed each connection that any listening socket of Vert.x accepts
    public static Future<ClusteredVertx> start(
            ClusterConfig config,
            int eventLoops,
            VertxMetricsFactory metrics,
            ChannelHandler accepting) {
        InetAddress address;
        try {
            address = ClusterAddress.choose(config);
            ClusterAddress.requireFreePort(config, address);
        } catch (IOException e) {
            return Future.failedFuture(e);
        }
        String host = address.getHostAddress();
        long began = System.nanoTime();
        ClusterSecret secret = ClusterSecret.of(config);
        var member =
                new HazelcastClusterManager(
                        HazelcastSettings.of(config, secret.groupName(), address));
        return Vertx.builder()
                .with(options(host, secret, eventLoops))
                .withMetrics(metrics)
                .withTransport(ListeningTransport.with(accepting))
                .withClusterManager(member)
                .buildClustered()
                .map(vertx -> new ClusteredVertx(vertx, member, address, config, secret.seal()))
                .onSuccess(
                        joined ->
                                log.info(
                                        "{} joined cluster {} of {} nodes in {} ms ({})",
                                        joined.nodeId,
                                        config.name(),
                                        joined.membership.nodes().size(),
                                        Duration.ofNanos(System.nanoTime() - began).toMillis(),
                                        config));
    }

    public Vertx vertx() {
        return vertx;
    }

    /// How the other nodes name this one; survives a merge, not a restart.
    public String nodeId() {
        return nodeId;
    }

    ClusterConfig config() {
        return config;
    }

    public Membership membership() {
        return membership;
    }

    /// Whether this node is one of the cluster, as far as it can tell.
    public boolean isMember() {
        return hazelcast.getLifecycleService().isRunning() && membership.nodes().contains(nodeId);
    }

    /// Leaves the cluster and closes Vert.x. The others notice at once.
    public Future<Void> close() {
        membership.close();
        search.close();
        return vertx.close();
    }

    /// How often a sealed text was read that did not open: see [SharedTexts].
    public long textsRefused() {
        return textsRefused.sum();
    }

    void onTextRefused() {
        textsRefused.increment();
    }

    /// Empty without a secret.
    Optional<TextSeal> seal() {
        return seal;
    }

    HazelcastInstance hazelcast() {
        return hazelcast;
    }

    private static VertxOptions options(String host, ClusterSecret secret, int eventLoops) {
        EventBusOptions bus =
                new EventBusOptions()
                        .setHost(host)
                        .setPort(0)
                        .setClusterPublicHost(host)
                        .setConnectTimeout(1000)
                        .setReconnectAttempts(0);
        secret.tls().ifPresent(tls -> tls.protect(bus));
        return new VertxOptions()
                .setEventLoopPoolSize(eventLoops)
                .setMetricsOptions(new MetricsOptions().setEnabled(true))
                // No file of the class path is served as one: without a folder for those a node
                // starts where nothing may be written.
                .setFileSystemOptions(new FileSystemOptions().setClassPathResolvingEnabled(false))
                .setEventBusOptions(bus);
    }
}
