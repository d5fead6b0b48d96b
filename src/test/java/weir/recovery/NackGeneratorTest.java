package weir.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import weir.rtcp.GenericNack;

import java.time.Duration;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.IntStream;

class NackGeneratorTest {
    private final NackGenerator generator = generator(2, 500);

    @Test
    void asksAfterTheDelayThenAfterTheIntervalAndGivesUpAfterTheLastAttempt() {
        receive(10, 12);

        assertThat(generator.deadlineNanos()).isEqualTo(millis(10));
        assertThat(generator.poll(millis(9))).isNull();
        assertThat(generator.poll(millis(10))).isEqualTo(nack(11));
        assertThat(generator.deadlineNanos()).isEqualTo(millis(50));
        assertThat(generator.poll(millis(49))).isNull();
        assertThat(generator.poll(millis(50))).isEqualTo(nack(11));
        assertThat(generator.keyFrameNeeded()).isFalse();

        assertThat(generator.poll(millis(129))).isNull();
        assertThat(generator.deadlineNanos()).isEqualTo(millis(130));
        assertThat(generator.poll(millis(130))).isNull();

        assertThat(generator.deadlineNanos()).isEqualTo(NackGenerator.NEVER);
        assertThat(generator.keyFrameNeeded()).isTrue();
        assertThat(generator.keyFrameNeeded()).isFalse();
        assertThat(generator.stats()).isEqualTo(new NackGenerator.Stats(2, 0, 0, 0, 1));
    }

    @Test
    void asksForNothingThatIsOnlyOutOfOrder() {
        receive(10, 13, 11, 12);

        assertThat(generator.deadlineNanos()).isEqualTo(NackGenerator.NEVER);
        assertThat(generator.poll(millis(10))).isNull();
        assertThat(generator.stats()).isEqualTo(new NackGenerator.Stats(0, 0, 2, 0, 0));
    }

    @Test
    void asksNoMoreForWhatHasCome() {
        receive(10, 13);

        assertThat(generator.poll(millis(10))).isEqualTo(nack(11, 12));
        generator.onPacket(11, millis(20));

        assertThat(generator.poll(millis(50))).isEqualTo(nack(12));
        assertThat(generator.stats()).isEqualTo(new NackGenerator.Stats(3, 1, 0, 0, 0));
    }

    @Test
    void asksForNothingBeforeTheFirstPacket() {
        receive(10, 9, 5);

        assertThat(generator.deadlineNanos()).isEqualTo(NackGenerator.NEVER);
    }

    @Test
    void leavesDuplicatesAlone() {
        receive(10, 11, 11, 10);

        assertThat(generator.stats()).isEqualTo(new NackGenerator.Stats(0, 0, 0, 0, 0));
    }

    @Test
    void asksAcrossTheWrapBy16BitNumbers() {
        receive(65534, 65537);

        assertThat(generator.poll(millis(10))).isEqualTo(nack(65535, 0));
    }

    @Test
    void asksForGapsOfDifferentTimesWhenEachIsDue() {
        generator.onPacket(1, millis(0));
        generator.onPacket(3, millis(0));
        generator.onPacket(5, millis(5));

        assertThat(generator.poll(millis(10))).isEqualTo(nack(2));
        assertThat(generator.deadlineNanos()).isEqualTo(millis(15));
        assertThat(generator.poll(millis(15))).isEqualTo(nack(4));
    }

    @Test
    void givesUpAllWhenTooManyAreMissing() {
        NackGenerator small = generator(2, 3);
        small.onPacket(10, 0);
        small.onPacket(12, 0);
        small.onPacket(15, 0);
        assertThat(small.keyFrameNeeded()).isFalse();
        assertThat(small.stats().givenUp()).isZero();

        small.onPacket(17, 0);

        assertThat(small.keyFrameNeeded()).isTrue();
        assertThat(small.poll(millis(10))).isNull();
        assertThat(small.stats().givenUp()).isEqualTo(4);
        small.onPacket(19, millis(20));
        assertThat(small.poll(millis(30))).isEqualTo(nack(18));
    }

