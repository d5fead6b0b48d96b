package weir.congestion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import org.junit.jupiter.api.Test;

class ProbeTest {
    private static final long MILLI = 1_000_000;

    private final Probe probe = new Probe();
    private final ProbeMeter meter = new ProbeMeter();

    @Test
    void asksForFortyMillisecondsAtItsRateInStepsOfFive() {
        probe.begin(4_800_000, 100 * MILLI);

        assertThat(probe.goalBytes()).isEqualTo(24_000);
        assertThat(probe.poll(100 * MILLI)).isEqualTo(3000);
        send(3000);
        assertThat(probe.poll(100 * MILLI)).isZero();
        assertThat(probe.deadlineNanos()).isEqualTo(105 * MILLI);
        assertThat(probe.poll(105 * MILLI)).isEqualTo(3000);
        send(3000);
        assertThat(probe.poll(115 * MILLI)).isEqualTo(6000);
        send(6000);
        assertThat(probe.poll(135 * MILLI)).isEqualTo(12_000);
        send(12_000);
        assertThat(probe.isSending()).isFalse();
        assertThat(probe.poll(140 * MILLI)).isZero();
        assertThat(probe.deadlineNanos()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void countsMediaThatIsSentMeanwhile() {
        probe.begin(4_800_000, 0);

        assertThat(probe.onSent(2000)).isEqualTo(probe.id());

        assertThat(probe.poll(0)).isEqualTo(1000);
    }

    @Test
    void takesNoPacketsBeforeOrAfter() {
        assertThat(probe.onSent(1200)).isEqualTo(SentPackets.NO_CLUSTER);

        probe.begin(300_000, 0);
        assertThat(probe.goalBytes()).isEqualTo(6000);
        send(6000);

        assertThat(probe.onSent(1200)).isEqualTo(SentPackets.NO_CLUSTER);
    }

    @Test
    void isGivenUpWhenItCannotBeSent() {
        probe.begin(4_800_000, 0);

        assertThat(probe.poll(501 * MILLI)).isZero();
        assertThat(probe.isSending()).isFalse();
    }

    @Test
    void numbersClustersFromOneAndWraps() {
        for (int i = 1; i <= SentPackets.CLUSTER_MAX; i++) {
            probe.begin(1_000_000, 0);
            assertThat(probe.id()).isEqualTo(i);
        }
        probe.begin(1_000_000, 0);

        assertThat(probe.id()).isEqualTo(1);
    }

    @Test
    void measuresTheRateOfSendingWhereThePathCarriesMore() {
        meter.begin(3, 12_000);

        cluster(3, 5 * MILLI, MILLI / 10);

        assertThat(meter.bps(3)).isCloseTo(4_800_000, withPercentage(1));
    }

    @Test
    void measuresALittleLessThanTheCapacityWhereThePathIsFull() {
        meter.begin(3, 12_000);

        // 1000 bytes each 4 ms: 2 Mbit/s.
        for (int i = 0; i < 12; i++) {
            meter.onArrived(3, i / 3 * 5 * MILLI, 50 * MILLI + 4 * MILLI * i, 1000);
        }

        assertThat(meter.bps(3)).isCloseTo(1_900_000, withPercentage(1));
    }

    @Test
    void measuresNothingWhenTooLittleArrives() {
        meter.begin(3, 12_000);

        for (int i = 0; i < 7; i++) {
            meter.onArrived(3, i * MILLI, 50 * MILLI + i * MILLI, 1000);
        }

        assertThat(meter.bps(3)).isZero();
    }

    @Test
    void measuresNothingOfWhatWasSentInOneFlush() {
        meter.begin(3, 12_000);

        cluster(3, 0, MILLI);

        assertThat(meter.bps(3)).isZero();
    }

    @Test
    void knowsNothingOfAClusterThatIsForgotten() {
        meter.begin(3, 12_000);
        cluster(3, 5 * MILLI, MILLI);
        meter.begin(7, 12_000);

        assertThat(meter.bps(3)).isZero();
    }

    /// Four flushes of three packets of 1000 bytes.
    private void cluster(int id, long stepNanos, long gapNanos) {
        for (int i = 0; i < 12; i++) {
            long sent = i / 3 * stepNanos;
            meter.onArrived(id, sent, 50 * MILLI + sent + i % 3 * gapNanos, 1000);
        }
    }

    private void send(int bytes) {
        probe.onSent(bytes);
    }
}
