package weir.it.browser;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import weir.it.Await;
import weir.it.Figures;
import weir.testkit.WebRtcClient;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// What a browser makes of a start in the past: how soon it shows something, and how long picture
/// and sound take to meet. Key frames come every two seconds; the viewer comes in between.
class InstantStartIT {
    private static final int INTERVAL_MILLIS = 2000;
    private static final double APART_MILLIS = 100;

    /// Seconds of delay that each medium has had in the jitter buffer, in all, and of what.
    private static final String DELAYS =
            """
            async () => {
                const found = {};
                for (const s of (await weir.pc.getStats()).values()) {
                    if (s.type === 'inbound-rtp') {
                        found[s.kind] = [s.jitterBufferDelay, s.jitterBufferEmittedCount];
                    }
                }
                return [...(found.audio ?? [0, 0]), ...(found.video ?? [0, 0])];
            }
            """;

    @Test
    void pictureAndSoundMeetSoon() throws InterruptedException {
        Map<String, String> settings = Map.of("WEIR_STREAM_INSTANT_START", "always");
        try (Stage stage = Stage.open("instant-start-browser", 1, settings);
                Publisher publisher =
                        stage.chromium().publish(stage.node(1), "past", "VP8", "test");
                ScheduledExecutorService pace = Executors.newSingleThreadScheduledExecutor()) {
            publisher.awaitFirstFrameSent();
            try (WebRtcClient other = WebRtcClient.watch(stage.node(1).url(), "past")) {
                pace.scheduleAtFixedRate(
                        other::requestKeyFrame, 0, INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
                Await.pause(Duration.ofMillis(INTERVAL_MILLIS + 1500));
                watch(stage, publisher);
                pace.shutdownNow();
            }
        }
    }

    private static void watch(Stage stage, Publisher publisher) throws InterruptedException {
        try (Viewer viewer = stage.chromium().watch(stage.node(1), "past")) {
            Figures.note("first picture of the past", viewer.awaitFirstFrame(), "ms", 1000);
            for (int second = 1; second <= 8; second++) {
                List<Number> before = delays(viewer);
                Await.pause(Duration.ofSeconds(1));
                List<Number> after = delays(viewer);
                Figures.remark(
                        "second %d: sound waits %.0f ms, picture %.0f ms"
                                .formatted(
                                        second,
                                        millis(before, after, 0),
                                        millis(before, after, 2)));
            }
            double made = median(publisher.flashesAfterBeeps(6));
            double seen = median(viewer.flashesAfterBeeps(6));
            double apart = Math.abs(seen - made);
            Figures.note("picture and sound apart, of the past", apart, "ms", APART_MILLIS);
            assertThat(apart).isLessThan(APART_MILLIS * Figures.TOLERANCE);
        }
    }

    @SuppressWarnings("unchecked")
    private static List<Number> delays(Viewer viewer) {
        return (List<Number>) viewer.page().evaluate(DELAYS);
    }

    private static double millis(List<Number> before, List<Number> after, int at) {
        double seconds = after.get(at).doubleValue() - before.get(at).doubleValue();
        double count = after.get(at + 1).doubleValue() - before.get(at + 1).doubleValue();
        return 1000 * seconds / count;
    }

    private static double median(List<Number> gaps) {
        return gaps.stream()
                .mapToDouble(Number::doubleValue)
                .sorted()
                .skip(gaps.size() / 2)
                .findFirst()
                .orElse(Double.NaN);
    }
}
