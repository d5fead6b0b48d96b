package weir.congestion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import org.junit.jupiter.api.Test;

import weir.rtp.Bitrate;

import java.time.Duration;

class RateControlTest {
    private static final long RTT = 50_000_000;

    private final RateControl rate =
            new RateControl(
                    new BandwidthConfig(
                            new Bitrate(1_000_000),
                            new Bitrate(100_000),
                            new Bitrate(4_000_000),
                            Duration.ofSeconds(3),
                            256));
    private long nowNanos;

    @Test
    void growsByEightPercentASecondWhileTheCapacityIsUnknown() {
        seconds(5, 2_000_000);

        assertThat(rate.bps()).isCloseTo(1_000_000 * Math.pow(1.08, 5), withPercentage(1));
    }

    @Test
    void doesNotGrowFarBeyondWhatIsSent() {
        seconds(20, 800_000);

        assertThat(rate.bps()).isEqualTo(1_210_000);
    }

    @Test
    void backsOffToEightyFivePercentOfWhatArrives() {
        seconds(1, 2_000_000);

        update(NetworkUse.OVERUSED, 900_000);

        assertThat(rate.bps()).isCloseTo(765_000, withPercentage(0.1));
        assertThat(rate.beforeDropBps()).isCloseTo(1_080_000, withPercentage(2));
    }

    @Test
    void growsByAboutAPacketPerReactionNearTheCapacity() {
        update(NetworkUse.OVERUSED, 1_000_000);
        update(NetworkUse.NORMAL, 850_000);
        double before = rate.bps();

        seconds(2, 1_000_000);

        // 9600 bits in each 150 ms.
        assertThat(rate.bps() - before).isCloseTo(128_000, withPercentage(2));
    }

    @Test
    void noticesThatTheCapacityHasGrown() {
        update(NetworkUse.OVERUSED, 1_000_000);
        update(NetworkUse.NORMAL, 850_000);
        update(NetworkUse.NORMAL, 1_000_000);
        assertThat(rate.isOutgrown()).isFalse();

        update(NetworkUse.NORMAL, 1_500_000);
        assertThat(rate.isOutgrown()).isTrue();

        update(NetworkUse.NORMAL, 1_500_000);
        assertThat(rate.isOutgrown()).isFalse();
    }

    @Test
    void waitsARoundTripBeforeItDropsAgain() {
        update(NetworkUse.OVERUSED, 1_000_000);
        double dropped = rate.bps();

        nowNanos -= 99_000_000;
        update(NetworkUse.OVERUSED, 900_000);
        assertThat(rate.bps()).isEqualTo(dropped);

        nowNanos += 50_000_000;
        update(NetworkUse.OVERUSED, 900_000);
        assertThat(rate.bps()).isCloseTo(765_000, withPercentage(0.1));
    }

    @Test
    void holdsWhileAQueueDrains() {
        update(NetworkUse.OVERUSED, 1_000_000);
        double dropped = rate.bps();

        for (int i = 0; i < 50; i++) {
            update(NetworkUse.UNDERUSED, 1_000_000);
        }

        assertThat(rate.bps()).isEqualTo(dropped);
    }

    @Test
    void staysBetweenItsLimits() {
        rate.onProbed(9_000_000, nowNanos);
        assertThat(rate.bps()).isEqualTo(4_000_000);

        rate.onLossLimit(10_000, nowNanos);
        assertThat(rate.bps()).isEqualTo(100_000);
    }

    @Test
    void goesBelowWhatLossShowsToFit() {
        rate.onLossLimit(800_000, nowNanos);
        assertThat(rate.bps()).isEqualTo(720_000);

        rate.onLossLimit(800_000, nowNanos);
        assertThat(rate.bps()).isEqualTo(720_000);
    }

    private void seconds(int seconds, double arrivingBps) {
        for (int i = 0; i < 10 * seconds; i++) {
            update(NetworkUse.NORMAL, arrivingBps);
        }
    }

    private void update(NetworkUse use, double arrivingBps) {
        nowNanos += 100_000_000;
        rate.update(use, arrivingBps, RTT, nowNanos);
    }
}
