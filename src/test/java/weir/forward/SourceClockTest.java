package weir.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import weir.rtp.MediaKind;

import java.util.Random;

class SourceClockTest {
    /// The publisher's NTP time when ours is 0.
    private static final long NTP_SECONDS = 3_900_000_000L;

    private static final int SSRC = 7;

    private final SourceClock clock = new SourceClock();

    @Test
    void goesByTheQuickestArrivalWithoutReports() {
        clock.onPacket(MediaKind.VIDEO, SSRC, 90_000, -9000, millis(130));
        clock.onPacket(MediaKind.VIDEO, SSRC, 90_000, 0, millis(210));
        clock.onPacket(MediaKind.VIDEO, SSRC, 90_000, 9000, millis(350));

        assertThat(clock.captureNanos(MediaKind.VIDEO, SSRC, 0)).isEqualTo(millis(210));
        assertThat(clock.captureNanos(MediaKind.VIDEO, SSRC, 9000)).isEqualTo(millis(310));
        assertThat(clock.captureNanos(MediaKind.VIDEO, SSRC, -9000)).isEqualTo(millis(110));
    }

    @Test
    void keepsEncodingsApartThatCountTheirTimestampsFromElsewhere() {
        clock.onPacket(MediaKind.VIDEO, 1, 90_000, 0, millis(120));
        clock.onPacket(MediaKind.VIDEO, 2, 90_000, 7_000_000, millis(180));

        assertThat(clock.captureNanos(MediaKind.VIDEO, 1, 9000)).isEqualTo(millis(220));
        assertThat(clock.captureNanos(MediaKind.VIDEO, 2, 7_009_000)).isEqualTo(millis(280));
    }

    @Test
    void bringsTwoEncodingsTogetherByTheirReportsWhateverTheirDelays() {
        clock.onPacket(MediaKind.VIDEO, 1, 90_000, 0, millis(20));
        clock.onPacket(MediaKind.VIDEO, 2, 90_000, 7_000_000, millis(80));
        for (int ssrc = 1; ssrc <= 2; ssrc++) {
            int timestamp = ssrc == 1 ? 0 : 7_000_000;
            clock.onSenderReport(
                    MediaKind.VIDEO, ssrc, 90_000, NTP_SECONDS << 32, timestamp, millis(50));
        }

        assertThat(clock.captureNanos(MediaKind.VIDEO, 1, 9000)).isCloseTo(millis(120), within(2L));
        assertThat(clock.captureNanos(MediaKind.VIDEO, 2, 7_009_000))
                .isCloseTo(millis(120), within(2L));
    }

    @Test
    void countsOneEncodingTooManyAsTheLast() {
        for (int ssrc = 1; ssrc <= 9; ssrc++) {
            clock.onPacket(MediaKind.VIDEO, ssrc, 90_000, 0, millis(20));
        }

        assertThat(clock.captureNanos(MediaKind.VIDEO, 9, 0)).isEqualTo(millis(20));
        assertThat(clock.captureNanos(MediaKind.VIDEO, 1, 0)).isEqualTo(millis(20));
    }

    @Test
    void forgetsAQuickArrivalAfterEightSeconds() {
        for (int second = 0; second <= 8; second++) {
            int delay = second == 0 ? 5 : 40;
            clock.onPacket(
                    MediaKind.AUDIO, SSRC, 48_000, 48_000 * second, millis(1000 * second + delay));

            assertThat(clock.captureNanos(MediaKind.AUDIO, SSRC, 0))
                    .isEqualTo(millis(second == 8 ? 40 : 5));
        }
    }

    @Test
    void goesByArrivalUntilEachMediumHasAReport() {
        clock.onPacket(MediaKind.AUDIO, SSRC, 48_000, 0, millis(20));
        clock.onPacket(MediaKind.VIDEO, SSRC, 90_000, 0, millis(120));
        report(MediaKind.AUDIO, 48_000, 0, 0, 10);

        assertThat(clock.captureNanos(MediaKind.AUDIO, SSRC, 0)).isEqualTo(millis(20));
        assertThat(clock.captureNanos(MediaKind.VIDEO, SSRC, 0)).isEqualTo(millis(120));

        report(MediaKind.VIDEO, 90_000, 0, 0, 60);

        assertThat(clock.captureNanos(MediaKind.AUDIO, SSRC, 0)).isCloseTo(millis(10), within(2L));
        assertThat(clock.captureNanos(MediaKind.VIDEO, SSRC, 0)).isCloseTo(millis(10), within(2L));
    }

    @Test
    void goesByThePacketsThatWereQuickerThanTheReports() {
        clock.onPacket(MediaKind.AUDIO, SSRC, 48_000, 0, millis(3));
        clock.onPacket(MediaKind.VIDEO, SSRC, 90_000, 0, millis(120));
        report(MediaKind.AUDIO, 48_000, 0, 0, 70);
        report(MediaKind.VIDEO, 90_000, 0, 0, 80);

        assertThat(clock.captureNanos(MediaKind.AUDIO, SSRC, 0)).isCloseTo(millis(3), within(2L));
        assertThat(clock.captureNanos(MediaKind.VIDEO, SSRC, 0)).isCloseTo(millis(3), within(2L));
    }

    @Test
    void doesNotBelieveAReportThatDatesPacketsLongBeforeTheReports() {
        clock.onPacket(MediaKind.AUDIO, SSRC, 48_000, 0, millis(20));
        clock.onPacket(MediaKind.VIDEO, SSRC, 90_000, 0, millis(120));
        report(MediaKind.AUDIO, 48_000, 0, 0, 10);
        report(MediaKind.VIDEO, 90_000, 3000, 0, 3040);

        assertThat(clock.captureNanos(MediaKind.AUDIO, SSRC, 0)).isCloseTo(millis(10), within(2L));
    }

