package weir.stream;

import static org.assertj.core.api.Assertions.assertThat;

import static weir.stream.Stage.HIGH;
import static weir.stream.Stage.INTER_FRAME;
import static weir.stream.Stage.KEY_FRAME;
import static weir.stream.Stage.LOW;
import static weir.stream.Stage.VIEWER_VIDEO;
import static weir.stream.Stage.payloads;
import static weir.stream.Stage.video;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import weir.forward.LayerLimits;
import weir.forward.SourceLayer;
import weir.peer.CloseReason;
import weir.rtcp.PauseMessage;
import weir.rtcp.PictureLossIndication;
import weir.rtp.MediaKind;
import weir.testkit.Loops;
import weir.transport.TestSession;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A stream in simulcast that comes from another node, and its viewers here.
class RelayTest {
    private static final String NAME = "s";
    private static final long SECOND = 1_000_000_000L;
    private static final long TWO_SECONDS = 2 * SECOND;
    private static final byte[] KEY_FRAME_OF_HIGH = {0x10, 0x00, 1, 2, 7};

    private static Loops loops;

    private final Stage stage = new Stage(loops);
    private long measuredNanos = System.nanoTime();

    @BeforeAll
    static void start() {
        loops = new Loops(2);
    }

    @AfterAll
    static void stop() {
        loops.close();
    }

    @AfterEach
    void nothingIsLeft() {
        stage.closeAll();
        assertThat(stage.snapshot(NAME)).isEmpty();
        assertThat(stage.counting.bytesHeld()).isZero();
    }

    @Test
    void whatNoViewerWatchesIsPaused() {
        TestSession link = stage.relaySimulcast(NAME, 0);
        TestSession viewer = stage.watch(NAME, 1);
        limit(viewer, "l");
        begin(link, viewer);

        stage.passNanos(TWO_SECONDS);

        assertThat(paused(link)).isEqualTo(Map.of(HIGH, true));
    }

    @Test
    void whatViewersOnDifferentLoopsWatchIsNotPaused() {
        TestSession link = stage.relaySimulcast(NAME, 0);
        TestSession high = stage.watch(NAME, 0);
        limit(high, "h");
        TestSession low = stage.watch(NAME, 1);
        limit(low, "l");
        begin(link, high, low);

        stage.passNanos(TWO_SECONDS);

        assertThat(paused(link)).isEmpty();
    }

    @Test
    void nothingIsPausedWhileNobodyWatches() {
        TestSession link = stage.relaySimulcast(NAME, 0);
        TestSession viewer = stage.watch(NAME, 1);
        limit(viewer, "l");
        begin(link, viewer);
        LoopFanOut fanOut = stage.fanOut(NAME, viewer);
        viewer.ref().close(CloseReason.HUNG_UP);
        loops.settle();
        stage.measure(fanOut, viewer.driver().owner(), measuredNanos + SECOND);

        stage.passNanos(TWO_SECONDS);

        assertThat(paused(link)).isEmpty();
    }

    @Test
    void aPublisherHereIsNotAskedToPause() {
        TestSession publisher = stage.publishSimulcast(NAME, 0);
        TestSession viewer = stage.watch(NAME, 1);
        limit(viewer, "l");
        begin(publisher, viewer);

        stage.passNanos(TWO_SECONDS);

        assertThat(paused(publisher)).isEmpty();
    }

    @Test
    void aPausedLayerCanBeChosenAndIsResumedAtOnceWithAKeyFrame() {
        TestSession link = stage.relaySimulcast(NAME, 0);
        TestSession viewer = stage.watch(NAME, 1);
        limit(viewer, "l");
        begin(link, viewer);
        stage.passNanos(TWO_SECONDS);
        link.reports.clear();

        limit(viewer, "h");

        assertThat(paused(link)).isEqualTo(Map.of(HIGH, false));
        assertThat(keyFramesAskedOf(link)).containsExactly(HIGH);

        stage.send(link, video(HIGH, 12, KEY_FRAME_OF_HIGH));
        assertThat(payloads(viewer, VIEWER_VIDEO)).endsWith(7);
    }

    @Test
    void aPausedLayerHasTheBitRateOfItsReports() {
        TestSession link = stage.relaySimulcast(NAME, 0);
        TestSession viewer = stage.watch(NAME, 1);
        limit(viewer, "l");
        begin(link, viewer);
        stage.passNanos(TWO_SECONDS);

        stage.report(HIGH, 0, 0, 0);
        stage.report(HIGH, 100, 100_000, 500_000_000);
        measure(viewer);

        SourceLayer high = layer(viewer, HIGH).orElseThrow();
        assertThat(high.rid()).isEqualTo("h");
        assertThat(high.bitrateBps()).isEqualTo(8 * 101_200 * 2);
    }

