package weir.it.net;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import weir.it.Await;
import weir.it.Continuity;
import weir.it.Figures;
import weir.it.WeirCluster;
import weir.rtp.MediaKind;
import weir.testkit.ClientMedia;
import weir.testkit.ReceivedRtp;
import weir.testkit.WebRtcClient;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/// How soon a viewer has a picture of a publisher that makes key frames every two seconds, and
/// whatever is asked of it no others.
class InstantStartIT {
    private static final Duration INTERVAL = Duration.ofSeconds(2);
    private static final Duration SOON = Duration.ofSeconds(5);
    /// At once: without it they would take a second on the average.
    private static final double START_MILLIS = 300;
    /// Behind the key frame, with what else a second and a half brings.
    private static final int PACKETS = 60;

    private static WeirCluster cluster;
    private static String node;

    @BeforeAll
    static void start() {
        cluster = WeirCluster.start("instant-start", 1, Map.of());
        node = cluster.node(1).url();
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Test
    void atAnyTimeAViewerHasAKeyFrameAtOnceAndAllThatFollowed() throws InterruptedException {
        try (WebRtcClient publisher =
                WebRtcClient.publisher(node, "deaf", ClientMedia.published(2001, 2002))) {
            publisher.ignoreKeyFrameRequests(INTERVAL);
            publisher.connect();
            publisher.startSending();
            double before = 0;
            for (int i = 0; i < 40 && starts() == 0; i++) {
                before = Math.max(before, watch("finding out", i));
            }
            Figures.note("first key frame, while it is found out", before, "ms", 2000);
            assertThat(starts()).isPositive();
            Await.pause(INTERVAL);

            List<Double> after = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                after.add(watch("found out", i));
                Await.pause(Duration.ofMillis(270));
            }
            assertThat(Figures.noteMedian("first key frame, found out", after, "ms", START_MILLIS))
                    .isLessThan(START_MILLIS);
            assertThat(Collections.max(after)).isLessThan(Figures.TOLERANCE * START_MILLIS);
        }
    }

    private static double starts() {
        return cluster.node(1).metrics().sum("weir_instant_starts_total");
    }

    /// @return milliseconds from the connection to the last packet of the first key frame
    private static double watch(String when, int number) {
        try (WebRtcClient viewer = WebRtcClient.watch(node, "deaf")) {
            long connected = System.nanoTime();
            Await.until("pictures", SOON, () -> viewer.received(MediaKind.VIDEO).size() >= PACKETS);
            List<ReceivedRtp> packets = viewer.received(MediaKind.VIDEO);
            assertThat(packets.getFirst().startsKeyFrame()).isTrue();
            Continuity.assertGapless(packets);
            assertOnlyOvertaken(packets);
            ReceivedRtp last =
                    packets.stream().filter(ReceivedRtp::marker).findFirst().orElseThrow();
            double millis = (last.arrivalNanos() - connected) / 1e6;
            Figures.note("first key frame, " + when + ", " + number, millis, "ms", 300);
            return millis;
        }
    }

    /// Nothing is left out, unless the next key frame came before the viewer had caught up.
    private static void assertOnlyOvertaken(List<ReceivedRtp> packets) {
        for (int i = 1; i < packets.size(); i++) {
            ReceivedRtp packet = packets.get(i);
            assertThat(
                            packet.number() == packets.get(i - 1).number() + 1
                                    || packet.startsKeyFrame())
                    .as("number %d behind %d", packet.number(), packets.get(i - 1).number())
                    .isTrue();
        }
    }
}
