package weir.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.Random;

class FrameMeterTest {
    private static final int TICKS = 3000;

    private final FrameMeter meter = new FrameMeter();
    private int timestamp = -5 * TICKS;
    private long now = millis(100_000);

    @Test
    void knowsNothingBeforeTheFirstFrame() {
        assertThat(meter.stats(now)).isEqualTo(new FrameStats(0, 0, 0, -1, -1, -1, -1, 0, 0, 0, 0));
    }

    @Test
    void countsFramesAndTheirRateHoweverManyPacketsTheyHave() {
        frames(90, 33);

        FrameStats stats = meter.stats(now);

        assertThat(stats.frames()).isEqualTo(90);
        assertThat(stats.framesPerSecond()).isCloseTo(30, within(1.0));
        assertThat(meter.stats(now + millis(2000)).framesPerSecond()).isZero();
    }

    @Test
    void countsAFrameOnceWhoseLastPacketComesAfterTheNext() {
        meter.onPacket(0, false, 100, now);
        meter.onPacket(TICKS, false, 100, now);
        meter.onPacket(0, false, 100, now);
        meter.onPacket(TICKS, false, 100, now);

        assertThat(meter.stats(now).frames()).isEqualTo(2);
    }

    @Test
    void measuresKeyFrames() {
        for (int intervalMillis : new int[] {1000, 3000, 500}) {
            meter.onPacket(timestamp, true, 700, now);
            meter.onPacket(timestamp, true, 800, now);
            meter.onPacket(timestamp += TICKS, false, 100, now);
            now += millis(intervalMillis);
        }

        FrameStats stats = meter.stats(now);

        assertThat(stats.keyFrames()).isEqualTo(3);
        assertThat(stats.keyFrameIntervalNanos()).isEqualTo(millis(3000));
        assertThat(stats.keyFrameIntervalMeanNanos()).isEqualTo(millis(2000));
        assertThat(stats.sinceKeyFrameNanos()).isEqualTo(millis(500));
        assertThat(stats.keyFrameBytes()).isEqualTo(1500);
    }

    @Test
    void takesAGapForAFreezeOnlyAboveTheMeanBy150Millis() {
        frames(60, 33);
        now += millis(150 - 1);
        frames(1, 33);
        assertThat(meter.stats(now).freezes()).isZero();

        frames(60, 33);
        now += millis(150 + 1);
        frames(1, 33);

        assertThat(meter.stats(now).freezes()).isEqualTo(1);
        assertThat(meter.stats(now).frozenNanos()).isEqualTo(millis(33 + 151));
    }

    @Test
    void takesAGapOfASlowSourceForAFreezeOnlyAboveThreeTimesTheMean() {
        frames(60, 200);
        now += millis(399);
        frames(1, 200);
        assertThat(meter.stats(now).freezes()).isZero();

        frames(60, 200);
        now += millis(420);
        frames(1, 200);

        assertThat(meter.stats(now).freezes()).isEqualTo(1);
    }

    @Test
    void getsUsedToASourceThatHasBecomeSlow() {
        frames(60, 33);
        frames(100, 1000);
        long freezes = meter.stats(now).freezes();

        frames(20, 1000);

        assertThat(freezes).isLessThan(80);
        assertThat(meter.stats(now).freezes()).isEqualTo(freezes);
    }

    @Test
    void takesAPauseForNoFreeze() {
        frames(60, 33);
        meter.onPaused();
        now += millis(5_000);
        assertThat(meter.stats(now).longestGapNanos()).isEqualTo(millis(33));
        frames(60, 33);

        assertThat(meter.stats(now).freezes()).isZero();
        assertThat(meter.stats(now).longestGapNanos()).isEqualTo(millis(33));
    }

    @Test
    void remembersTheLongestGapForTenSeconds() {
        frames(30, 33);
        now += millis(700);
        frames(30, 33);

        assertThat(meter.stats(now).longestGapNanos()).isEqualTo(millis(733));
        frames(240, 33);
        assertThat(meter.stats(now).longestGapNanos()).isEqualTo(millis(733));
        frames(60, 33);
        assertThat(meter.stats(now).longestGapNanos()).isEqualTo(millis(33));
        assertThat(meter.stats(now + millis(5000)).longestGapNanos()).isEqualTo(millis(5033));
    }

    /// Whatever comes, no number is one that cannot be.
    @ParameterizedTest
    @MethodSource("weir.testkit.Seeds#thousand")
    void staysPossible(long seed) {
        Random random = new Random(seed);
        now = random.nextLong() >> 2;
        for (int i = 0; i < 300; i++) {
            now += random.nextInt(20) == 0 ? millis(random.nextInt(20_000)) : millis(5);
            meter.onPacket(random.nextInt(6), random.nextInt(9) == 0, random.nextInt(1200), now);
        }

        FrameStats stats = meter.stats(now);

        assertThat(stats.frames()).isBetween(1L, 300L);
        assertThat(stats.framesPerSecond()).isBetween(0.0, 300.0);
        assertThat(stats.longestGapNanos()).isBetween(0L, millis(300 * 20_005));
        assertThat(stats.frozenNanos()).isBetween(0L, millis(300 * 20_005));
        assertThat(stats.sinceFrameNanos()).isNotNegative();
        assertThat(stats.keyFrameIntervalMeanNanos()).isGreaterThanOrEqualTo(-1);
    }

    private void frames(int count, int intervalMillis) {
        for (int i = 0; i < count; i++) {
            meter.onPacket(timestamp, false, 1000, now);
            meter.onPacket(timestamp, false, 500, now);
            timestamp += TICKS;
            now += millis(intervalMillis);
        }
    }

    private static long millis(long millis) {
        return millis * 1_000_000;
    }
}
