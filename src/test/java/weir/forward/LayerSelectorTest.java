package weir.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static weir.forward.LayerLimits.ANY;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

class LayerSelectorTest {
    private static final SourceLayer LOW = layer(30, "0", 0, 320, 180, 150_000);
    private static final SourceLayer MIDDLE = layer(10, "2", 0, 640, 360, 500_000);
    private static final SourceLayer HIGH = layer(20, "1", 0, 1280, 720, 1_500_000);

    private final LayerSelector selector =
            new LayerSelector(
                    new LayerConfig(
                            20,
                            Duration.ofMillis(1000),
                            Duration.ofMillis(4000),
                            Duration.ofSeconds(10)));

    @BeforeEach
    void hasThreeLayers() {
        selector.onLayers(List.of(MIDDLE, HIGH, LOW), 0);
    }

    @Test
    void takesTheBestWhileThereIsNoEstimate() {
        assertThat(selector.target()).contains(HIGH);
    }

    @Test
    void takesWhatFitsTheFirstEstimateAtOnce() {
        estimate(500_000, 0);
        assertThat(selector.target()).contains(MIDDLE);
    }

    @Test
    void goesDownAtOnceAndToTheLowestIfNothingFits() {
        estimate(1_500_000, 0);
        estimate(1_350_100, 1);
        assertThat(selector.target()).contains(HIGH);
        estimate(1_349_000, 1);
        assertThat(selector.target()).contains(MIDDLE);
        estimate(10_000, 2);
        assertThat(selector.target()).contains(LOW);
    }

    @Test
    void bearsALittleTooMuchForASecondOnceALayerWasHeldForLong() {
        estimate(1_500_000, 0);
        estimate(1_500_000, 10_000);
        estimate(1_126_000, 10_100);
        estimate(1_349_000, 11_000);
        assertThat(selector.target()).contains(HIGH);
        estimate(1_350_100, 11_050);
        estimate(1_349_000, 11_100);
        estimate(1_349_000, 12_000);
        assertThat(selector.target()).contains(HIGH);
        estimate(1_349_000, 12_100);
        assertThat(selector.target()).contains(MIDDLE);
    }

    @Test
    void bearsNoMoreThanALittle() {
        estimate(1_500_000, 0);
        estimate(1_500_000, 10_000);
        estimate(1_124_000, 10_100);
        assertThat(selector.target()).contains(MIDDLE);
    }

    @Test
    void goesUpOnlyAfterTheMarginHeldForTheDelay() {
        estimate(200_000, 0);
        estimate(1_799_900, 100);
        estimate(1_799_900, 1099);
        assertThat(selector.target()).contains(LOW);
        estimate(1_799_900, 1100);
        assertThat(selector.target()).contains(MIDDLE);
        estimate(1_800_000, 1200);
        estimate(1_700_000, 1900);
        estimate(1_800_000, 2300);
        assertThat(selector.target()).contains(MIDDLE);
        estimate(1_800_000, 3300);
        assertThat(selector.target()).contains(HIGH);
    }

    @Test
    void goesUpToTheLowestThatFittedAllTheTime() {
        estimate(200_000, 0);
        estimate(3_000_000, 100);
        estimate(700_000, 500);
        estimate(3_000_000, 1100);
        assertThat(selector.target()).contains(MIDDLE);
    }

    @Test
    void waitsLongerAfterAnAttemptThatFailed() {
        estimate(200_000, 0);
        climb(100, 1100, MIDDLE);
        estimate(200_000, 2000);
        assertThat(selector.target()).contains(LOW);
        estimate(700_000, 3000);
        estimate(700_000, 4999);
        assertThat(selector.target()).contains(LOW);
        estimate(700_000, 5000);
        assertThat(selector.target()).contains(MIDDLE);
        estimate(200_000, 16_000);
        climb(17_000, 18_000, MIDDLE);
    }

    @Test
    void ranksByBitRateWhereASizeIsUnknown() {
        SourceLayer odd = layer(40, "a", 0, 0, 0, 2_000_000);
        selector.onLayers(List.of(HIGH, odd, LOW), 0);
        selector.onLimits(LayerLimits.AUTOMATIC, 0);

        assertThat(selector.target()).contains(odd);
    }