    @Test
    void aPausedLayerThatItsPublisherDoesNotSendCannotBeChosen() {
        TestSession link = stage.relaySimulcast(NAME, 0);
        TestSession viewer = stage.watch(NAME, 1);
        limit(viewer, "l");
        begin(link, viewer);
        stage.passNanos(TWO_SECONDS);

        stage.report(HIGH, 100, 100_000, 0);
        stage.report(HIGH, 100, 100_000, 500_000_000);
        measure(viewer);

        assertThat(layer(viewer, HIGH)).isEmpty();
    }

    @Test
    void aPausedLayerCanBeChosenOnALoopThatNeverSawIt() {
        TestSession link = stage.relaySimulcast(NAME, 0);
        TestSession first = stage.watch(NAME, 0);
        limit(first, "l");
        begin(link, first);
        stage.passNanos(TWO_SECONDS);

        TestSession late = stage.watch(NAME, 1);
        limit(late, "h");
        measure(late);
        stage.send(link, video(HIGH, 40, KEY_FRAME_OF_HIGH));

        assertThat(paused(link)).isEqualTo(Map.of(HIGH, false));
        assertThat(payloads(late, VIEWER_VIDEO)).endsWith(7);
    }

    @Test
    void videoIsPausedWhileViewersOnlyListen() {
        TestSession link = stage.relaySimulcast(NAME, 0);
        TestSession viewer = stage.watch(NAME, 1);
        begin(link, viewer);
        enable(viewer, false);
        measure(viewer);
        stage.passNanos(TWO_SECONDS);
        assertThat(paused(link)).isEqualTo(Map.of(HIGH, true, LOW, true));

        enable(viewer, true);

        assertThat(paused(link)).containsValue(false);
    }

    /// Both encodings, until it is known what of them is wanted.
    private void begin(TestSession link, TestSession... viewers) {
        stage.send(link, video(HIGH, 10, KEY_FRAME), video(LOW, 20, KEY_FRAME));
        measure(viewers);
        stage.send(link, video(HIGH, 11, INTER_FRAME), video(LOW, 21, KEY_FRAME));
        measure(viewers);
    }

    /// Each time as if 110 ms had passed since the last.
    private void measure(TestSession... viewers) {
        measuredNanos += 110_000_000;
        for (TestSession viewer : viewers) {
            stage.measure(NAME, viewer, measuredNanos);
        }
    }

    private void limit(TestSession viewer, String rid) {
        member(viewer).limit(new LayerLimits(Optional.of(rid), -1, -1, -1, -1, -1, -1));
        loops.settle();
    }

    private void enable(TestSession viewer, boolean enabled) {
        member(viewer).enable(MediaKind.VIDEO, enabled);
        loops.settle();
    }

    private SubscriberRef member(TestSession viewer) {
        return stage.snapshot(NAME).orElseThrow().members().stream()
                .filter(member -> member.session() == viewer.ref())
                .flatMap(member -> member.viewer().stream())
                .findFirst()
                .orElseThrow();
    }

    private Optional<SourceLayer> layer(TestSession viewer, int ssrc) {
        SubscriberRef member = member(viewer);
        return loops
                .call(loops.loop(0), () -> member.layers(loops.loop(0)))
                .toCompletionStage()
                .toCompletableFuture()
                .join()
                .layers()
                .stream()
                .filter(layer -> layer.ssrc() == ssrc)
                .findFirst();
    }

    /// What the other node was told last of each stream.
    private static Map<Integer, Boolean> paused(TestSession link) {
        Map<Integer, Boolean> paused = new TreeMap<>();
        link.reports.stream()
                .filter(PauseMessage.class::isInstance)
                .flatMap(message -> ((PauseMessage) message).entries().stream())
                .forEach(
                        entry -> paused.put(entry.ssrc(), entry.type() == PauseMessage.Type.PAUSE));
        return paused;
    }

    private static List<Integer> keyFramesAskedOf(TestSession link) {
        return link.reports.stream()
                .filter(PictureLossIndication.class::isInstance)
                .map(report -> ((PictureLossIndication) report).mediaSsrc())
                .toList();
    }
}
