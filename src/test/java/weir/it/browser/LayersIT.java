package weir.it.browser;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import weir.it.Await;
import weir.it.Figures;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A viewer that chooses its layers gets them at once, and without harm.
class LayersIT {
    private static final int SPATIAL_LAYERS = 3;
    private static final double SWITCH_MILLIS = 1_000;
    private static final double FREEZE_MILLIS = 1_000;
    private static final Duration SWITCH_AWAITED = Duration.ofSeconds(5);
    private static final Duration WATCHED = Duration.ofMillis(700);

    /// On a slow machine Chromium shows one picture or another without its top layer, though that
    /// is sent: that it stays is told by the node, and by most of the pictures.
    private static final int LOOKS = 5;

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(150);

    private static final Duration TEMPORAL_SETTLING = Duration.ofSeconds(1);
    private static final Duration TEMPORAL_MEASURED = Duration.ofSeconds(3);

    /// Of its value, that a frame rate may be off.
    private static final double RATE_TOLERANCE = 0.3;

    private static final int SWITCHES = 20;
    private static final int SCALABLE_WIDTH = 960;

    @AutoClose private static Stage stage;

    @BeforeAll
    static void start() {
        stage = Stage.open("layers", 1, Map.of());
    }

    @AfterEach
    void remarkLoad() {
        Figures.remarkLoad();
    }

    @ParameterizedTest
    @CsvSource({"VP9, L3T3_KEY", "AV1, L3T3"})
    void oneOfThreeByThreeLayersIsShownAsChosen(String codec, String mode) {
        try (Studio studio = Studio.open(stage.chromium(), stage.node(1))) {
            studio.publish("scalable-" + codec, Broadcast.scalable(codec, mode));
            studio.awaitWidth(SCALABLE_WIDTH);
            try (MeasuredViewer viewer =
                    MeasuredViewer.watch(stage.chromium(), stage.node(1), "scalable-" + codec)) {
                Figures.remark(codec + ": " + studio.sent());
                SoftAssertions each = new SoftAssertions();
                for (int layer : new int[] {0, 2, 0, 1, 2, 1}) {
                    assertSpatial(each, viewer, layer, codec);
                }
                for (int layer : new int[] {0, 1, 2, 0}) {
                    assertTemporal(each, studio, viewer, layer, codec);
                }
                each.assertAll();
            }
        }
    }

    private static void assertSpatial(
            SoftAssertions each, MeasuredViewer viewer, int layer, String codec) {
        int width = SCALABLE_WIDTH >> (2 - layer);
        double at = viewer.select(spatial(layer, 2));
        double millis = viewer.awaitWidth(width, at, SWITCH_AWAITED);
        Figures.note(codec + ", spatial layer " + layer + " after", millis, "ms", SWITCH_MILLIS);
        each.assertThat(millis)
                .as("spatial %d", layer)
                .isLessThanOrEqualTo(Figures.TOLERANCE * SWITCH_MILLIS);
        int wide = 0;
        for (int look = 0; look < LOOKS; look++) {
            Await.pause(BETWEEN_LOOKS);
            wide += viewer.received().width() == width ? 1 : 0;
        }
        each.assertThat(wide).as("looks at which it was %d wide", width).isGreaterThan(LOOKS / 2);
        Integer sent =
                stage.node(1)
                        .viewerStats("scalable-" + codec)
                        .getJsonObject("layer")
                        .getInteger("spatialLayerId");
        each.assertThat(sent).as("it is still sent").isEqualTo(layer);
    }

    /// A quarter, half and all of the frames.
    private static void assertTemporal(
            SoftAssertions each, Studio studio, MeasuredViewer viewer, int layer, String codec) {
        viewer.select(spatial(1, layer));
        Await.pause(TEMPORAL_SETTLING);
        SentVideo sentBefore = studio.sent();
        ReceivedVideo before = viewer.received();
        Await.pause(TEMPORAL_MEASURED);
        SentVideo sent = studio.sent();
        double rate = viewer.received().framesPerSecondSince(before);
        // Each spatial layer of a picture is a frame of its own to the encoder.
        int frames =
                (sent.first().framesEncoded() - sentBefore.first().framesEncoded())
                        / SPATIAL_LAYERS;
        double all = 1000 * frames / (sent.atMillis() - sentBefore.atMillis());
        double expected = all / (1 << (2 - layer));
        Figures.remark(
                "%s, temporal layer %d: %.1f fps of %.1f, expected %.1f"
                        .formatted(codec, layer, rate, all, expected));
        each.assertThat(rate)
                .as("rate of temporal %d", layer)
                .isBetween(expected * (1 - RATE_TOLERANCE), expected * (1 + RATE_TOLERANCE));
    }

    private static String spatial(int spatial, int temporal) {
        return "{\"spatialLayerId\": %d, \"temporalLayerId\": %d}".formatted(spatial, temporal);
    }

    @Test
    void twentySwitchesBetweenEncodingsHarmNothing() {
        try (Studio studio = Studio.open(stage.chromium(), stage.node(1))) {
            studio.publish("switched", Broadcast.simulcast("VP8"));
            studio.awaitFramesSent();
            studio.awaitBitrate("h", 1_000_000);
            try (MeasuredViewer viewer =
                    MeasuredViewer.watch(stage.chromium(), stage.node(1), "switched")) {
                viewer.awaitWidth(320, viewer.select("{\"rid\": \"l\"}"), SWITCH_AWAITED);
                ReceivedVideo before = viewer.received();
                List<Double> millis = new ArrayList<>();
                for (int i = 0; i < SWITCHES; i++) {
                    boolean up = i % 2 == 0;
                    double at = viewer.select(up ? "{\"rid\": \"h\"}" : "{\"rid\": \"l\"}");
                    millis.add(viewer.awaitWidth(up ? 1280 : 320, at, SWITCH_AWAITED));
                    Await.pause(WATCHED);
                }
                ReceivedVideo after = viewer.received();
                Figures.remark("before " + before + ", after " + after + ", " + studio.sent());
                assertThat(Figures.noteMedian("switch of encodings", millis, "ms", SWITCH_MILLIS))
                        .isLessThan(SWITCH_MILLIS);
                assertUnharmed(before, after, viewer.pictures());
                assertThat(millis)
                        .allSatisfy(
                                each ->
                                        assertThat(each)
                                                .isLessThan(Figures.TOLERANCE * SWITCH_MILLIS));
            }
        }
    }

    /// On a clean path nothing is lost or asked for again, and nothing comes twice, which would
    /// count as less lost. What is counted as repeated is the padding of probes.
    private static void assertUnharmed(
            ReceivedVideo before, ReceivedVideo after, Pictures pictures) {
        double gap = pictures.longestGapMillis(before.atMillis(), after.atMillis());
        Figures.note("longest freeze", gap, "ms", FREEZE_MILLIS);
        SoftAssertions each = new SoftAssertions();
        each.assertThat(after.packetsLost() - before.packetsLost()).as("lost").isZero();
        each.assertThat(after.nacks() - before.nacks()).as("asked for again").isZero();
        each.assertThat(after.plis() - before.plis()).as("PLIs for what it cannot decode").isZero();
        each.assertThat(gap).as("freeze").isLessThanOrEqualTo(FREEZE_MILLIS);
        each.assertAll();
    }
}
