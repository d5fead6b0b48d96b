package weir.congestion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import weir.rtcp.TransportFeedback;

import java.time.Duration;
import java.util.Random;

class ArrivalLogTest {
    private static final int LOST = TransportFeedback.NOT_RECEIVED;
    private static final int MEDIA = 9;

    private ArrivalLog log = new ArrivalLog(ArrivalLogConfig.DEFAULT, 7);

    @Test
    void reportsWhatArrivedAnIntervalAfterTheFirst() {
        assertThat(log.deadlineNanos()).isEqualTo(ArrivalLog.NEVER);
        log.onPacket(10, MEDIA, millis(70));
        log.onPacket(11, MEDIA, millis(71));
        log.onPacket(13, MEDIA, millis(75));

        assertThat(log.deadlineNanos()).isEqualTo(millis(120));
        assertThat(log.poll(millis(120) - 1)).isNull();
        assertThat(log.poll(millis(120)))
                .isEqualTo(new TransportFeedback(7, MEDIA, 10, 1, 0, ticks(24, 28, LOST, 44)));
        assertThat(log.poll(millis(120))).isNull();
        assertThat(log.deadlineNanos()).isEqualTo(ArrivalLog.NEVER);
    }

    @Test
    void goesOnWhereTheLastReportEnded() {
        log.onPacket(10, MEDIA, millis(0));
        log.poll(millis(50));

        log.onPacket(12, MEDIA, millis(64));

        assertThat(log.deadlineNanos()).isEqualTo(millis(114));
        assertThat(log.poll(millis(114)))
                .isEqualTo(new TransportFeedback(7, MEDIA, 11, 1, 1, ticks(LOST, 0)));
    }

    @Test
    void reportsOnceMoreFromAPacketThatCameLate() {
        arrive(10, 12, 13);
        log.poll(millis(50));

        log.onPacket(11, MEDIA, millis(60));

        assertThat(log.poll(millis(110)))
                .isEqualTo(new TransportFeedback(7, MEDIA, 11, 0, 1, ticks(240, 0, 0)));
    }

    @Test
    void reportsAPacketFromBeforeTheFirst() {
        arrive(10, 9);

        assertThat(log.poll(millis(50)).baseSequenceNumber()).isEqualTo(9);
    }

    @Test
    void doesNotGoBackForPacketsThatAreTooLate() {
        arrive(1000);
        log.poll(millis(50));

        arrive(600);
        assertThat(log.deadlineNanos()).isEqualTo(ArrivalLog.NEVER);
        arrive(601);

        assertThat(log.poll(millis(100)))
                .returns(601, TransportFeedback::baseSequenceNumber)
                .returns(400, TransportFeedback::statusCount);
    }

    @Test
    void keepsTheFirstArrivalOfADuplicate() {
        log.onPacket(10, MEDIA, millis(0));
        log.onPacket(10, MEDIA, millis(40));

        assertThat(log.poll(millis(50)).arrivals()).containsExactly(0);
    }

    @Test
    void reportsAcrossTheWrap() {
        arrive(65534, 65535, 1);

        assertThat(log.poll(millis(50)))
                .isEqualTo(new TransportFeedback(7, MEDIA, 65534, 0, 0, ticks(0, 0, LOST, 0)));
    }

    @Test
    void countsFeedbackIn8Bits() {
        for (int number = 0; number <= 256; number++) {
            arrive(number);
            assertThat(log.poll(millis(50)).feedbackCount()).isEqualTo(number & 0xff);
        }
    }

    @Test
    void wrapsTheReferenceTimeAlsoOfANegativeClock() {
        log.onPacket(10, MEDIA, -1);

        assertThat(log.poll(millis(50)))
                .isEqualTo(new TransportFeedback(7, MEDIA, 10, 0xff_ffff, 0, ticks(255)));
    }