    @Test
    void leavesALayerThatEndsAndFollowsItsNumbers() {
        SourceLayer grown = layer(20, "1", 0, 1280, 720, 1_600_000);
        selector.onLayers(List.of(grown, LOW), 0);
        assertThat(selector.target()).contains(grown);

        selector.onLayers(List.of(layer(20, "1", 0, 1280, 720, 0), LOW), 0);
        assertThat(selector.target()).contains(LOW);

        selector.onLayers(List.of(), 0);
        assertThat(selector.target()).isEmpty();
    }

    @Test
    void takesTheLayerThatIsNamedWhateverTheEstimate() {
        estimate(100_000, 0);
        selector.onLimits(named("1"), 1);
        assertThat(selector.target()).contains(HIGH);
        selector.onLimits(named("none"), 2);
        assertThat(selector.target()).contains(LOW);
    }

    @Test
    void staysWithinTheLimits() {
        selector.onLimits(new LayerLimits(Optional.empty(), ANY, ANY, ANY, ANY, 640, ANY), 0);
        assertThat(selector.target()).contains(MIDDLE);
        selector.onLimits(new LayerLimits(Optional.empty(), ANY, ANY, ANY, ANY, ANY, 90), 0);
        assertThat(selector.target()).contains(LOW);
        selector.onLimits(LayerLimits.AUTOMATIC, 0);
        assertThat(selector.target()).contains(HIGH);
    }

    @Test
    void choosesTemporalLayersOfOneStream() {
        List<SourceLayer> temporal =
                List.of(
                        layer(1, "", 0, 640, 360, 300_000),
                        layer(1, "", 2, 640, 360, 600_000),
                        layer(1, "", 1, 640, 360, 400_000));
        selector.onLayers(temporal, 0);
        estimate(450_000, 0);
        assertThat(selector.target()).contains(temporal.get(2));
        selector.onLimits(new LayerLimits(Optional.empty(), ANY, ANY, ANY, 0, ANY, ANY), 0);
        assertThat(selector.target()).contains(temporal.get(0));
    }

    @Test
    void prefersASmallerPictureToOneThatStutters() {
        SourceLayer slow = layer(20, "1", 0, 1280, 720, 600_000);
        SourceLayer full = layer(20, "1", 2, 1280, 720, 1_500_000);
        SourceLayer slowest = layer(30, "0", 0, 320, 180, 50_000);
        SourceLayer low = layer(30, "0", 2, 320, 180, 150_000);
        selector.onLayers(List.of(full, slow, low, slowest, MIDDLE), 0);
        estimate(700_000, 0);
        assertThat(selector.target()).contains(MIDDLE);
        estimate(100_000, 1);
        assertThat(selector.target()).contains(slowest);
        selector.onLimits(new LayerLimits(Optional.of("1"), ANY, 0, ANY, ANY, ANY, ANY), 2);
        assertThat(selector.target()).contains(slow);
    }

    @Test
    void hasNoTargetWhilePaused() {
        selector.onPaused(true);
        assertThat(selector.target()).isEmpty();
        selector.onPaused(false);
        assertThat(selector.target()).contains(HIGH);
    }

    @Test
    void refusesAConfigThatIsWrong() {
        Duration second = Duration.ofSeconds(1);
        assertThatThrownBy(() -> new LayerConfig(-1, second, second, second))
                .hasMessageContaining("layers.up-margin-percent");
        assertThatThrownBy(() -> new LayerConfig(0, Duration.ZERO, second, second))
                .hasMessageContaining("layers.up-delay");
        assertThatThrownBy(() -> new LayerConfig(0, second, Duration.ofMillis(999), second))
                .hasMessageContaining("layers.up-delay-max");
        assertThatThrownBy(() -> new LayerConfig(0, second, second, Duration.ZERO))
                .hasMessageContaining("layers.trial");
    }

    private void climb(long fromMillis, long toMillis, SourceLayer to) {
        estimate(700_000, fromMillis);
        estimate(700_000, toMillis);
        assertThat(selector.target()).contains(to);
    }

    private void estimate(long bps, long millis) {
        selector.onEstimate(bps, millis * 1_000_000);
    }

    private static LayerLimits named(String rid) {
        return new LayerLimits(Optional.of(rid), ANY, ANY, ANY, ANY, ANY, ANY);
    }

    private static SourceLayer layer(
            int ssrc, String rid, int temporalId, int width, int height, long bps) {
        return new SourceLayer(ssrc, rid, 0, temporalId, width, height, bps);
    }
}
