package weir.it.net;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import weir.it.Await;
import weir.it.Continuity;
import weir.it.WeirCluster;
import weir.rtp.MediaKind;
import weir.testkit.ClientMedia;
import weir.testkit.ReceivedRtp;
import weir.testkit.WebRtcClient;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A viewer on node 3 sees one medium each of picture and sound, whatever publishers come and go.
class ContinuityIT {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final int PACKETS = 60;
    private static final int VIEWERS = 10;
    private static final int AUDIO_ONLY = 3;

    private static WeirCluster cluster;

    private static final Duration LINKS_END = Duration.ofSeconds(20);

    @BeforeAll
    static void start() {
        cluster = WeirCluster.start("continuity", 3, Map.of());
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Test
    void staysOneWhenThePublisherStopsChangesCodecAndMoves() {
        WebRtcClient first = publish(1, ClientMedia.published(6001, 6002));
        try (WebRtcClient viewer = WebRtcClient.watch(cluster.node(3).url(), "moving")) {
            assertContinuous(viewer);

            assertThat(first.delete().statusCode()).isEqualTo(200);
            first.vanish();
            WebRtcClient again = publish(1, ClientMedia.published(6001, 6002));
            assertContinuous(viewer);

            again.close();
            ClientMedia.Format h264 = ClientMedia.Format.H264.withPayloadType(120);
            WebRtcClient other =
                    publish(1, List.of(ClientMedia.audio(6003), ClientMedia.video(6004, h264)));
            assertContinuous(viewer);

            WebRtcClient moved = publish(2, ClientMedia.published(6005, 6006));
            assertContinuous(viewer);
            Await.until("the one before is told", SOON, () -> other.ended().isDone());
            other.vanish();

            moved.vanish();
            WebRtcClient afterDeath = publish(2, ClientMedia.published(6007, 6008));
            assertContinuous(viewer);
            afterDeath.close();
        }
    }

    private static WebRtcClient publish(int k, List<ClientMedia> media) {
        return WebRtcClient.publish(cluster.node(k).url(), "moving", media);
    }

    /// Of the publisher that is there now, after all that came before it.
    private static void assertContinuous(WebRtcClient viewer) {
        for (MediaKind kind : MediaKind.values()) {
            int packets = viewer.received(kind).size();
            long reports = LipSync.reports(viewer, kind);
            Await.until(
                    kind + " of the new publisher",
                    SOON,
                    () ->
                            viewer.received(kind).size() > packets + PACKETS
                                    && LipSync.reports(viewer, kind) > reports);
        }
        for (MediaKind kind : MediaKind.values()) {
            awaitRepaired(viewer, kind);
            List<ReceivedRtp> packets = viewer.received(kind);
            Continuity.assertGapless(packets);
            Continuity.assertAdvancesByWallTime(packets, LipSync.clockRate(kind));
        }
        LipSync.assertMeet(viewer);
        assertThat(viewer.ended()).isNotDone();
    }

    /// A busy machine loses datagrams on loopback, too; they come again when they are asked for.
    private static void awaitRepaired(WebRtcClient viewer, MediaKind kind) {
        Await.until(kind + " whole", SOON, () -> Continuity.askForMissing(viewer, kind));
    }

    @Test
    void tenViewersShareOneRelayedCopy() {
        List<WebRtcClient> clients = new ArrayList<>();
        try {
            clients.add(
                    WebRtcClient.publish(
                            cluster.node(1).url(), "shared", ClientMedia.published(6101, 6102)));
            List<WebRtcClient> viewers = new ArrayList<>();
            for (int i = 0; i < VIEWERS; i++) {
                List<ClientMedia> watched =
                        i < AUDIO_ONLY ? List.of(ClientMedia.audio(0)) : ClientMedia.watched();
                WebRtcClient viewer = WebRtcClient.viewer(cluster.node(3).url(), "shared", watched);
                clients.add(viewer);
                viewers.add(viewer);
                viewer.connect();
            }
            for (WebRtcClient viewer : viewers) {
                Await.until("sound", SOON, () -> viewer.received(MediaKind.AUDIO).size() > PACKETS);
            }

            // Another test's stream may still be pulled for its time of grace.
            Await.until("no link of another test", LINKS_END, () -> links() <= 2);
            assertThat(linkSessions(1, "parent")).isEqualTo(1);
            assertThat(linkSessions(3, "child")).isEqualTo(1);
            assertThat(links()).isEqualTo(2);
            for (WebRtcClient viewer : viewers.subList(AUDIO_ONLY, VIEWERS)) {
                awaitRepaired(viewer, MediaKind.VIDEO);
                Continuity.assertGapless(viewer.received(MediaKind.VIDEO));
            }
            for (WebRtcClient viewer : viewers) {
                awaitRepaired(viewer, MediaKind.AUDIO);
                Continuity.assertGapless(viewer.received(MediaKind.AUDIO));
            }
        } finally {
            clients.forEach(WebRtcClient::close);
        }
    }

    /// The ends of all links, at all nodes.
    private static double links() {
        double links = 0;
        for (int k = 1; k <= 3; k++) {
            links += linkSessions(k, "parent") + linkSessions(k, "child");
        }
        return links;
    }

    private static double linkSessions(int k, String role) {
        return cluster.node(k).metrics().sum("weir_link_sessions", "role=\"" + role + "\"");
    }
}
