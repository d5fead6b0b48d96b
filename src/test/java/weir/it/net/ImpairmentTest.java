package weir.it.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

class ImpairmentTest {
    /// With its headers 1000 bytes: 8 ms at 1 Mbit/s.
    private static final int LENGTH = 1000 - Impairment.HEADERS_BYTES;

    private static final long MEGABIT = 1_000_000;

    private record Arrival(int number, double millis) {}

    private final Impairment<Integer> impairment = new Impairment<>(new SplittableRandom(1));

    @Test
    void handsOnAtOnceWithoutConditions() {
        List<Arrival> arrivals = send(3, 10);

        assertThat(arrivals)
                .containsExactly(new Arrival(0, 0), new Arrival(1, 10), new Arrival(2, 20));
        assertThat(impairment.deadlineNanos()).isEqualTo(Impairment.NEVER);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.05, 0.5, 1})
    void losesAsManyAsTheChanceSays(double chance) {
        impairment.set(Conditions.CLEAN.withLoss(chance), 0);

        List<Arrival> arrivals = send(50_000, 1);

        assertThat(arrivals.size() / 50_000.0).isCloseTo(1 - chance, within(0.01));
        assertThat(impairment.counts().lost()).isEqualTo(50_000 - arrivals.size());
    }

    @Test
    void losesTheSameForTheSameSeed() {
        Impairment<Integer> same = new Impairment<>(new SplittableRandom(1));
        Conditions conditions = Conditions.CLEAN.withLoss(0.3);
        impairment.set(conditions, 0);
        same.set(conditions, 0);

        assertThat(send(impairment, 100, 1)).isEqualTo(send(same, 100, 1));
    }

    @Test
    void losesSoManyInARowEachTime() {
        impairment.set(Conditions.CLEAN.withBursts(10, Duration.ofMillis(100)), 0);

        List<Integer> arrived = send(250, 1).stream().map(Arrival::number).toList();

        List<Integer> expected =
                IntStream.range(0, 250)
                        .filter(i -> i < 100 || i >= 110)
                        .filter(i -> i < 200 || i >= 210)
                        .boxed()
                        .toList();
        assertThat(arrived).isEqualTo(expected);
    }

    @Test
    void delaysAllAlike() {
        impairment.set(Conditions.CLEAN.withDelay(Duration.ofMillis(25), Duration.ZERO), 0);

        assertThat(send(2, 10)).containsExactly(new Arrival(0, 25), new Arrival(1, 35));
    }

    @Test
    void delaysDifferentlyButInOrder() {
        impairment.set(Conditions.CLEAN.withDelay(Duration.ofMillis(20), Duration.ofMillis(30)), 0);

        List<Arrival> arrivals = send(1000, 1);

        assertThat(arrivals).extracting(Arrival::number).isSorted().hasSize(1000);
        assertThat(arrivals)
                .allSatisfy(
                        each -> assertThat(each.millis() - each.number()).isBetween(20.0, 51.0));
    }

    @Test
    void letsSomeBeOvertaken() {
        impairment.set(Conditions.CLEAN.withReordering(0.1, Duration.ofMillis(5)), 0);

        List<Arrival> arrivals = send(1000, 1);

        long late = arrivals.stream().filter(each -> each.millis() == each.number() + 5).count();
        assertThat(late).isBetween(70L, 130L);
        assertThat(arrivals).hasSize(1000);
        assertThat(arrivals)
                .filteredOn(each -> each.millis() == each.number())
                .hasSize(1000 - (int) late);
    }

    @Test
    void letsThroughWhatTheLinkCarries() {
        impairment.set(Conditions.CLEAN.withBottleneck(MEGABIT, Duration.ofMillis(80)), 0);

        List<Arrival> arrivals = send(1000, 4);

        assertThat(arrivals.size()).isBetween(500, 515);
        assertThat(arrivals.getFirst()).isEqualTo(new Arrival(0, 8));
        assertThat(impairment.counts().dropped()).isEqualTo(1000 - arrivals.size());
        Queueing queueing = impairment.queueing(millis(4000));
        assertThat(queueing.maxMillis()).isBetween(80.0, 88.0);
        assertThat(queueing.p95Millis()).isBetween(75.0, 88.0);
        assertThat(queueing.dropped()).isEqualTo(1000 - arrivals.size());
    }

    @Test
    void hasNoQueueWhileTheLinkIsFastEnough() {
        impairment.set(Conditions.CLEAN.withBottleneck(MEGABIT, Duration.ofMillis(80)), 0);

        List<Arrival> arrivals = send(100, 10);

        assertThat(arrivals).hasSize(100).allMatch(each -> each.millis() == each.number() * 10 + 8);
        assertThat(impairment.queueing(millis(2000)).maxMillis()).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {-1_000_000_000_000_000L, 0, 1_000_000_000_000_000L})
    void beginsAtAnyTime(long nanos) {
        impairment.set(Conditions.CLEAN.withBottleneck(MEGABIT, Duration.ofMillis(80)), nanos);

        impairment.onDatagram(1, LENGTH, nanos);

        assertThat(impairment.deadlineNanos()).isEqualTo(nanos + millis(8));
        assertThat(impairment.poll(nanos + millis(8))).isEqualTo(1);
    }

    @Test
    void emptiesItsQueueAtTheNewPace() {
        impairment.set(Conditions.CLEAN.withBottleneck(MEGABIT, Duration.ofSeconds(1)), 0);
        for (int i = 0; i < 11; i++) {
            impairment.onDatagram(i, LENGTH, 0);
        }

        impairment.set(Conditions.CLEAN.withBottleneck(8 * MEGABIT, Duration.ofSeconds(1)), 0);

        assertThat(impairment.queueing(0).currentMillis()).isEqualTo(8 + 10);
        assertThat(impairment.poll(millis(7))).isNull();
        assertThat(impairment.poll(millis(8))).isEqualTo(0);
        assertThat(impairment.deadlineNanos()).isEqualTo(millis(9));
        assertThat(impairment.poll(millis(9))).isEqualTo(1);
    }

    @Test
    void reportsEachIntervalForItself() {
        impairment.set(Conditions.CLEAN.withBottleneck(MEGABIT, Duration.ofSeconds(1)), 0);
        impairment.onDatagram(0, LENGTH, 0);
        impairment.onDatagram(1, LENGTH, 0);

        assertThat(impairment.queueing(millis(20))).isEqualTo(new Queueing(0, 4, 0, 8, 2, 0));
        assertThat(impairment.queueing(millis(30))).isEqualTo(new Queueing(0, 0, 0, 0, 0, 0));
    }

    @Test
    void refusesConditionsThatCannotBe() {
        assertThatThrownBy(() -> Conditions.CLEAN.withLoss(1.5)).hasMessageContaining("1.5");
        assertThatThrownBy(() -> Conditions.CLEAN.withBursts(1, Duration.ZERO))
                .hasMessageContaining("apart");
        assertThatThrownBy(() -> Conditions.CLEAN.withBottleneck(1, Duration.ZERO))
                .hasMessageContaining("queue");
    }

    private List<Arrival> send(int count, int everyMillis) {
        return send(impairment, count, everyMillis);
    }

    /// Numbers from 0, and what has arrived two seconds after the last.
    private static List<Arrival> send(Impairment<Integer> over, int count, int everyMillis) {
        List<Arrival> arrivals = new ArrayList<>();
        for (int now = 0; now < count * everyMillis + 2000; now++) {
            if (now % everyMillis == 0 && now / everyMillis < count) {
                over.onDatagram(now / everyMillis, LENGTH, millis(now));
            }
            for (Integer arrived; (arrived = over.poll(millis(now))) != null; ) {
                arrivals.add(new Arrival(arrived, now));
            }
        }
        return arrivals;
    }

    private static long millis(long millis) {
        return millis * 1_000_000;
    }
}
