package weir.congestion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Percentage.withPercentage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import weir.rtcp.ReportBlock;
import weir.rtcp.TransportFeedback;
import weir.rtp.Bitrate;

import java.time.Duration;
import java.util.SplittableRandom;

class BandwidthEstimatorTest {
    private static final long MILLI = 1_000_000;
    private static final long SECOND = 1_000_000_000;
    private static final double DEEP_MILLIS = 300;

    private final BandwidthEstimator estimator = new BandwidthEstimator(BandwidthConfig.DEFAULT);
    private final SplittableRandom random = new SplittableRandom(1);
    private Bottleneck bottleneck;
    private SimulatedViewer viewer;
    private long nowNanos;
    private long highest;
    private int lost;

    @Test
    void findsAnUnlimitedPathWithinTwoSeconds() {
        path(50_000_000, DEEP_MILLIS);

        run(2);

        assertThat(estimator.estimateBps()).isGreaterThan(10_000_000);
    }

    @Test
    void fallsBelowALowerCapacityAndDrainsTheQueueWithinThreeSeconds() {
        path(3_000_000, DEEP_MILLIS);
        run(20);

        bottleneck.set(600_000, 0);
        run(1.5);
        assertThat(estimator.estimateBps()).isLessThan(600_000);
        run(1.5);

        assertThat(bottleneck.waitMillis(nowNanos)).isLessThan(200);
        assertThat(estimator.estimateBps()).isBetween(400_000L, 700_000L);
    }

    @Test
    void climbsBackWithinTenSecondsWhenTheCapacityReturns() {
        path(3_000_000, DEEP_MILLIS);
        run(20);
        bottleneck.set(600_000, 0);
        run(20);

        bottleneck.set(3_000_000, 0);
        run(10);

        assertThat(estimator.estimateBps()).isGreaterThan(2_400_000);
    }

    @Test
    void findsByProbesWhatTheLayerChooserWantsAlthoughLittleIsSent() {
        path(4_000_000, DEEP_MILLIS);
        viewer.limitMedia(300_000);
        estimator.want(2_500_000);

        run(10);

        assertThat(estimator.estimateBps()).isBetween(2_400_000L, 3_000_000L);
        long probes = estimator.stats().probes();
        run(20);
        assertThat(estimator.stats().probes() - probes).isLessThan(8);
    }

    @Test
    void takesTheKeyFrameOfAHigherLayerForNoFullPath() {
        path(500_000, DEEP_MILLIS);
        viewer.limitMedia(140_000);
        estimator.want(500_000);
        run(15);
        long drops = estimator.stats().drops();

        estimator.onRateRaised();
        viewer.limitMedia(350_000);
        viewer.addMedia(10_000);
        run(1);

        assertThat(estimator.stats().drops()).isEqualTo(drops);
        assertThat(estimator.estimateBps()).isGreaterThan(350_000);
    }

    @Test
    void probesNoMoreThanIsWanted() {
        path(4_000_000, DEEP_MILLIS);
        viewer.limitMedia(300_000);
        estimator.want(500_000);

        run(30);

        assertThat(estimator.stats().probes()).isZero();
    }

    @Test
    void fallsByLossWhereTheQueueIsTooShortToBeSeen() {
        path(2_000_000, 15);

        run(60);

        assertThat(estimator.stats().lossLimits()).isPositive();
        assertThat(bottleneck.use()).isGreaterThan(0.85);
        assertThat(bottleneck.lossShare()).isLessThan(0.1);
    }

    @Test
    void fallsWhileNothingIsHeardAndRecovers() {
        path(2_000_000, DEEP_MILLIS);
        run(20);
        long before = estimator.estimateBps();

        viewer.breakReturnPath(true);
        run(5);
        assertThat(estimator.estimateBps()).isLessThan(before / 2);
        assertThat(estimator.stats().silences()).isPositive();

        viewer.breakReturnPath(false);
        run(8);
        assertThat(estimator.estimateBps()).isGreaterThan(1_500_000);
    }

