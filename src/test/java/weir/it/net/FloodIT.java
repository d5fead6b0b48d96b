package weir.it.net;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import weir.it.Await;
import weir.it.Continuity;
import weir.it.Figures;
import weir.it.NodeProcess;
import weir.it.RunningStream;
import weir.it.WeirCluster;
import weir.rtp.MediaKind;
import weir.testkit.WebRtcClient;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/// 50,000 datagrams a second from addresses that no session knows cost a stream that runs next to
/// nothing, and a viewer who comes meanwhile gets in.
@Tag("quiet")
class FloodIT {
    private static final int PER_SECOND = 50_000;
    private static final int SECONDS = 6;
    private static final double LOSS_PERCENT_MAX = 1;

    @Test
    void aFloodOfStrangersCostsAStreamLessThanOnePercent() {
        try (WeirCluster cluster = WeirCluster.start("flood", 1, Map.of());
                RunningStream stream =
                        RunningStream.start(cluster.node(1), cluster.node(1), "flooded", 5301)) {
            NodeProcess node = cluster.node(1);
            long unknownBefore = Drops.of(node, "SESSION_UNKNOWN");
            double askedBefore = asked(node);
            long receivedBefore = received(stream);
            double cpuBefore = node.metrics().sum("process_cpu_seconds_total");

            long sent = flood(node, stream);

            double percent = lossPercent(stream, asked(node) - askedBefore, receivedBefore);
            long dropped = Drops.of(node, "SESSION_UNKNOWN") - unknownBefore;
            double cpu = node.metrics().sum("process_cpu_seconds_total") - cpuBefore;
            Figures.note("loss under a flood of strangers", percent, "%", LOSS_PERCENT_MAX);
            Figures.remark(
                    "%d sent in %d s, %d read and dropped, %.0f without room, %.1f s of CPU"
                            .formatted(
                                    sent,
                                    SECONDS,
                                    dropped,
                                    node.metrics().sum("weir_socket_drops_total"),
                                    cpu));
            assertThat(sent).isGreaterThan((long) (0.9 * PER_SECOND * SECONDS));
            assertThat(percent).isLessThan(LOSS_PERCENT_MAX);
        }
    }

    /// @return how many were sent
    private static long flood(NodeProcess node, RunningStream stream) {
        List<byte[]> strange = new Nonsense(stream.viewer(), 1).ofStrangers();
        try (Flood flood = new Flood(stream.viewer().server(), strange, PER_SECOND)) {
            Await.until(
                    "the flood has lasted",
                    Duration.ofSeconds(4 * SECONDS),
                    () -> flood.sent() >= (long) PER_SECOND * SECONDS / 2);
            try (WebRtcClient late = WebRtcClient.watch(node.url(), "flooded")) {
                Await.until(
                        "a viewer gets in under the flood",
                        Duration.ofSeconds(10),
                        () -> late.received(MediaKind.VIDEO).size() > 50);
            }
            Await.until(
                    "the flood has lasted",
                    Duration.ofSeconds(4 * SECONDS),
                    () -> flood.sent() >= (long) PER_SECOND * SECONDS);
            return flood.sent();
        }
    }

    /// What the publisher had to send again, and what has not come to the viewer at first.
    private static double lossPercent(RunningStream stream, double asked, long receivedBefore) {
        int missing = 0;
        for (MediaKind kind : MediaKind.values()) {
            missing += Continuity.missing(stream.viewer().received(kind)).size();
        }
        return 100 * (asked + missing) / (received(stream) - receivedBefore);
    }

    private static long received(RunningStream stream) {
        long received = 0;
        for (MediaKind kind : MediaKind.values()) {
            received += stream.viewer().received(kind).size();
        }
        return received;
    }

    private static double asked(NodeProcess node) {
        return node.metrics().sum("weir_nacks_sent_total");
    }
}
