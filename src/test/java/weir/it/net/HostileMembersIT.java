package weir.it.net;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import weir.it.Await;
import weir.it.NodeLog;
import weir.it.NodeProcess;
import weir.it.RunningStream;
import weir.it.WeirCluster;
import weir.rtp.MediaKind;
import weir.testkit.ClientMedia;
import weir.testkit.WebRtcClient;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/// What members of a cluster's sessions send that is authentic and well formed, and meant to harm:
/// a stream beside them goes on, and so do the sessions of those who watch them, on both nodes.
class HostileMembersIT {
    private static final Duration SOON = Duration.ofSeconds(5);
    private static final int AUDIO_SSRC = 6001;
    private static final int BAD_VIDEO = 6102;
    private static final int FLOOD = 2_000;
    private static final int FLOOD_PAUSE_EVERY = 500;
    private static final int ROUNDS = 3;

    /// SRTP takes no more, from anybody.
    private static final int SOURCES = 60;

    /// What may be sent again at once, and in each millisecond after that.
    private static final int REPEATED_AT_ONCE = 512;

    private static WeirCluster cluster;
    private RunningStream running;
    private Drops drops;

    @BeforeAll
    static void startNodes() {
        cluster = WeirCluster.start("hostile-members", 2, Map.of());
    }

    @AfterAll
    static void stopNodes() {
        cluster.close();
    }

    @BeforeEach
    void startStream() {
        running = RunningStream.start(cluster.node(1), cluster.node(2), "running", AUDIO_SSRC);
        drops = Drops.since(cluster.node(1));
    }

    @AfterEach
    void theStreamIsUntouchedAndTheLogsQuiet() {
        try (RunningStream stream = running) {
            stream.assertUntouched();
        }
        cluster.nodes().forEach(NodeLog::assertQuiet);
    }

    /// A jump, padding, another jump: numbers that no receiver could tell from old ones.
    @Test
    void whoeverWatchesAPublisherThatJumpsStays() {
        try (WebRtcClient publisher = publish("jumps");
                WebRtcClient near = watch(1, "jumps");
                WebRtcClient far = watch(2, "jumps")) {
            publisher.stopSending();
            HostileMedia media = new HostileMedia(publisher, BAD_VIDEO);
            for (int i = 0; i < ROUNDS; i++) {
                media.skip(32_000);
                media.sendPadding();
                media.skip(32_000);
                media.sendFrame();
                Await.pause(Duration.ofMillis(50));
                int nearBefore = near.received(MediaKind.VIDEO).size();
                int farBefore = far.received(MediaKind.VIDEO).size();
                Await.until(
                        "a key frame after the jump",
                        SOON,
                        () -> {
                            media.sendKeyFrame();
                            return near.received(MediaKind.VIDEO).size() > nearBefore
                                    && far.received(MediaKind.VIDEO).size() > farBefore;
                        });
            }

            assertThat(near.ended()).isNotDone();
            assertThat(far.ended()).isNotDone();
        }
    }

    /// Another size with each key frame, reports by the dozen, and sources by the dozen.
    @Test
    void whoeverWatchesAPublisherThatFloodsStays() {
        try (WebRtcClient publisher = publish("floods");
                WebRtcClient far = watch(2, "floods")) {
            publisher.stopSending();
            HostileMedia media = new HostileMedia(publisher, BAD_VIDEO);
            for (int i = 0; i < FLOOD; i++) {
                media.sendKeyFrame();
                if (i % 10 == 0) {
                    media.sendReports();
                    media.sendAs(7000 + i / 10 % SOURCES);
                }
                pauseNowAndThen(i);
            }
            int before = far.received(MediaKind.VIDEO).size();
            media.sendKeyFrame();
            Await.until(
                    "the picture goes on",
                    SOON,
                    () -> {
                        media.sendKeyFrame();
                        return far.received(MediaKind.VIDEO).size() > before;
                    });

            drops.await("SSRC_UNKNOWN");
            assertThat(far.ended()).isNotDone();
        }
    }

    @Test
    void aViewerThatAsksForEverythingAgainIsSentSoMuchAndNoMore() {
        try (WebRtcClient viewer = watch(1, "running")) {
            int ssrc = viewer.ssrc(MediaKind.VIDEO);
            long began = System.nanoTime();
            for (int i = 0; i < FLOOD; i++) {
                int newest = viewer.received(MediaKind.VIDEO).getLast().sequenceNumber();
                viewer.send(HostileReports.nackOfThousands(viewer, ssrc, newest));
                pauseNowAndThen(i);
            }
            running.awaitMore();
            long millis = Duration.ofNanos(System.nanoTime() - began).toMillis();

            assertThat(viewer.received().repeated()).isNotEmpty();
            assertThat(viewer.received().repeated().size())
                    .isLessThan((int) (REPEATED_AT_ONCE + millis));
            assertThat(viewer.ended()).isNotDone();
        }
    }

    @Test
    void whatAViewerSaysOfItsPathAndOfOthersIsNoWorkForThem() {
        try (WebRtcClient viewer = watch(1, "running")) {
            List<byte[]> reports = HostileReports.all(viewer.ssrc(MediaKind.VIDEO));
            for (int i = 0; i < FLOOD; i++) {
                viewer.send(viewer.sealRtcp(reports.get(i % reports.size())));
                pauseNowAndThen(i);
            }

            drops.await("RTCP_TRANSPORT_FEEDBACK_COUNT");
            assertThat(viewer.ended()).isNotDone();
        }
    }

    private void pauseNowAndThen(int sent) {
        if (sent % FLOOD_PAUSE_EVERY == 0) {
            running.awaitMore();
        }
    }

    private static WebRtcClient publish(String stream) {
        return WebRtcClient.publish(
                cluster.node(1).url(),
                stream,
                List.of(ClientMedia.video(BAD_VIDEO, ClientMedia.Format.VP8)));
    }

    private static WebRtcClient watch(int node, String stream) {
        NodeProcess at = cluster.node(node);
        cluster.awaitLive(node, stream);
        WebRtcClient viewer = WebRtcClient.watch(at.url(), stream);
        Await.until("a picture", SOON, () -> viewer.received(MediaKind.VIDEO).size() > 1);
        return viewer;
    }
}