    @Test
    void takesAPauseOfTheMediaForNoSilence() {
        estimator.onSent(1, 1200);
        estimator.onFlushed(0);
        estimator.onFeedback(feedback(1, 0), 60 * MILLI);
        estimator.onSent(2, 1200);
        estimator.onFlushed(100 * MILLI);

        estimator.pollProbe(60 * SECOND);

        assertThat(estimator.stats().silences()).isZero();
        assertThat(estimator.estimateBps()).isEqualTo(1_000_000);
    }

    @Test
    void saysWhenToPollForAProbe() {
        assertThat(estimator.deadlineNanos()).isEqualTo(BandwidthEstimator.NEVER);
        assertThat(estimator.pollProbe(0)).isZero();

        estimator.onSent(1, 1200);
        estimator.onFlushed(10 * MILLI);

        assertThat(estimator.deadlineNanos()).isEqualTo(10 * MILLI);
        assertThat(estimator.pollProbe(10 * MILLI)).isEqualTo(1875);
        assertThat(estimator.deadlineNanos()).isEqualTo(15 * MILLI);
    }

    @Test
    void stopsProbingWhereNoFeedbackEverComes() {
        estimator.onSent(1, 1200);
        estimator.onFlushed(0);
        for (long now = 0; now < 60 * SECOND; now += 5 * MILLI) {
            estimator.pollProbe(now);
        }

        assertThat(estimator.stats().probes()).isEqualTo(2);
        assertThat(estimator.stats().silences()).isZero();
    }

    @Test
    void believesFeedbackOnlyAboutPacketsThatWereSent() {
        estimator.onSent(100, 1200);
        estimator.onFlushed(0);
        estimator.onMaximumBitrate(300_000);

        estimator.onFeedback(feedback(5000, 0), 10 * MILLI);
        assertThat(estimator.estimateBps()).isEqualTo(300_000);

        estimator.onFeedback(feedback(100, 0), 10 * MILLI);
        assertThat(estimator.estimateBps()).isEqualTo(1_000_000);
    }

    @Test
    void growsByReceiverReportsAloneUpToTheViewersLimit() {
        reports(20, 1_500_000, 0, 50 * MILLI);
        assertThat(estimator.estimateBps()).isGreaterThan(2_000_000);

        estimator.onMaximumBitrate(700_000);
        assertThat(estimator.estimateBps()).isEqualTo(700_000);

        estimator.onMaximumBitrate(1);
        assertThat(estimator.estimateBps()).isEqualTo(50_000);
    }

    @Test
    void fallsByReceiverReportsWhereMuchIsLost() {
        reports(5, 1_000_000, 0, 50 * MILLI);
        reports(5, 1_500_000, 33, 50 * MILLI);

        assertThat(estimator.stats().lossLimits()).isPositive();
        assertThat(estimator.estimateBps()).isLessThan(1_100_000);
    }

    @Test
    void fallsByReceiverReportsWhereTheRoundTripGrows() {
        reports(5, 1_000_000, 0, 50 * MILLI);

        reports(2, 1_000_000, 0, 250 * MILLI);

        assertThat(estimator.estimateBps()).isCloseTo(850_000, withPercentage(1));
        assertThat(estimator.stats().drops()).isPositive();
    }

