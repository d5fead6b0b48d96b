package weir.it.net;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import weir.it.Await;
import weir.it.Continuity;
import weir.it.Figures;
import weir.it.NodeProcess;
import weir.it.WeirCluster;
import weir.rtp.MediaKind;
import weir.testkit.ClientMedia;
import weir.testkit.HttpCalls;
import weir.testkit.ReceivedRtp;
import weir.testkit.WebRtcClient;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/// A publisher in simulcast at one node, viewers at two others: each link carries what is watched
/// behind it.
class LinkLayersIT {
    private static final Duration SOON = Duration.ofSeconds(5);
    private static final double SWITCH_MILLIS = 1000;

    /// The largest packets of the low encoding have 350 bytes in a key frame, the smallest of the
    /// high one 1000. Three in 40 ms: about 0.1, 0.35 and 0.65 Mbit/s; sound has 0.04.
    private static final List<ClientMedia.Encoding> ENCODINGS =
            List.of(
                    new ClientMedia.Encoding("h", 2001, 1000),
                    new ClientMedia.Encoding("m", 2002, 500),
                    new ClientMedia.Encoding("l", 2003, 100));

    private static final double LOW_BPS_MAX = 250_000;
    private static final double LOW_AND_HIGH_BPS_MIN = 600_000;
    private static final double LOW_AND_HIGH_BPS_MAX = 1_000_000;

    private static WeirCluster cluster;

    @BeforeAll
    static void start() {
        cluster = WeirCluster.start("link-layers", 3, Map.of());
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Test
    void aLinkCarriesOnlyTheLayersThatAreWatchedBehindIt() {
        List<ClientMedia> media =
                List.of(
                        ClientMedia.audio(2000),
                        ClientMedia.simulcast(ClientMedia.Format.VP8, ENCODINGS));
        try (WebRtcClient publisher =
                WebRtcClient.publish(cluster.node(1).url(), "layers", media)) {
            cluster.awaitLive(2, "layers");
            cluster.awaitLive(3, "layers");
            awaitUnnamedPackets(publisher);
            try (WebRtcClient low = watch(2, "l")) {
                awaitReceiveBps(cluster.node(2), 50_000, LOW_BPS_MAX);

                try (WebRtcClient high = watch(2, "h");
                        WebRtcClient other = watch(3, "l")) {
                    awaitReceiveBps(cluster.node(2), LOW_AND_HIGH_BPS_MIN, LOW_AND_HIGH_BPS_MAX);
                    awaitReceiveBps(cluster.node(3), 50_000, LOW_BPS_MAX);
                    assertThat(choose(other, "h", SOON)).isLessThan(tolerated());
                    assertThat(choose(other, "l", SOON)).isLessThan(tolerated());
                    assertThat(high.ended()).isNotDone();
                }

                awaitReceiveBps(cluster.node(2), 50_000, LOW_BPS_MAX);
                Continuity.assertGapless(low.received(MediaKind.VIDEO));
            }
        }
    }

    private static double tolerated() {
        return Figures.TOLERANCE * SWITCH_MILLIS;
    }

    /// Links made from now on learn the names of encodings by RTCP.
    private static void awaitUnnamedPackets(WebRtcClient publisher) {
        Await.until("200 packets of picture", SOON, () -> publisher.sent(MediaKind.VIDEO) > 200);
    }

    private static WebRtcClient watch(int node, String rid) {
        WebRtcClient viewer = WebRtcClient.watch(cluster.node(node).url(), "layers");
        choose(viewer, rid, SOON);
        return viewer;
    }

    /// @return milliseconds from the request until the layer comes
    private static double choose(WebRtcClient viewer, String rid, Duration atMost) {
        long begun = System.nanoTime();
        String body = "{\"rid\":\"" + rid + "\"}";
        Await.until(
                "layer " + rid + " is accepted",
                SOON,
                () ->
                        HttpCalls.send(
                                                "POST",
                                                viewer.sessionUrl() + "/layer",
                                                body,
                                                "Content-Type",
                                                "application/json")
                                        .statusCode()
                                == 200);
        Await.until("layer " + rid + " comes", atMost, () -> isOf(rid, last(viewer)));
        return Figures.note(
                "a relay's viewer gets layer " + rid,
                (System.nanoTime() - begun) / 1e6,
                "ms",
                SWITCH_MILLIS);
    }

    private static ReceivedRtp last(WebRtcClient viewer) {
        return viewer.received(MediaKind.VIDEO).getLast();
    }

    private static boolean isOf(String rid, ReceivedRtp packet) {
        return switch (rid) {
            case "h" -> packet.payload().length >= 1000;
            case "l" -> packet.payload().length < 500;
            default -> throw new IllegalArgumentException(rid);
        };
    }

    /// All media that the node receives comes over its link.
    private static void awaitReceiveBps(NodeProcess node, double min, double max) {
        Await.until(
                node.url() + " receives %.0f to %.0f bit/s".formatted(min, max),
                Duration.ofSeconds(8),
                () -> {
                    double bps = receiveBps(node);
                    return bps >= min && bps <= max;
                });
    }

    private static double receiveBps(NodeProcess node) {
        long begun = System.nanoTime();
        double before = node.metrics().sum("weir_bytes_received_total");
        Await.pause(Duration.ofMillis(700));
        double bytes = node.metrics().sum("weir_bytes_received_total") - before;
        return 8e9 * bytes / (System.nanoTime() - begun);
    }
}
