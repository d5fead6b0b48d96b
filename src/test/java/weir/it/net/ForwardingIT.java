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
import java.util.List;
import java.util.Map;

/// What a viewer gets of a publisher at the same node, packet by packet.
class ForwardingIT {
    private static final Duration SOON = Duration.ofSeconds(5);
    private static WeirCluster cluster;
    private static String node;

    @BeforeAll
    static void start() {
        cluster = WeirCluster.start("forwarding", 1, Map.of());
        node = cluster.node(1).url();
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Test
    void everyPacketComesOnceAndInOrder() {
        try (WebRtcClient publisher =
                        WebRtcClient.publish(node, "plain", ClientMedia.published(1001, 1002));
                WebRtcClient viewer = WebRtcClient.watch(node, "plain")) {
            Await.until(
                    "200 packets of picture",
                    SOON,
                    () -> viewer.received(MediaKind.VIDEO).size() > 200);

            for (MediaKind kind : MediaKind.values()) {
                List<ReceivedRtp> packets = viewer.received(kind);
                Continuity.assertGapless(packets);
                Continuity.assertNothingLost(packets);
            }
            assertThat(viewer.received(MediaKind.VIDEO).getFirst().startsKeyFrame()).isTrue();
            assertThat(publisher.ended()).isNotDone();
        }
    }

    @Test
    void numbersOfThePublisherMayWrap() {
        try (WebRtcClient publisher =
                        WebRtcClient.publisher(
                                node, "wrapping", ClientMedia.published(1011, 1012), 65_500);
                WebRtcClient viewer =
                        WebRtcClient.viewer(node, "wrapping", ClientMedia.watched())) {
            publisher.connect();
            viewer.connect();
            publisher.startSending();
            Await.until(
                    "200 packets of picture and 100 of sound",
                    SOON,
                    () ->
                            viewer.received(MediaKind.VIDEO).size() > 200
                                    && viewer.received(MediaKind.AUDIO).size() > 100);

            for (MediaKind kind : MediaKind.values()) {
                Continuity.assertGapless(viewer.received(kind));
                Continuity.assertNothingLost(viewer.received(kind));
            }
        }
    }

    @Test
    void whatIsAskedForAgainComesAsItWasByteForByte() {
        try (WebRtcClient publisher =
                        WebRtcClient.publish(node, "again", ClientMedia.published(1021, 1022));
                WebRtcClient viewer = WebRtcClient.watch(node, "again")) {
            for (MediaKind kind : MediaKind.values()) {
                Await.until("packets", SOON, () -> viewer.received(kind).size() > 20);
                List<ReceivedRtp> first = viewer.received(kind).subList(10, 20);
                int repeated = viewer.received().repeated().size();

                viewer.nack(
                        viewer.ssrc(kind),
                        first.stream().map(ReceivedRtp::sequenceNumber).toList());
                Await.until(
                        "all ten of " + kind + " again",
                        SOON,
                        () -> viewer.received().repeated().size() == repeated + 10);

                assertThat(viewer.received().repeated().subList(repeated, repeated + 10))
                        .containsExactlyElementsOf(
                                first.stream().map(ReceivedRtp::sealed).toList());
            }
            assertThat(publisher.ended()).isNotDone();
        }
    }

    @Test
    void whatWasLostOnTheWayToAViewerComesWhenItIsAskedFor() {
        try (WebRtcClient publisher =
                        WebRtcClient.publish(node, "lossy", ClientMedia.published(1031, 1032));
                WebRtcClient viewer = WebRtcClient.watch(node, "lossy")) {
            int video = viewer.ssrc(MediaKind.VIDEO);
            Await.until("packets", SOON, () -> viewer.received(MediaKind.VIDEO).size() > 20);
            viewer.lose(video, 5);
            Await.until(
                    "a gap",
                    SOON,
                    () -> !Continuity.missing(viewer.received(MediaKind.VIDEO)).isEmpty());

            viewer.nack(video, Continuity.missing(viewer.received(MediaKind.VIDEO)));
            Await.until(
                    "no gap",
                    SOON,
                    () -> Continuity.missing(viewer.received(MediaKind.VIDEO)).isEmpty());

            Continuity.assertNothingLost(viewer.received(MediaKind.VIDEO));
            assertThat(publisher.ended()).isNotDone();
        }
    }
}
