package weir.it.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import weir.it.Await;
import weir.it.NodeLog;
import weir.it.NodeProcess;
import weir.it.RunningStream;
import weir.it.WeirCluster;
import weir.testkit.ClientMedia;
import weir.testkit.ClientRoute;
import weir.testkit.WebRtcClient;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/// Media takes whichever way the client's network has: UDP or TCP, IPv4 or IPv6.
class RoutesIT {
    private static final Duration SOON = Duration.ofSeconds(10);

    private static WeirCluster cluster;
    private static NodeProcess node;

    @BeforeAll
    static void startNode() {
        // HTTP of both families, at one socket.
        cluster =
                WeirCluster.start(
                        "routes",
                        1,
                        Map.of(
                                "WEIR_HTTP_HOST", "::",
                                // Little, so that a slow viewer is felt soon.
                                "WEIR_TRANSPORT_TCP_WAITING_MAX", "32768"));
        node = cluster.node(1);
    }

    @AfterAll
    static void stopNode() {
        try (WeirCluster closing = cluster) {
            NodeLog.assertQuiet(closing.node(1));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "TCP,      TCP",
        "TCP,      UDP",
        "UDP,      TCP",
        "TCP_IPV6, UDP_IPV6",
        "UDP_IPV6, TCP_IPV6"
    })
    void mediaFlows(ClientRoute in, ClientRoute out) {
        String name = "from-%s-to-%s".formatted(in, out);
        try (RunningStream stream = RunningStream.start(node, node, name, 5001, in, out)) {
            stream.assertUntouched();

            JsonObject status = new JsonObject(node.request("GET", "/api/streams/" + name).body());
            assertThat(protocol(status, "publish")).isEqualTo(protocol(in));
            assertThat(protocol(status, "subscribe")).isEqualTo(protocol(out));
        }
    }

    private static String protocol(JsonObject status, String side) {
        JsonArray sessions = status.getJsonObject(side).getJsonArray("sessions");
        return sessions.getJsonObject(0).getJsonObject("stats").getString("protocol");
    }

    private static String protocol(ClientRoute route) {
        return switch (route) {
            case UDP, UDP_IPV6 -> "udp";
            case TCP, TCP_IPV6 -> "tcp";
        };
    }

    @Test
    void connectionsAreCountedAndClosedWithTheirSessions() {
        assertThat(connections()).isZero();
        try (RunningStream stream =
                RunningStream.start(
                        node, node, "counted", 5101, ClientRoute.TCP, ClientRoute.TCP)) {
            assertThat(connections()).isEqualTo(2);
            assertThat(node.metrics().sum("weir_tcp_strangers")).isZero();

            stream.viewer().delete();

            Await.until("one is closed", SOON, () -> connections() == 1);
            Await.until("the viewer was told", SOON, () -> stream.viewer().ended().isDone());
        }
        Await.until("all are closed", SOON, () -> connections() == 0);
    }

    /// Some 100 KiB are on the way, and this node lets wait no more than 32.
    @Test
    void whoReadsNothingIsSentNoMoreAndGoesOnInThePresent() {
        try (RunningStream stream =
                RunningStream.start(node, node, "slow", 5111, ClientRoute.UDP, ClientRoute.TCP)) {
            double before = dropped();

            stream.viewer().pauseReading(true);
            Await.until("media is dropped", Duration.ofSeconds(20), () -> dropped() > before + 50);
            stream.viewer().pauseReading(false);

            stream.awaitMore();
            assertThat(stream.viewer().ended()).isNotDone();
            assertThat(connections()).isEqualTo(1);
        }
    }

    private static double dropped() {
        return node.metrics().sum("weir_viewer_packets_dropped_total");
    }

    private static double connections() {
        return node.metrics().sum("weir_tcp_connections");
    }

    @Test
    void httpIsThereByIpv6AndByIpv4() {
        for (String host : List.of("127.0.0.1", "[::1]")) {
            String url = "http://%s:%d".formatted(host, node.port());
            try (WebRtcClient viewer = WebRtcClient.viewer(url, "nobody", ClientMedia.watched())) {
                assertThat(viewer.post().statusCode()).isEqualTo(409);
            }
        }
    }
}
