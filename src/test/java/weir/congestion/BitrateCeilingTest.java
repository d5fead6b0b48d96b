package weir.congestion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import weir.rtcp.ReceiverEstimatedMaximumBitrate;

import java.time.Duration;
import java.util.List;

class BitrateCeilingTest {
    private static final List<Integer> SSRCS = List.of(8, 9);

    private final BitrateCeiling ceiling =
            new BitrateCeiling(
                    new BitrateCeilingConfig(500_000, 4_000_000, Duration.ofSeconds(1)), 7);
    private BitrateCeiling.Totals totals = new BitrateCeiling.Totals(0, 0, 0);
    private long second;

    @Test
    void beginsWithTheGreatestRateAtOnceAndRepeatsItEachInterval() {
        assertThat(ceiling.deadlineNanos()).isEqualTo(BitrateCeiling.NEVER);
        assertThat(ceiling.poll(0)).isNull();

        assertThat(next(0, 0)).isEqualTo(remb(4_000_000));
        assertThat(ceiling.deadlineNanos()).isEqualTo(1_000_000_000);
        assertThat(ceiling.poll(999_999_999)).isNull();
        assertThat(next(250, 0)).isEqualTo(remb(4_000_000));
    }

    @Test
    void staysWhereLossIsNoMoreThanATenth() {
        next(0, 0);

        next(90, 10);
        next(90, 10);

        assertThat(next(90, 10)).isEqualTo(remb(4_000_000));
    }

    @Test
    void lowersBelowWhatWasSentWhenMoreIsLostTwice() {
        next(0, 0);

        assertThat(next(80, 20)).isEqualTo(remb(4_000_000));

        // 80 packets of 1000 bytes came, 100 were sent: 800 kbit/s, less half of 20 %.
        assertThat(next(80, 20)).isEqualTo(remb(720_000));
    }

    @Test
    void doesNotLowerForOneLossyIntervalBetweenOthers() {
        next(0, 0);

        next(80, 20);
        next(100, 0);

        assertThat(next(80, 20)).isEqualTo(remb(4_000_000));
    }

    @Test
    void raisesGentlyUpToTheGreatestRate() {
        next(0, 0);
        next(80, 20);
        next(80, 20);

        assertThat(next(100, 0)).isEqualTo(remb(756_000));
        assertThat(next(100, 0)).isEqualTo(remb(793_800));
        for (int i = 0; i < 40; i++) {
            next(100, 0);
        }
        assertThat(next(100, 0)).isEqualTo(remb(4_000_000));
    }

    @Test
    void fallsNoFurtherThanTheLeastRate() {
        next(0, 0);
        next(1, 20);

        assertThat(next(1, 20)).isEqualTo(remb(500_000));
    }

    @Test
    void staysWhileNothingIsReceived() {
        next(0, 0);
        next(80, 20);
        next(80, 20);

        assertThat(next(0, 0)).isEqualTo(remb(720_000));
    }

    @Test
    void takesDuplicatesForNoLoss() {
        next(0, 0);
        next(100, -5);

        assertThat(next(100, -5)).isEqualTo(remb(4_000_000));
    }

    @Test
    void isNotConfiguredOutOfRange() {
        Duration interval = Duration.ofSeconds(1);
        assertThatThrownBy(() -> new BitrateCeilingConfig(0, 1, interval))
                .hasMessageStartingWith("bitrate-ceiling.bitrate-min");
        assertThatThrownBy(() -> new BitrateCeilingConfig(2, 1, interval))
                .hasMessageStartingWith("bitrate-ceiling.bitrate-max");
        assertThatThrownBy(() -> new BitrateCeilingConfig(1, 1, Duration.ZERO))
                .hasMessageStartingWith("bitrate-ceiling.interval");
    }

    /// One second in which so many packets of 1000 bytes came and so many were lost.
    private ReceiverEstimatedMaximumBitrate next(int received, int lost) {
        totals =
                new BitrateCeiling.Totals(
                        totals.packets() + received,
                        totals.bytes() + 1000L * received,
                        totals.lost() + lost);
        long nowNanos = second++ * 1_000_000_000;
        ceiling.onReceived(totals, SSRCS, nowNanos);
        return ceiling.poll(nowNanos);
    }

    private static ReceiverEstimatedMaximumBitrate remb(long bitrateBps) {
        return new ReceiverEstimatedMaximumBitrate(7, bitrateBps, SSRCS);
    }
}
