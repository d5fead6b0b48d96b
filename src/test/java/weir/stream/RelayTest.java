package weir.stream;

import static org.assertj.core.api.Assertions.assertThat;

import static weir.stream.Arrivals.keyFramesAskedOf;
import static weir.stream.Arrivals.payloads;
import static weir.stream.Stage.HIGH;
import static weir.stream.Stage.INTER_FRAME;
import static weir.stream.Stage.KEY_FRAME;
import static weir.stream.Stage.LOW;
import static weir.stream.Stage.VIEWER_VIDEO;
import static weir.stream.Stage.video;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import weir.forward.SourceLayer;
import weir.peer.CloseReason;
import weir.rtcp.PauseMessage;
import weir.rtp.MediaKind;
import weir.testkit.Loops;
import weir.transport.TestSession;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A stream in simulcast that comes from another node, and its viewers here.
class RelayTest {
    private static final String NAME = "s";
    private static final long SECOND = 1_000_000_000L;
    private static final long TWO_SECONDS = 2 * SECOND;
    private static final byte[] KEY_FRAME_OF_HIGH = {0x10, 0x00, 1, 2, 7};

    @AutoClose private static final Loops loops = new Loops(2);

    @AutoClose private final Stage stage = new Stage(loops);
    private long measuredNanos = System.nanoTime();

    @Test
    void whatNoViewerWatchesIsPaused() {
        TestSession link = stage.relaySimulcast(NAME, 0);
        watchLow(link);

        stage.passNanos(TWO_SECONDS);

        assertThat(paused(link)).isEqualTo(Map.of(HIGH, true));
    }

    @Test
    void whatViewersOnDifferentLoopsWatchIsNotPaused() {
        TestSession link = stage.relaySimulcast(NAME, 0);
        TestSession high = stage.watch(NAME, 0);
        stage.limit(NAME, high, "h");
        TestSession low = stage.watch(NAME, 1);
        stage.limit(NAME, low, "l");
        begin(link, high, low);

        stage.passNanos(TWO_SECONDS);

        assertThat(paused(link)).isEmpty();
    }

    @Test
    void nothingIsPausedWhileNobodyWatches() {
        TestSession link = stage.relaySimulcast(NAME, 0);
        TestSession viewer = watchLow(link);
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
        watchLow(publisher);

        stage.passNanos(TWO_SECONDS);

        assertThat(paused(publisher)).isEmpty();
    }

    @Test
    void aPausedLayerCanBeChosenAndIsResumedAtOnceWithAKeyFrame() {
        TestSession link = stage.relaySimulcast(NAME, 0);
        TestSession viewer = watchLow(link);
        stage.passNanos(TWO_SECONDS);
        link.reports.clear();

        stage.limit(NAME, viewer, "h");

        assertThat(paused(link)).isEqualTo(Map.of(HIGH, false));
        assertThat(keyFramesAskedOf(link)).containsExactly(HIGH);

        stage.send(link, video(HIGH, 12, KEY_FRAME_OF_HIGH));
        assertThat(payloads(viewer, VIEWER_VIDEO)).endsWith(7);
    }

    @Test
    void aPausedLayerHasTheBitRateOfItsReports() {
        TestSession link = stage.relaySimulcast(NAME, 0);
        TestSession viewer = watchLow(link);
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
        TestSession viewer = watchLow(link);
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
        stage.limit(NAME, first, "l");
        begin(link, first);
        stage.passNanos(TWO_SECONDS);

        TestSession late = stage.watch(NAME, 1);
        stage.limit(NAME, late, "h");
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
        stage.enable(NAME, viewer, MediaKind.VIDEO, false);
        measure(viewer);
        stage.passNanos(TWO_SECONDS);
        assertThat(paused(link)).isEqualTo(Map.of(HIGH, true, LOW, true));

        stage.enable(NAME, viewer, MediaKind.VIDEO, true);

        assertThat(paused(link)).containsValue(false);
    }

    /// A viewer of the low encoding alone, while both come.
    private TestSession watchLow(TestSession link) {
        TestSession viewer = stage.watch(NAME, 1);
        stage.limit(NAME, viewer, "l");
        begin(link, viewer);
        return viewer;
    }

    /// Both encodings, until it is known what of them is wanted.
    private void begin(TestSession link, TestSession... viewers) {
        stage.send(link, video(HIGH, 10, KEY_FRAME), video(LOW, 20, KEY_FRAME));
        measure(viewers);
        stage.send(link, video(HIGH, 11, INTER_FRAME), video(LOW, 21, KEY_FRAME));
        measure(viewers);
    }

    /// Each time as if 110 ms had passed since the last, and since all that was sent.
    private void measure(TestSession... viewers) {
        measuredNanos = Math.max(measuredNanos, System.nanoTime()) + 110_000_000;
        for (TestSession viewer : viewers) {
            stage.measure(NAME, viewer, measuredNanos);
        }
    }

    private Optional<SourceLayer> layer(TestSession viewer, int ssrc) {
        SubscriberRef member = stage.member(NAME, viewer);
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
}
