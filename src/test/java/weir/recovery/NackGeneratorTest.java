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

        assertThat(generator.poll(millis(90))).isNull();

        assertThat(generator.deadlineNanos()).isEqualTo(NackGenerator.NEVER);
        assertThat(generator.keyFrameNeeded()).isTrue();
        assertThat(generator.keyFrameNeeded()).isFalse();
        assertThat(generator.stats()).isEqualTo(new NackGenerator.Stats(2, 0, 0, 1));
    }

    @Test
    void asksForNothingThatIsOnlyOutOfOrder() {
        receive(10, 13, 11, 12);

        assertThat(generator.deadlineNanos()).isEqualTo(NackGenerator.NEVER);
        assertThat(generator.poll(millis(10))).isNull();
        assertThat(generator.stats()).isEqualTo(new NackGenerator.Stats(0, 0, 2, 0));
    }

    @Test
    void asksNoMoreForWhatHasCome() {
        receive(10, 13);

        assertThat(generator.poll(millis(10))).isEqualTo(nack(11, 12));
        generator.onPacket(11, millis(20));

        assertThat(generator.poll(millis(50))).isEqualTo(nack(12));
        assertThat(generator.stats()).isEqualTo(new NackGenerator.Stats(3, 1, 0, 0));
    }

    @Test
    void asksForNothingBeforeTheFirstPacket() {
        receive(10, 9, 5);

        assertThat(generator.deadlineNanos()).isEqualTo(NackGenerator.NEVER);
    }

    @Test
    void leavesDuplicatesAlone() {
        receive(10, 11, 11, 10);

        assertThat(generator.stats()).isEqualTo(new NackGenerator.Stats(0, 0, 0, 0));
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
