package weir.congestion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

import java.util.SplittableRandom;

class OveruseDetectorTest {
    private final OveruseDetector detector = new OveruseDetector();
    private final SplittableRandom random = new SplittableRandom(1);
    private double arrivalMillis;
    private double jitterMillis;

    @Test
    void findsNothingWhereTheDelayStays() {
        groups(200, 0);

        assertThat(detector.use()).isEqualTo(NetworkUse.NORMAL);
    }

    @Test
    void findsNothingInJitter() {
        for (int i = 0; i < 2000; i++) {
            double jitter = random.nextDouble(2);
            group(20 + jitter - jitterMillis);
            jitterMillis = jitter;

            assertThat(detector.use()).isNotEqualTo(NetworkUse.OVERUSED);
        }
    }

    @Test
    void findsOveruseWithinHalfASecondWhereAQueueGrows() {
        groups(50, 0);

        int taken = 0;
        while (detector.use() != NetworkUse.OVERUSED && taken < 100) {
            group(20 + 4);
            taken++;
        }

        assertThat(taken).isLessThan(25);
    }

    @Test
    void findsThatAQueueDrains() {
        groups(50, 4);

        groups(30, -4);

        assertThat(detector.use()).isEqualTo(NetworkUse.UNDERUSED);
    }

    @Test
    void lowersItsThresholdWhileTheDelayStaysAndNoFurtherThanSixMilliseconds() {
        groups(1000, 0);

        assertThat(detector.thresholdMillis()).isCloseTo(6, within(0.01));
    }

    @Test
    void seesTheSlopeOfTheDelay() {
        DelayTrend trend = new DelayTrend();
        double slope = 0;
        for (int i = 0; i < DelayTrend.WINDOW - 1; i++) {
            slope = trend.onGroup(20_000_000, 22_000_000);
        }
        assertThat(slope).isZero();

        for (int i = 0; i < 200; i++) {
            slope = trend.onGroup(20_000_000, 22_000_000);
        }

        assertThat(slope).isCloseTo(2.0 / 22, within(0.001));
    }

    private void groups(int count, double growthMillis) {
        for (int i = 0; i < count; i++) {
            group(20 + growthMillis);
        }
    }

    private void group(double arrivalDeltaMillis) {
        arrivalMillis += arrivalDeltaMillis;
        detector.onGroup(
                20_000_000, (long) (arrivalDeltaMillis * 1e6), (long) (arrivalMillis * 1e6));
    }
}