    /// Whatever a viewer says, the estimate stays between its limits, and nothing is thrown.
    @ParameterizedTest
    @MethodSource("weir.testkit.Seeds#thousand")
    void staysBetweenItsLimitsWhateverAViewerReports(long seed) {
        SplittableRandom fuzz = new SplittableRandom(seed);
        int number = fuzz.nextInt(0x10000);
        for (int i = 0; i < 100; i++) {
            nowNanos += fuzz.nextLong(200 * MILLI);
            for (int sent = fuzz.nextInt(20); sent > 0; sent--) {
                number = number + 1 + fuzz.nextInt(100) / 99 * fuzz.nextInt(1000) & 0xffff;
                estimator.onSent(number, fuzz.nextInt(1, 1500));
            }
            estimator.onFlushed(nowNanos);
            estimator.onFeedback(anyFeedback(fuzz, number), nowNanos);
            estimator.onReportBlock(
                    new ReportBlock(
                            fuzz.nextInt(10),
                            0,
                            fuzz.nextInt(-0x80_0000, 0x80_0000),
                            fuzz.nextLong(1L << 32),
                            0,
                            0,
                            0));
            estimator.onReports(nowNanos);
            estimator.onMaximumBitrate(fuzz.nextLong(Long.MAX_VALUE));
            assertThat(estimator.pollProbe(nowNanos)).isBetween(0, 60_000);
            assertThat(estimator.estimateBps()).isBetween(50_000L, 20_000_000L);
        }
    }

    @Test
    void refusesAConfigurationThatContradictsItself() {
        Bitrate low = new Bitrate(100_000);
        Bitrate high = new Bitrate(1_000_000);
        Duration second = Duration.ofSeconds(1);

        assertThatThrownBy(() -> new BandwidthConfig(low, high, high, second, 256))
                .hasMessageContaining("bandwidth.bitrate-start");
        assertThatThrownBy(() -> new BandwidthConfig(low, new Bitrate(0), high, second, 256))
                .hasMessageContaining("bandwidth.bitrate-min");
        assertThatThrownBy(() -> new BandwidthConfig(low, low, high, Duration.ZERO, 256))
                .hasMessageContaining("bandwidth.probe-interval");
        assertThatThrownBy(() -> new BandwidthConfig(low, low, high, second, 300))
                .hasMessageContaining("bandwidth.window-max");
    }

    private static TransportFeedback anyFeedback(SplittableRandom fuzz, int number) {
        int[] arrivals = new int[fuzz.nextInt(1, 40)];
        int ticks = 0;
        for (int i = 0; i < arrivals.length; i++) {
            ticks += fuzz.nextInt(-100, 400);
            arrivals[i] = fuzz.nextInt(4) == 0 ? TransportFeedback.NOT_RECEIVED : ticks;
        }
        int base = number - fuzz.nextInt(fuzz.nextBoolean() ? 40 : 0x10000) & 0xffff;
        int reference = fuzz.nextInt(fuzz.nextBoolean() ? 100 : 0x100_0000);
        return new TransportFeedback(1, 2, base, reference, fuzz.nextInt(256), arrivals);
    }

    private static TransportFeedback feedback(int number, int ticks) {
        return new TransportFeedback(1, 2, number, 0, 0, new int[] {ticks});
    }

    /// One a second: 100 packets of one source each.
    private void reports(int count, long sentBps, int lostOfHundred, long roundTripNanos) {
        for (int i = 0; i < count; i++) {
            nowNanos += SECOND;
            highest += 100;
            lost += lostOfHundred;
            estimator.onSentUnnumbered((int) (sentBps / 8));
            estimator.onReportBlock(new ReportBlock(9, 0, lost, highest, 0, 0, 0));
            estimator.onRoundTrip(roundTripNanos, nowNanos);
            estimator.onReports(nowNanos);
        }
    }

    private void path(double capacityBps, double depthMillis) {
        bottleneck = new Bottleneck((long) (capacityBps / 8 * depthMillis / 1000) + 3000, random);
        bottleneck.set(capacityBps, 0);
        viewer =
                new SimulatedViewer(
                        estimator,
                        bottleneck,
                        new SimulatedViewer.Path(25 * MILLI, MILLI, 0, Duration.ofMillis(50)),
                        random);
    }

    private void run(double seconds) {
        long end = nowNanos + (long) (seconds * SECOND);
        while (nowNanos < end) {
            nowNanos += SimulatedViewer.TICK_NANOS;
            viewer.tick(nowNanos);
        }
    }
}
