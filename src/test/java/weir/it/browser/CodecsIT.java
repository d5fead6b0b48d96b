package weir.it.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import weir.it.Await;
import weir.it.Figures;
import weir.it.Metrics;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Published on node 1, watched on node 3, while another stream runs each way between the two.
class CodecsIT {
    private static final Duration MEASURED = Duration.ofSeconds(10);
    private static final double RECEIVED_MIN = 0.95;

    private static final int JOINS = 10;
    private static final double PRESENT_MILLIS = 600;
    private static final double PULLED_MILLIS = 1_500;

    @AutoClose private static Stage stage;
    private static Page painter;
    private static Page returningPainter;
    private static Viewer red;
    private static Viewer blue;

    @BeforeAll
    static void startTheStreamsBeside() {
        stage = Stage.open("codecs", 3, Map.of("WEIR_CASCADE_GRACE", "100ms"));
        painter = stage.chromium().open(stage.node(1).url() + "/publish.html");
        painter.evaluate("probe.paint('red', '#ff0000').then(() => {})");
        returningPainter = stage.chromium().open(stage.node(3).url() + "/publish.html");
        returningPainter.evaluate("probe.paint('blue', '#0000ff').then(() => {})");
        red = stage.chromium().watch(stage.node(3), "red");
        blue = stage.chromium().watch(stage.node(1), "blue");
        red.awaitFirstFrame();
        blue.awaitFirstFrame();
    }

    @ParameterizedTest
    @ValueSource(strings = {"VP8", "VP9", "H264", "AV1"})
    void nearlyAllFramesArriveAndEachViewerSeesItsOwn(String codec) {
        String stream = "frames-" + codec;
        try (Publisher publisher = stage.chromium().publish(stage.node(1), stream, codec)) {
            publisher.awaitFirstFrameSent();
            try (Viewer viewer = stage.chromium().watch(stage.node(3), stream)) {
                viewer.awaitFirstFrame();

                assertNearlyAllFrames(publisher, viewer, codec);
                assertThat(viewer.received().codec()).isEqualTo("video/" + codec);
                assertThat(viewer.received().audioEnergy()).isPositive();
                assertNeitherRedNorBlue(viewer.colour());
                assertAlone(0, red.colour());
                assertAlone(2, blue.colour());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"VP8", "VP9", "H264", "AV1"})
    void theFirstPictureComesSoon(String codec) {
        String stream = "joins-" + codec;
        try (Publisher publisher = stage.chromium().publish(stage.node(1), stream, codec)) {
            publisher.awaitFirstFrameSent();
            List<Double> pulled = new ArrayList<>();
            List<Double> present = new ArrayList<>();

            for (int i = 0; i < JOINS; i++) {
                pulled.add(join(stream));
                awaitNotPulled();
            }
            try (Viewer first = stage.chromium().watch(stage.node(3), stream)) {
                first.awaitFirstFrame();
                for (int i = 0; i < JOINS; i++) {
                    present.add(join(stream));
                }
            }

            assertThat(note(codec + " present", present, PRESENT_MILLIS))
                    .isLessThan(Figures.TOLERANCE * PRESENT_MILLIS);
            assertThat(note(codec + " pulled", pulled, PULLED_MILLIS))
                    .isLessThan(Figures.TOLERANCE * PULLED_MILLIS);
        }
    }

    /// What the nodes carry is what comes whole. A browser without CPU decodes it later, or drops
    /// it, and says so; what was spoilt on the way it does neither.
    ///
    /// The two are not asked at the same moment, so rates are compared.
    private static void assertNearlyAllFrames(Publisher publisher, Viewer viewer, String codec) {
        Sent sentBefore = publisher.sent();
        Received before = viewer.received();
        Await.pause(MEASURED);
        Sent sent = publisher.sent();
        Received after = viewer.received();
        double encodedRate =
                (sent.framesEncoded() - sentBefore.framesEncoded())
                        / (sent.atMillis() - sentBefore.atMillis());
        int received = after.framesReceived() - before.framesReceived();
        double share = received / (after.atMillis() - before.atMillis()) / encodedRate;
        String what = "%s: frames not received of %.1f a second, %d freezes, %d packets lost";
        Figures.note(
                what.formatted(codec, encodedRate * 1000, after.freezes(), after.packetsLost()),
                100 * (1 - share),
                "%",
                100 * (1 - RECEIVED_MIN));
        Figures.remark(codec + ": from " + before + " to " + after);
        assertThat(share).as("from %s to %s", before, after).isGreaterThanOrEqualTo(RECEIVED_MIN);
        double undecodedMax = before.framesUndecoded() + (1 - RECEIVED_MIN) * received;
        Await.until(
                "nearly all is decoded that came from " + before + " to " + after,
                Duration.ofSeconds(20),
                () -> viewer.received().framesUndecoded() <= undecodedMax);
    }

    private static double join(String stream) {
        try (Viewer viewer = stage.chromium().watch(stage.node(3), stream)) {
            return viewer.awaitFirstFrame();
        }
    }

    private static void awaitNotPulled() {
        // The stream beside is pulled on.
        Await.until(
                "node 3 lets the stream go",
                Duration.ofSeconds(10),
                () -> links(stage.node(3).metrics()) == 1);
    }

    private static double links(Metrics metrics) {
        assertThat(metrics.has("weir_link_sessions")).isTrue();
        return metrics.sum("weir_link_sessions", "role=\"child\"");
    }

    private static double note(String what, List<Double> millis, double target) {
        return Figures.noteMedian("first frame, " + what, millis, "ms", target);
    }

    private static void assertAlone(int channel, List<Integer> colour) {
        for (int other = 0; other < 3; other++) {
            if (other != channel) {
                assertThat(colour.get(channel)).isGreaterThan(3 * colour.get(other));
            }
        }
    }

    private static void assertNeitherRedNorBlue(List<Integer> colour) {
        assertThat(colour.get(1)).isGreaterThan(40);
    }
}
