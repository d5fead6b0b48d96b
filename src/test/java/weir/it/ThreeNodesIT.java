package weir.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// A cluster on one machine, without any setting but a name.
class ThreeNodesIT {
    private static final double READY_SECONDS = 10;

    @Test
    void startTogetherFindEachOtherAndListAllOfThem() {
        long start = System.nanoTime();
        try (WeirCluster cluster = WeirCluster.start("three-nodes", 3, Map.of())) {
            double seconds = Duration.ofNanos(System.nanoTime() - start).toMillis() / 1000.0;

            double figure = Figures.note("three nodes ready together", seconds, "s", READY_SECONDS);
            assertThat(figure).isLessThan(Figures.TOLERANCE * READY_SECONDS);
            Set<Integer> ports =
                    cluster.nodes().stream().map(NodeProcess::port).collect(Collectors.toSet());
            for (NodeProcess node : cluster.nodes()) {
                assertThat(udpPorts(node)).isEqualTo(ports);
                assertThat(ownPort(node)).isEqualTo(node.port());
            }
        }
    }

    private static Set<Integer> udpPorts(NodeProcess node) {
        return node.list("/api/nodes").stream()
                .map(entry -> ((JsonObject) entry).getInteger("udpPort"))
                .collect(Collectors.toSet());
    }

    private static int ownPort(NodeProcess node) {
        return node.list("/api/nodes").stream()
                .map(JsonObject.class::cast)
                .filter(entry -> entry.getBoolean("self"))
                .map(entry -> entry.getInteger("udpPort"))
                .collect(Collectors.reducing((_, _) -> -1))
                .orElseThrow();
    }
}
