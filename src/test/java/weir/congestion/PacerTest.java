package weir.congestion;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PacerTest {
    /// One byte is 8 µs of the path, and 16/3 µs of the pacer.
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
    void letsABurstOfTenMillisecondsGoAndThenClosesAtOneAndAHalfTimesTheEstimate() {
        pacer.onEstimate(BPS, 0);

        pacer.onSent(1875, 0);
        assertThat(pacer.isOpen(0)).isTrue();
        pacer.onSent(1500, 0);
        assertThat(pacer.isOpen(0)).isFalse();
        assertThat(pacer.opensNanos()).isEqualTo(micros(8000));
        assertThat(pacer.isOpen(micros(7999))).isFalse();
        assertThat(pacer.isOpen(micros(8000))).isTrue();
    }

    @Test
    void savesNothingUpWhileNothingIsSent() {
        pacer.onEstimate(BPS, 0);
        pacer.onSent(1000, 0);

        pacer.onSent(3000, micros(1_000_000));

        assertThat(pacer.opensNanos()).isEqualTo(micros(1_000_000 + 16_000 - 10_000));
    }

    @Test
    void worksAtAnyTimeOfTheClock() {
        for (long now : new long[] {-micros(5_000_000), 0, micros(5_000_000)}) {
            Pacer fresh = new Pacer();
            fresh.onEstimate(BPS, now);
            assertThat(fresh.isOpen(now)).isTrue();
            assertThat(fresh.backlogNanos(0, now)).isZero();

            fresh.onSent(9_000, now);

            assertThat(fresh.isOpen(now)).isFalse();
            assertThat(fresh.opensNanos()).isEqualTo(now + micros(48_000 - 10_000));
            assertThat(fresh.backlogNanos(0, now)).isEqualTo(micros(72_000));
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
        pacer.onSent(9_000, 0);
        assertThat(pacer.backlogNanos(0, 0)).isEqualTo(micros(720_000));

        pacer.onEstimate(BPS, 0);

        assertThat(pacer.backlogNanos(0, 0)).isEqualTo(micros(72_000));
        assertThat(pacer.opensNanos()).isEqualTo(micros(48_000 - 10_000));
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
