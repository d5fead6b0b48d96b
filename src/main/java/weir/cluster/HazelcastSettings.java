package weir.cluster;

import com.hazelcast.config.AdvancedNetworkConfig;
import com.hazelcast.config.Config;
import com.hazelcast.config.JavaSerializationFilterConfig;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.MapConfig;
import com.hazelcast.config.MergePolicyConfig;
import com.hazelcast.config.MultiMapConfig;
import com.hazelcast.config.ServerSocketEndpointConfig;

import java.net.Inet4Address;
import java.net.InetAddress;

/// Hazelcast as Weir needs it: quick to join and to notice, on one address, silent elsewhere.
final class HazelcastSettings {
    /// Stream name → [Claim].
    static final String CLAIMS = "weir.claims";

    /// Node id → [NodeInfo].
    static final String NODES = "weir.nodes";

    /// How long a node that found others, none of whom leads yet, waits before it proposes itself.
    private static final int UNDECIDED_SECONDS = 1;

    private HazelcastSettings() {}

    /// @param groupName what members must have in common to meet
    /// @param address   to listen on
    static Config of(ClusterConfig cluster, String groupName, InetAddress address) {
        Config config = new Config();
        config.setClusterName(groupName);
        setProperties(config, cluster, address);
        // With a port for members alone it is deaf to clients, and loads nothing for them.
        AdvancedNetworkConfig network = config.getAdvancedNetworkConfig().setEnabled(true);
        network.setMemberEndpointConfig(endpoint(cluster));
        setDiscovery(network.getJoin(), cluster, groupName, address);
        config.getMetricsConfig().setEnabled(false);
        config.getSerializationConfig()
                .addDataSerializableFactory(
                        ClusterSerialization.FACTORY_ID, new ClusterSerialization())
                .setJavaSerializationFilterConfig(filter());
        config.addMapConfig(
                new MapConfig(CLAIMS)
                        .setMergePolicyConfig(
                                new MergePolicyConfig(NewestClaimPolicy.class.getName(), 100)));
        config.addMapConfig(new MapConfig(NODES));
        config.addMapConfig(new MapConfig("__vertx.nodeInfo"));
        config.addMultiMapConfig(
                new MultiMapConfig("__vertx.subs")
                        .setValueCollectionType(MultiMapConfig.ValueCollectionType.SET));
        return config;
    }

    private static ServerSocketEndpointConfig endpoint(ClusterConfig cluster) {
        ServerSocketEndpointConfig endpoint = new ServerSocketEndpointConfig();
        endpoint.setPort(cluster.port()).setPortCount(cluster.portCount());
        // A node that comes back at once gets its port again; on Windows the option means theft.
        endpoint.setReuseAddress(!System.getProperty("os.name").startsWith("Windows"));
        endpoint.setSocketConnectTimeoutSeconds(2);
        return endpoint;
    }

    private static void setProperties(Config config, ClusterConfig cluster, InetAddress address) {
        config.setProperty("hazelcast.logging.type", "slf4j");
        config.setProperty("hazelcast.logging.emoji.enabled", "false");
        config.setProperty("hazelcast.phone.home.enabled", "false");
        // They are for its own Management Center, and are collected every five seconds.
        config.setProperty("hazelcast.metrics.enabled", "false");
        // It only writes lines that our log leaves out, and loads all of the JVM's beans for them.
        config.setProperty("hazelcast.health.monitoring.level", "OFF");
        // Not by `interfaces`: that would also drop every listed member outside of them.
        config.setProperty("hazelcast.local.localAddress", address.getHostAddress());
        config.setProperty(
                "hazelcast.prefer.ipv4.stack", Boolean.toString(address instanceof Inet4Address));
        config.setProperty("hazelcast.socket.bind.any", "false");
        config.setProperty("hazelcast.wait.seconds.before.join", "0");
        // A node that has not joined by then ends: on a busy machine three that start at once take
        // more than ten seconds to agree.
        config.setProperty("hazelcast.max.join.seconds", "60");
        // MemberSearch remembers instead: Hazelcast would search five seconds at each lost one.
        config.setProperty(
                "hazelcast.tcp.join.previously.joined.member.address.retention.seconds", "0");
        config.setProperty("hazelcast.heartbeat.interval.seconds", "1");
        config.setProperty(
                "hazelcast.max.no.heartbeat.seconds",
                Long.toString(cluster.frozenAfter().toSeconds()));
        config.setProperty("hazelcast.merge.first.run.delay.seconds", "4");
        config.setProperty("hazelcast.merge.next.run.delay.seconds", "10");
        config.setProperty("hazelcast.graceful.shutdown.max.wait", "5");
        // A few hundred small entries: the fewer partitions, the quicker a node is in. All members
        // must have the same number.
        config.setProperty("hazelcast.partition.count", "31");
    }

    private static void setDiscovery(
            JoinConfig join, ClusterConfig cluster, String groupName, InetAddress address) {
        join.getAutoDetectionConfig().setEnabled(false);
        join.getMulticastConfig().setEnabled(false);
        join.getTcpIpConfig().setConnectionTimeoutSeconds(UNDECIDED_SECONDS);
        switch (cluster.discovery()) {
            case LAN ->
                    join.getMulticastConfig()
                            .setEnabled(true)
                            .setMulticastGroup(group(groupName))
                            .setMulticastTimeToLive(1)
                            .setMulticastTimeoutSeconds(2);
            case MACHINE, MEMBERS ->
                    // A port nobody listens on refuses at once, so all may be listed.
                    join.getTcpIpConfig()
                            .setEnabled(true)
                            .setMembers(
                                    MemberAddresses.of(cluster, address).stream()
                                            .map(MemberAddresses::text)
                                            .toList());
        }
    }

    /// A group of its own for each cluster, in the site-local scope (RFC 2365): strangers are not
    /// even heard.
    private static String group(String groupName) {
        int hash = groupName.hashCode();
        return "239.255." + (hash >>> 8 & 0xff) + "." + (hash & 0xff);
    }

    /// Objects named by class are only Hazelcast's own and those of Vert.x's cluster manager.
    private static JavaSerializationFilterConfig filter() {
        JavaSerializationFilterConfig filter = new JavaSerializationFilterConfig();
        filter.getWhitelist().addPrefixes("io.vertx.spi.cluster.hazelcast.");
        return filter;
    }
}
