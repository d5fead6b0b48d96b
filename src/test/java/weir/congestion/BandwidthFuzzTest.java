package weir.congestion;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import weir.rtcp.ReportBlock;
import weir.rtcp.TransportFeedback;

import java.util.SplittableRandom;
import java.util.stream.LongStream;

/// Whatever a viewer says of its path: the estimate stays between its limits, and padding is no
/// more than what was wanted.
class BandwidthFuzzTest {
    private static final BandwidthConfig CONFIG = BandwidthConfig.DEFAULT;
    private static final int STEPS = 600;
    private static final long STEP_NANOS = 5_000_000;
    private static final int PACKET = 1000;
    private static final long WANTED_BPS = 3_000_000;
    private static final long HEADROOM_BYTES = 200_000;

    private final BandwidthEstimator estimator = new BandwidthEstimator(CONFIG);
    private SplittableRandom random;
    private int sequence;
    private long nowNanos = 1_000_000_000_000L;
    private long paddingBytes;

    static LongStream seeds() {
        return LongStream.range(0, 60);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void staysWithinItsLimitsWhateverItIsTold(long seed) {
        random = new SplittableRandom(seed);
        sequence = random.nextInt(0x10000);
        estimator.want(WANTED_BPS);
        boolean numbered = random.nextInt(5) > 0;
        for (int i = 0; i < STEPS; i++) {
            nowNanos += random.nextInt(20) == 0 ? random.nextLong(3_000_000_000L) : STEP_NANOS;
            send(random.nextInt(4), numbered);
            tell();
            pad();

            assertThat(estimator.estimateBps())
                    .isBetween(CONFIG.bitrateMin().bps(), CONFIG.bitrateMax().bps());
        }

        double seconds = (nowNanos - 1_000_000_000_000L) / 1e9;
        assertThat(paddingBytes)
                .isLessThan((long) (1.2 * WANTED_BPS / 8 * seconds) + HEADROOM_BYTES);
        assertThat(estimator.stats().lossShare()).isBetween(0.0, 1.0);
        assertThat(estimator.stats().roundTripNanos()).isNotNegative();
    }

    private void send(int packets, boolean numbered) {
        for (int i = 0; i < packets; i++) {
            if (numbered) {
                estimator.onSent(sequence++ & 0xffff, PACKET);
            } else {
                estimator.onSentUnnumbered(PACKET);
            }
        }
        estimator.onFlushed(nowNanos);
    }

    private void pad() {
        for (int left = estimator.pollProbe(nowNanos); left > 0; left -= PACKET) {
            paddingBytes += PACKET;
            estimator.onSent(sequence++ & 0xffff, PACKET);
        }
        estimator.onFlushed(nowNanos);
    }

    private void tell() {
        switch (random.nextInt(8)) {
            case 0, 1, 2, 3 -> estimator.onFeedback(feedback(), nowNanos);
            case 4 -> {
                for (int i = random.nextInt(32); i > 0; i--) {
                    estimator.onReportBlock(block());
                }
                estimator.onReports(nowNanos);
            }
            case 5 -> estimator.onRoundTrip(random.nextLong(70_000_000_000_000L), nowNanos);
            case 6 -> estimator.onMaximumBitrate(random.nextLong() >>> 1 + random.nextInt(63));
            default -> {}
        }
    }

    /// About what was sent, or about anything; honest times, or any.
    private TransportFeedback feedback() {
        int count =
                random.nextInt(10) == 0 ? TransportFeedback.STATUSES_MAX : 1 + random.nextInt(50);
        int base = random.nextInt(5) == 0 ? random.nextInt() : sequence - random.nextInt(count + 5);
        int spread = 1 << random.nextInt(16);
        int[] arrivals = new int[count];
        int last = 0;
        for (int i = 0; i < count; i++) {
            if (random.nextInt(6) == 0) {
                arrivals[i] = TransportFeedback.NOT_RECEIVED;
            } else {
                last += random.nextInt(spread) - (random.nextInt(4) == 0 ? spread / 2 : 0);
                arrivals[i] = last;
            }
        }
        int reference = random.nextInt(5) == 0 ? random.nextInt() : (int) (nowNanos / 64_000_000L);
        return new TransportFeedback(
                1, 2, base & 0xffff, reference & 0xff_ffff, random.nextInt(256), arrivals);
    }

    private ReportBlock block() {
        return new ReportBlock(
                random.nextInt(12),
                random.nextInt(256),
                random.nextInt() >> 8,
                random.nextLong(1L << 32),
                random.nextLong(1L << 32),
                random.nextInt(),
                random.nextLong(1L << 32));
    }
}