    @Test
    void reportsMuchInSeveralFeedbacks() {
        for (int number = 0; number < 401; number++) {
            arrive(number);
        }

        assertThat(log.poll(millis(50)).statusCount()).isEqualTo(400);
        assertThat(log.poll(millis(50)))
                .returns(400, TransportFeedback::baseSequenceNumber)
                .returns(1, TransportFeedback::statusCount);
        assertThat(log.poll(millis(50))).isNull();
    }

    @Test
    void beginsAFeedbackWhereADeltaWouldNotFit() {
        log.onPacket(10, MEDIA, 0);
        log.onPacket(11, MEDIA, 32767L * 250_000);
        log.onPacket(13, MEDIA, 65535L * 250_000);

        assertThat(log.poll(millis(20_000)).arrivals()).containsExactly(0, 32767, LOST);
        assertThat(log.poll(millis(20_000)).baseSequenceNumber()).isEqualTo(13);
        assertThat(log.poll(millis(20_000))).isNull();
    }

    @Test
    void forgetsWhatIsBehindTheWindow() {
        log = new ArrivalLog(new ArrivalLogConfig(Duration.ofMillis(50), 64), 7);
        arrive(1, 2, 65);
        assertThat(log.poll(millis(50)).statusCount()).isEqualTo(64);

        arrive(66, 20_000);

        assertThat(log.poll(millis(100)))
                .returns(20_000 - 63, TransportFeedback::baseSequenceNumber)
                .returns(64, TransportFeedback::statusCount);
        assertThat(log.poll(millis(100))).isNull();
    }

    /// However packets are lost, reordered and doubled: each that is in order is reported, with the
    /// time of its first arrival.
    @ParameterizedTest
    @MethodSource("weir.testkit.Seeds#thousand")
    void reportsEachArrivalWithinATick(long seed) {
        Random random = new Random(seed);
        int first = random.nextInt(0x10000);
        long[] arrived = new long[800];
        long[] told = new long[800];
        long nowNanos = random.nextLong(-1_000_000_000_000L, 1_000_000_000_000L);
        int highest = 0;
        log.onPacket(first, MEDIA, nowNanos);
        arrived[0] = nowNanos;
        for (int step = 0; step < 300; step++) {
            nowNanos += random.nextInt(5_000_000);
            int at = Math.clamp(highest + random.nextInt(-4, 6), 0, 799);
            highest = Math.max(highest, at);
            arrived[at] = arrived[at] == 0 ? nowNanos : arrived[at];
            log.onPacket(first + at & 0xffff, MEDIA, nowNanos);
            collect(log.poll(nowNanos), first, nowNanos, told);
        }
        collect(log.poll(nowNanos + millis(50)), first, nowNanos, told);

        for (int i = 0; i <= highest; i++) {
            assertThat(arrived[i] - told[i]).isBetween(0L, arrived[i] == 0 ? 0L : 249_999L);
        }
    }

    private static void collect(TransportFeedback feedback, int first, long now, long[] told) {
        for (int i = 0; feedback != null && i < feedback.statusCount(); i++) {
            if (feedback.isReceived(i)) {
                int behind = (int) (now / 64_000_000) - feedback.referenceTime() << 8 >> 8;
                long reference = (now / 64_000_000 - behind) * 64_000_000;
                told[feedback.sequenceNumber(i) - first & 0xffff] =
                        reference + feedback.arrivals()[i] * TransportFeedback.TICK_NANOS;
            }
        }
    }

    @Test
    void isNotConfiguredOutOfRange() {
        assertThatThrownBy(() -> new ArrivalLogConfig(Duration.ofNanos(999_999), 64))
                .hasMessageStartingWith("arrival-log.interval");
        for (int window : new int[] {32, 65, 16_384}) {
            assertThatThrownBy(() -> new ArrivalLogConfig(Duration.ofMillis(1), window))
                    .hasMessageStartingWith("arrival-log.window-max");
        }
    }

    private void arrive(int... numbers) {
        for (int number : numbers) {
            log.onPacket(number, MEDIA, 0);
        }
    }

    private static int[] ticks(int... ticks) {
        return ticks;
    }

    private static long millis(long millis) {
        return 1_000_000 * millis;
    }
}
