package weir.congestion;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PacerTest {
    /// One byte is 8 µs of the path, and 3.2 µs of the pacer.
    private static final long BPS = 1_000_000;

    private final Pacer pacer = new Pacer();

    @Test
    void letsEverythingGoWhileNobodyKnowsWhatThePathCarries() {
        pacer.onSent(1_000_000, 0);

        assertThat(pacer.isOpen(0)).isTrue();
        assertThat(pacer.backlogNanos(1_000_000, 0)).isZero();
        assertThat(pacer.opensNanos()).isNegative();
    }

    @Test
    void letsABurstOfTenMillisecondsGoAndThenClosesAtTwoAndAHalfTimesTheEstimate() {
        pacer.onEstimate(BPS, 0);

        pacer.onSent(3125, 0);
        assertThat(pacer.isOpen(0)).isTrue();
        pacer.onSent(1000, 0);
        assertThat(pacer.isOpen(0)).isFalse();
        assertThat(pacer.opensNanos()).isEqualTo(micros(3200));
        assertThat(pacer.isOpen(micros(3199))).isFalse();
        assertThat(pacer.isOpen(micros(3200))).isTrue();
    }

    @Test
    void savesNothingUpWhileNothingIsSent() {
        pacer.onEstimate(BPS, 0);
        pacer.onSent(1000, 0);

        pacer.onSent(4000, micros(1_000_000));

        assertThat(pacer.opensNanos()).isEqualTo(micros(1_000_000 + 12_800 - 10_000));
    }

    @Test
    void worksAtAnyTimeOfTheClock() {
        for (long now : new long[] {-micros(5_000_000), 0, micros(5_000_000)}) {
            Pacer fresh = new Pacer();
            fresh.onEstimate(BPS, now);
            assertThat(fresh.isOpen(now)).isTrue();
            assertThat(fresh.backlogNanos(0, now)).isZero();

            fresh.onSent(10_000, now);

            assertThat(fresh.isOpen(now)).isFalse();
            assertThat(fresh.opensNanos()).isEqualTo(now + micros(32_000 - 10_000));
            assertThat(fresh.backlogNanos(0, now)).isEqualTo(micros(80_000));
        }
    }

    @Test
    void countsWhatWasSentAndWhatWaitsByTheEstimateItself() {
        pacer.onEstimate(BPS, 0);
        pacer.onSent(1000, 0);

        assertThat(pacer.backlogNanos(0, 0)).isEqualTo(micros(8000));
        assertThat(pacer.backlogNanos(500, 0)).isEqualTo(micros(12_000));
        assertThat(pacer.backlogNanos(500, micros(8000))).isEqualTo(micros(4000));
        assertThat(pacer.backlogNanos(500, micros(9000))).isEqualTo(micros(4000));
    }

    @Test
    void aBetterEstimateShortensWhatWasCountedByTheWorseOne() {
        pacer.onEstimate(BPS / 10, 0);
        pacer.onSent(10_000, 0);
        assertThat(pacer.backlogNanos(0, 0)).isEqualTo(micros(800_000));

        pacer.onEstimate(BPS, 0);

        assertThat(pacer.backlogNanos(0, 0)).isEqualTo(micros(80_000));
        assertThat(pacer.opensNanos()).isEqualTo(micros(32_000 - 10_000));
    }

    @Test
    void aWorseEstimateLengthensWhatIsStillUnderWay() {
        pacer.onEstimate(BPS, 0);
        pacer.onSent(10_000, 0);

        pacer.onEstimate(BPS / 2, micros(40_000));

        assertThat(pacer.backlogNanos(0, micros(40_000))).isEqualTo(micros(80_000));
    }

    @Test
    void opensAtOnceWhenTheLimitIsGone() {
        pacer.onEstimate(BPS / 10, 0);
        pacer.onSent(100_000, 0);

        pacer.onEstimate(Pacer.UNLIMITED, 0);

        assertThat(pacer.isOpen(0)).isTrue();
        assertThat(pacer.backlogNanos(1000, 0)).isZero();
    }

    private static long micros(long micros) {
        return micros * 1000;
    }
}
