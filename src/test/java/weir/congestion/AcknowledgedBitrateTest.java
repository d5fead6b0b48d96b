package weir.congestion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import org.junit.jupiter.api.Test;

class AcknowledgedBitrateTest {
    private static final long MILLI = 1_000_000;

    private AcknowledgedBitrate acknowledged = new AcknowledgedBitrate();
    private long nowNanos;

    @Test
    void isUnknownForTheFirstHalfSecond() {
        arrive(490, 1000);
        assertThat(acknowledged.bps()).isZero();

        arrive(30, 1000);

        assertThat(acknowledged.bps()).isCloseTo(800_000, withPercentage(3));
    }

    @Test
    void followsAChangeWithinASecond() {
        arrive(2000, 1000);

        arrive(1000, 500);

        assertThat(acknowledged.bps()).isCloseTo(400_000, withPercentage(10));
        assertThat(acknowledged.newestBps()).isCloseTo(400_000, withPercentage(1));
    }

    @Test
    void followsAnExpectedChangeSooner() {
        double unexpected = bpsAfterChange(false);

        assertThat(bpsAfterChange(true)).isGreaterThan(unexpected + 100_000);
    }

    @Test
    void doesNotTakeLostFeedbackForSilence() {
        arrive(2000, 1000);

        nowNanos += 400 * MILLI;
        acknowledged.onGap();
        arrive(300, 1000);

        assertThat(acknowledged.newestBps()).isCloseTo(800_000, withPercentage(1));
    }

    @Test
    void beginsAnewAfterAPauseAndWhereTheClockJumps() {
        arrive(2000, 1000);

        nowNanos -= 3_600_000 * MILLI;
        arrive(300, 1000);
        nowNanos += 2000 * MILLI;
        arrive(300, 1000);

        assertThat(acknowledged.bps()).isCloseTo(800_000, withPercentage(1));
    }

    private double bpsAfterChange(boolean expected) {
        acknowledged = new AcknowledgedBitrate();
        arrive(1950, 500);
        if (expected) {
            acknowledged.onChange();
        }
        arrive(300, 1000);
        return acknowledged.bps();
    }

    /// A packet each 10 ms.
    private void arrive(int millis, int bytes) {
        for (int i = 0; i < millis; i += 10) {
            nowNanos += 10 * MILLI;
            acknowledged.onArrived(nowNanos, bytes);
        }
    }
}
