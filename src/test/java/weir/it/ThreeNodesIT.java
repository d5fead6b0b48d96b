package weir.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// A cluster on one machine, as a person starts it.
class ThreeNodesIT {
    private static final Path CACHE = Path.of("target", "weir.aot");

    private static final int NODES = 3;
    private static final double READY_SECONDS = 10;

    @Test
    void theyAreReadySoonAndListEachOther() throws Exception {
        sayThatItIsBuilt();
        int first = FreePorts.inARow(NODES);
        Path log = WeirCluster.logs().resolve("three-nodes.log");
        long start = System.nanoTime();
        Process script = startScript(first, log);
        try {
            List<NodeProcess> nodes =
                    IntStream.range(first, first + NODES)
                            .mapToObj(port -> NodeProcess.of(script, port, log))
                            .toList();

            nodes.forEach(NodeProcess::awaitReady);

            double seconds = Duration.ofNanos(System.nanoTime() - start).toMillis() / 1000.0;
            assertThat(Figures.note("three nodes ready", seconds, "s", READY_SECONDS))
                    .isLessThan(Figures.TOLERANCE * READY_SECONDS);
            Set<Integer> ports = nodes.stream().map(NodeProcess::port).collect(Collectors.toSet());
            for (NodeProcess node : nodes) {
                Await.until(
                        node.url() + " lists all nodes",
                        Duration.ofSeconds(10),
                        () -> udpPorts(node).equals(ports));
                assertThat(ownPort(node)).isEqualTo(node.port());
            }
        } finally {
            script.destroy();
            script.waitFor();
            Files.delete(CACHE);
        }
        assertThat(script.exitValue()).isEqualTo(143);
    }

    @Test
    void theyFindEachOtherAlsoWhenAllStartAtTheSameMoment() {
        try (WeirCluster cluster = WeirCluster.startAtOnce("at-once", NODES)) {
            for (NodeProcess node : cluster.nodes()) {
                assertThat(udpPorts(node)).hasSize(NODES);
            }
        }
    }

    /// Maven keeps a jar that did not change, which the script takes for one that is too old. The
    /// cache of classes is left out: the slower start is measured.
    private static void sayThatItIsBuilt() throws IOException {
        Instant now = Instant.now();
        Files.setLastModifiedTime(Path.of("target", "weir.jar"), FileTime.from(now));
        Files.write(CACHE, new byte[0]);
        Files.setLastModifiedTime(CACHE, FileTime.from(now.plusSeconds(1)));
    }

    private static Process startScript(int port, Path log) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(
                        "scripts/weir",
                        "--nodes",
                        "" + NODES,
                        "--http-port",
                        "" + port,
                        "--udp-port",
                        "" + port,
                        "--tcp-port",
                        "" + (port + FreePorts.SECOND));
        builder.environment().putAll(WeirCluster.ofItsOwn());
        return builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
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
                .findFirst()
                .orElseThrow();
    }
}
