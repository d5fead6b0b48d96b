package weir.congestion;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProbeScheduleTest {
    private static final long SECOND = 1_000_000_000;
    private static final double UNLIMITED = Double.POSITIVE_INFINITY;

    private final ProbeSchedule schedule = new ProbeSchedule(BandwidthConfig.DEFAULT);

    @Test
    void probesAtThreeTimesTheStartRateAsSoonAsSomethingIsSent() {
        assertThat(schedule.poll(1e6, UNLIMITED, 0)).isZero();
        assertThat(schedule.deadlineNanos(1e6, UNLIMITED)).isEqualTo(Long.MAX_VALUE);

        schedule.onStart(1e6, 5);

        assertThat(schedule.deadlineNanos(1e6, UNLIMITED)).isEqualTo(5);
        assertThat(schedule.poll(1e6, UNLIMITED, 5)).isEqualTo(3e6);
        assertThat(schedule.isMeasuring()).isTrue();
        assertThat(schedule.poll(1e6, UNLIMITED, 6)).isZero();
    }

    @Test
    void goesOnAtOnceAtTwiceTheRateThatWentWell() {
        started();

        schedule.onResult(2.8e6, 10);

        assertThat(schedule.poll(2.8e6, UNLIMITED, 10)).isEqualTo(5.6e6);
    }

    @Test
    void waitsAnIntervalAfterAProbeThatFilledThePath() {
        started();

        schedule.onResult(1.5e6, 10);

        assertThat(schedule.deadlineNanos(1.5e6, UNLIMITED)).isEqualTo(10 + 3 * SECOND);
        assertThat(schedule.poll(1.5e6, UNLIMITED, 9 + 3 * SECOND)).isZero();
        assertThat(schedule.poll(1.5e6, UNLIMITED, 10 + 3 * SECOND)).isEqualTo(3e6);
    }

    @Test
    void probesNothingThatNobodyWants() {
        started();
        schedule.onResult(1.5e6, 10);

        assertThat(schedule.poll(1.5e6, 1.4e6, 4 * SECOND)).isZero();
        assertThat(schedule.deadlineNanos(1.5e6, 1.4e6)).isEqualTo(Long.MAX_VALUE);
        assertThat(schedule.poll(1.5e6, 2e6, 4 * SECOND)).isEqualTo(1.1 * 2e6);
    }

    @Test
    void repeatsAProbeThatWasLostOnce() {
        started();

        assertThat(schedule.deadlineNanos(1e6, UNLIMITED)).isEqualTo(SECOND + 1);
        assertThat(schedule.poll(1e6, UNLIMITED, SECOND + 1)).isEqualTo(3e6);
        assertThat(schedule.poll(1e6, UNLIMITED, 2 * SECOND + 2)).isZero();
        assertThat(schedule.poll(1e6, UNLIMITED, 5 * SECOND + 2)).isEqualTo(3e6);
    }

    @Test
    void probesForWhatThereWasAfterABigDrop() {
        started();
        schedule.onResult(2e6, 10);
        schedule.onOverused(SECOND);

        schedule.onDropEnded(2e6, 1e6, SECOND, 2 * SECOND);

        assertThat(schedule.poll(1e6, UNLIMITED, 2 * SECOND)).isEqualTo(1.7e6);
    }

    @Test
    void doesNotHurryAfterASmallDrop() {
        started();
        schedule.onResult(2e6, 10);
        schedule.onOverused(2 * SECOND);

        schedule.onDropEnded(2e6, 1.7e6, 2 * SECOND, 3 * SECOND);

        assertThat(schedule.poll(1.7e6, UNLIMITED, 4 * SECOND)).isZero();
        assertThat(schedule.deadlineNanos(1.7e6, UNLIMITED)).isEqualTo(5 * SECOND);
    }

    @Test
    void probesAtOnceWhenThePathHasGrown() {
        started();
        schedule.onResult(1.5e6, 10);

        schedule.onOutgrown(SECOND);

        assertThat(schedule.poll(1.5e6, UNLIMITED, SECOND)).isEqualTo(3e6);
    }

    private void started() {
        schedule.onStart(1e6, 0);
        schedule.poll(1e6, UNLIMITED, 0);
    }
}
