package weir.it;

import io.vertx.core.json.JsonObject;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/// Nodes on this machine that find each other, and no others.
public final class WeirCluster implements AutoCloseable {
    private static final int CLUSTER_PORTS = 10;
    private static final Duration COMPLETE_MAX = Duration.ofSeconds(40);

    /// How many of a name there were in this JVM: a second try leaves the logs of the first.
    private static final Map<String, Integer> TRIES = new ConcurrentHashMap<>();

    private final List<NodeProcess> nodes = new ArrayList<>();
    private final Map<String, String> environment;
    private final String name;

    private WeirCluster(String name, Map<String, String> settings) {
        int tries = TRIES.merge(name, 1, Integer::sum);
        this.name = tries == 1 ? name : name + "-" + tries;
        environment = new HashMap<>(settings);
        environment.putAll(ofItsOwn());
    }

    /// Settings that keep a new cluster apart from all others.
    static Map<String, String> ofItsOwn() {
        return Map.of(
                "WEIR_CLUSTER_NAME", "it-" + UUID.randomUUID(),
                "WEIR_CLUSTER_PORT", "" + FreePorts.inARow(CLUSTER_PORTS),
                "WEIR_CLUSTER_PORT_COUNT", "" + CLUSTER_PORTS);
    }

    /// Starts one node after the other, as `scripts/weir` does, and returns when each knows all
    /// others.
    ///
    /// @param name     of the nodes' logs
    /// @param count    of nodes
    /// @param settings `WEIR_…`, for all nodes
    public static WeirCluster start(String name, int count, Map<String, String> settings) {
        return start(name, count, settings, NodeProcess::awaitReady);
    }

    /// As [#start(String, int, Map)], for nodes that ask for a token.
    ///
    /// @param token that may do everything
    public static WeirCluster start(
            String name, int count, Map<String, String> settings, String token) {
        return start(name, count, settings, node -> node.bearer(token).awaitReady());
    }

    /// Starts all nodes at the same moment, which makes it hard for them to find each other.
    static WeirCluster startAtOnce(String name, int count) {
        return start(name, count, Map.of(), _ -> {});
    }

    private static WeirCluster start(
            String name,
            int count,
            Map<String, String> settings,
            Consumer<NodeProcess> beforeTheNext) {
        WeirCluster cluster = new WeirCluster(name, settings);
        try {
            int first = FreePorts.inARow(count);
            for (int k = 0; k < count; k++) {
                beforeTheNext.accept(cluster.add(first + k));
            }
            cluster.nodes.forEach(NodeProcess::awaitReady);
            if (count > 1) {
                cluster.awaitComplete(count);
            }
            return cluster;
        } catch (RuntimeException | Error e) {
            cluster.close();
            throw e;
        }
    }

    /// Where nodes and browsers log to, below `target`.
    public static Path logs() {
        try {
            return Files.createDirectories(Path.of("target", "it-logs"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private NodeProcess add(int port) {
        Path log = logs().resolve(name + "-node-" + (nodes.size() + 1) + ".log");
        NodeProcess node = NodeProcess.start(port, environment, log);
        nodes.add(node);
        return node;
    }

    private void awaitComplete(int count) {
        for (NodeProcess node : nodes) {
            Await.until(
                    node.url() + " knows " + count + " nodes",
                    COMPLETE_MAX,
                    () -> node.list("/api/nodes").size() == count);
        }
    }

    /// @param k 1 for the first
    public NodeProcess node(int k) {
        return nodes.get(k - 1);
    }

    public List<NodeProcess> nodes() {
        return List.copyOf(nodes);
    }

    /// Until every node knows that the stream has a publisher.
    ///
    /// @param k the node to ask
    public void awaitLive(int k, String stream) {
        Await.until(
                stream + " is live, as node " + k + " knows",
                Duration.ofSeconds(10),
                () -> isLive(k, stream));
    }

    /// Until a node knows of no publisher of the stream, which is sooner than by its silence.
    ///
    /// @param k the node to ask
    public void awaitNotLive(int k, String stream) {
        Await.until(
                stream + " has no publisher, as node " + k + " knows",
                Duration.ofSeconds(10),
                () -> !isLive(k, stream));
    }

    private boolean isLive(int k, String stream) {
        return node(k).list("/api/streams").stream()
                .map(JsonObject.class::cast)
                .filter(entry -> entry.getString("id").equals(stream))
                .anyMatch(
                        entry ->
                                !entry.getJsonObject("publish").getJsonArray("sessions").isEmpty());
    }

    @Override
    public void close() {
        nodes.parallelStream().forEach(NodeProcess::close);
    }
}