    @Test
    void asksForMuchInSeveralBatches() {
        receive(0, 301);

        assertThat(generator.poll(millis(10)).sequenceNumbers()).hasSize(256).startsWith(1);
        assertThat(generator.deadlineNanos()).isEqualTo(millis(10));
        assertThat(generator.poll(millis(10)).sequenceNumbers()).hasSize(44).endsWith(300);
        assertThat(generator.poll(millis(10))).isNull();
    }

    @Test
    void theIntervalFollowsTheTimeThatARepairTook() {
        receive(10, 12);
        generator.poll(millis(10));
        generator.onPacket(11, millis(90));
        assertThat(generator.roundTripNanos()).isEqualTo(millis(80));

        generator.onPacket(14, millis(100));
        assertThat(generator.poll(millis(110))).isEqualTo(nack(13));

        assertThat(generator.deadlineNanos()).isEqualTo(millis(110 + 80 + 20 + 10));
    }

    @Test
    void theIntervalStaysWithinBounds() {
        long now = 0;
        for (int roundTripMillis : new int[] {1, 3000}) {
            NackGenerator fresh = generator(2, 500);
            fresh.onPacket(10, now);
            fresh.onPacket(12, now);
            fresh.poll(now + millis(10));
            fresh.onPacket(11, now + millis(10 + roundTripMillis));
            now += millis(5000);
            fresh.onPacket(14, now);
            fresh.poll(now + millis(10));
            long interval = fresh.deadlineNanos() - now - millis(10);
            assertThat(interval).isEqualTo(millis(roundTripMillis == 1 ? 20 : 400));
        }
    }

    @Test
    void anAnswerToOneOfSeveralNacksSaysLittleOfTheRoundTrip() {
        receive(10, 12);
        generator.poll(millis(10));
        generator.onPacket(11, millis(30));
        generator.onPacket(14, millis(100));
        generator.poll(millis(110));
        generator.poll(millis(145));

        generator.onPacket(13, millis(162));

        assertThat(generator.roundTripNanos()).isEqualTo(millis(21));
    }

    @Test
    void waitsLongerWhereLatePacketsWereAskedForInVain() {
        receive(10, 12);
        generator.poll(millis(10));
        generator.onRepair(11, millis(60));
        generator.onPacket(14, millis(100));
        generator.poll(millis(110));

        generator.onPacket(13, millis(115));
        generator.onPacket(16, millis(200));

        assertThat(generator.stats()).isEqualTo(new NackGenerator.Stats(2, 1, 0, 1, 0));
        assertThat(generator.deadlineNanos()).isEqualTo(millis(200 + 10 + 5 + 2));
    }

    @Test
    void waitsNoLongerThanThirtyMilliseconds() {
        receive(10, 12);
        generator.poll(millis(10));
        generator.onRepair(11, millis(60));
        generator.onPacket(14, millis(100));
        generator.poll(millis(110));

        generator.onPacket(13, millis(140));
        generator.onPacket(16, millis(200));

        assertThat(generator.deadlineNanos()).isEqualTo(millis(230));
    }

    @Test
    void aPacketThatComesBeforeARepairCanIsNoRepair() {
        receive(10, 12);
        generator.poll(millis(10));
        generator.onPacket(11, millis(110));
        generator.onPacket(14, millis(200));
        generator.poll(millis(210));

        generator.onPacket(13, millis(259));

        assertThat(generator.stats()).isEqualTo(new NackGenerator.Stats(2, 1, 0, 1, 0));
    }

    @Test
    void aSourceThatNeverAnswersIsAskedOnlyNowAndThen() {
        long now = ignored(50);

        assertThat(lose(now)).isTrue();
        assertThat(lose(now + millis(100))).isFalse();
        assertThat(generator.keyFrameNeeded()).isTrue();
        assertThat(lose(now + millis(2900))).isFalse();
        assertThat(lose(now + millis(3100))).isTrue();
    }

    @Test
    void itIsAskedAgainOnceItAnswers() {
        long now = ignored(50);
        assertThat(lose(now)).isTrue();

        generator.onPacket(next - 2, now + millis(30));

        assertThat(lose(now + millis(100))).isTrue();
        assertThat(lose(now + millis(200))).isTrue();
    }