    @Test
    void ignoresAReportWithoutAClock() {
        clock.onPacket(MediaKind.AUDIO, SSRC, 48_000, 0, millis(20));
        clock.onSenderReport(MediaKind.AUDIO, SSRC, 48_000, 0, 48_000, millis(21));

        assertThat(clock.captureNanos(MediaKind.AUDIO, SSRC, 0)).isEqualTo(millis(20));
    }

    @Test
    void doesNotBelieveAReportThatIsFarFromTheArrival() {
        clock.onPacket(MediaKind.AUDIO, SSRC, 48_000, 0, millis(20));
        report(MediaKind.AUDIO, 48_000, 0, 11 * 48_000, 10);

        assertThat(clock.captureNanos(MediaKind.AUDIO, SSRC, 0)).isEqualTo(millis(20));
    }

    @Test
    void beginsAnewWhenThePublishersClockIsSet() {
        clock.onPacket(MediaKind.AUDIO, SSRC, 48_000, 0, millis(20));
        clock.onPacket(MediaKind.VIDEO, SSRC, 90_000, 0, millis(20));
        report(MediaKind.AUDIO, 48_000, 0, 0, 10);
        report(MediaKind.VIDEO, 90_000, 0, 0, 10);
        clock.onSenderReport(
                MediaKind.AUDIO, SSRC, 48_000, ntp(millis(3_600_000)), 48_000, millis(1015));

        assertThat(clock.captureNanos(MediaKind.VIDEO, SSRC, 0)).isEqualTo(millis(20));

        clock.onSenderReport(
                MediaKind.VIDEO, SSRC, 90_000, ntp(millis(3_600_000)), 90_000, millis(1015));

        assertThat(clock.captureNanos(MediaKind.VIDEO, SSRC, 90_000))
                .isCloseTo(millis(1015), within(2L));
    }

    @Test
    void followsTimestampsAcrossTheirWrap() {
        long arrival = 0;
        int timestamp = 0;
        for (int i = 0; i < 10; i++) {
            clock.onPacket(MediaKind.VIDEO, SSRC, 90_000, timestamp, arrival);
            timestamp += 900_000_000;
            arrival += 10_000_000_000_000L;
        }

        assertThat(clock.captureNanos(MediaKind.VIDEO, SSRC, timestamp)).isEqualTo(arrival);
    }

    @Test
    void takesAnotherClockRateForAnotherClock() {
        clock.onPacket(MediaKind.AUDIO, SSRC, 48_000, 0, millis(20));
        report(MediaKind.AUDIO, 48_000, 0, 0, 10);
        clock.onPacket(MediaKind.AUDIO, SSRC, 8000, 77, millis(40));

        assertThat(clock.captureNanos(MediaKind.AUDIO, SSRC, 77 + 8000)).isEqualTo(millis(1040));
    }

    @Test
    void knowsNothingBeforeTheFirstPacket() {
        assertThatThrownBy(() -> clock.captureNanos(MediaKind.AUDIO, SSRC, 0))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void followsAPublisherWhoseClockDrifts() {
        // 200 ppm slow: after 1000 s it is 200 ms behind.
        for (int second = 0; second <= 1000; second++) {
            long mediaNanos = millis(1000L * second) / 5000 * 4999;
            int timestamp = (int) Ticks.ofNanos(mediaNanos, 90_000);
            clock.onPacket(MediaKind.VIDEO, SSRC, 90_000, timestamp, millis(1000L * second + 30));
            clock.onSenderReport(
                    MediaKind.VIDEO,
                    SSRC,
                    90_000,
                    ntp(mediaNanos),
                    timestamp,
                    millis(1000L * second + 30));
        }

        assertThat(
                        clock.captureNanos(
                                MediaKind.VIDEO,
                                SSRC,
                                (int) Ticks.ofNanos(999_800_000_000L, 90_000)))
                .isCloseTo(millis(1_000_030), within(millis(2)));
    }

    /// Whatever a publisher says, an answer comes.
    @ParameterizedTest
    @MethodSource("weir.testkit.Seeds#thousand")
    void answersWhateverItIsTold(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 50; i++) {
            MediaKind kind = random.nextBoolean() ? MediaKind.AUDIO : MediaKind.VIDEO;
            int rate = random.nextInt(20) == 0 ? 1 + random.nextInt(1 << 30) : 90_000;
            if (random.nextInt(3) == 0) {
                clock.onSenderReport(
                        kind, SSRC, rate, random.nextLong(), random.nextInt(), random.nextLong());
            } else {
                clock.onPacket(kind, SSRC, rate, random.nextInt(), random.nextLong());
            }
            clock.captureNanos(kind, SSRC, random.nextInt());
        }
    }

    private void report(
            MediaKind kind, int clockRate, long ntpMillis, int timestamp, long arrivalMillis) {
        clock.onSenderReport(
                kind, SSRC, clockRate, ntp(millis(ntpMillis)), timestamp, millis(arrivalMillis));
    }

    static long ntp(long nanos) {
        long fraction = ((nanos % 1_000_000_000L << 32) + 999_999_999) / 1_000_000_000L;
        return (NTP_SECONDS + nanos / 1_000_000_000L << 32) + fraction;
    }

    private static long millis(long millis) {
        return millis * 1_000_000;
    }
}