    @Test
    void whoAnsweredIsNotTakenForSilentSoSoon() {
        lose(0);
        generator.onPacket(next - 2, millis(30));

        long now = ignored(57);

        assertThat(lose(now)).isTrue();
        assertThat(lose(now + millis(100))).isTrue();
    }

    @Test
    void afterARestartNothingIsMissing() {
        receive(10, 12);

        generator.restart();
        generator.onPacket(20, 0);
        generator.onPacket(22, 0);

        assertThat(generator.poll(millis(10))).isEqualTo(nack(21));
    }

    @Test
    void whatIsGivenUpBeforeAKeyFrameNeedsNoOther() {
        receive(10, 12, 13);
        generator.poll(millis(10));
        generator.poll(millis(50));
        generator.onKeyFrame(12);

        generator.poll(millis(130));

        assertThat(generator.stats().givenUp()).isEqualTo(1);
        assertThat(generator.keyFrameNeeded()).isFalse();
    }

    /// So many packets are lost one after the other, and asked for in vain.
    private long ignored(int packets) {
        long now = millis(1000);
        for (int i = 0; i < packets; i++) {
            lose(now);
            now += millis(1000);
            generator.poll(now);
            now += millis(1000);
            generator.poll(now);
        }
        return now;
    }

    private long next = 100;

    /// @return whether the next packet is asked for when it is lost
    private boolean lose(long nowNanos) {
        generator.onPacket(next, nowNanos - millis(30));
        generator.onPacket(next + 2, nowNanos - millis(30));
        next += 3;
        GenericNack nack = generator.poll(nowNanos);
        return nack != null && nack.sequenceNumbers().contains((int) next - 2);
    }

    /// Whatever the order of arrival: what is asked for has not come, is below the highest, and is
    /// asked for no more often than allowed.
    @ParameterizedTest
    @MethodSource("weir.testkit.Seeds#thousand")
    void asksOnlyForWhatIsMissing(long seed) {
        Random random = new Random(seed);
        TreeSet<Integer> received = new TreeSet<>();
        int[] asked = new int[400];
        int at = 0;
        for (int step = 0; step < 200; step++) {
            at = Math.clamp(at + random.nextInt(-5, 8), 0, 399);
            generator.onPacket(at, millis(step));
            received.add(at);
            GenericNack nack = generator.poll(millis(step));
            if (nack != null) {
                for (int number : nack.sequenceNumbers()) {
                    assertThat(received.contains(number)).as("came: %s", number).isFalse();
                    assertThat(number).isBetween(received.first(), received.last());
                    assertThat(++asked[number]).isLessThanOrEqualTo(2);
                }
            }
            assertThat(generator.deadlineNanos()).isGreaterThan(millis(step));
        }
    }

    @Test
    void isNotConfiguredOutOfRange() {
        Duration ten = Duration.ofMillis(10);
        assertThatThrownBy(() -> new NackConfig(ten.negated(), ten, 1, 1))
                .hasMessage("nack.delay must be 0 or more, is PT-0.01S");
        assertThatThrownBy(() -> new NackConfig(ten, Duration.ZERO, 1, 1))
                .hasMessage("nack.interval must be positive, is PT0S");
        assertThatThrownBy(() -> new NackConfig(ten, ten, 0, 1))
                .hasMessage("nack.attempts-max must be 1 or more, is 0");
        assertThatThrownBy(() -> new NackConfig(ten, ten, 1, 16385))
                .hasMessage("nack.missing-max must be 1 to 16384, is 16385");
    }

    private void receive(long... numbers) {
        for (long number : numbers) {
            generator.onPacket(number, 0);
        }
    }

    private static NackGenerator generator(int attemptsMax, int missingMax) {
        return new NackGenerator(
                new NackConfig(
                        Duration.ofMillis(10), Duration.ofMillis(40), attemptsMax, missingMax),
                7,
                9);
    }

    private static GenericNack nack(int... numbers) {
        return new GenericNack(7, 9, IntStream.of(numbers).boxed().toList());
    }

    private static long millis(long millis) {
        return 1_000_000 * millis;
    }
}
