package weir.transport;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import weir.testkit.Loops;

import java.util.ArrayList;
import java.util.List;

class TimerWheelTest {
    private static final long MILLI = 1_000_000;

    @AutoClose private static final Loops loops = new Loops(1);

    private final List<Long> alarmsMillis = new ArrayList<>();
    private final TimerWheel wheel =
            new TimerWheel(loops.loop(0), 0, nanos -> alarmsMillis.add(nanos / MILLI));

    /// Notes when it was called, in milliseconds, and wants to be called again as it is told.
    private static final class Probe implements TimerWheel.Timer {
        final List<Long> calledMillis = new ArrayList<>();
        long nextNanos = Long.MAX_VALUE;

        @Override
        public long onTimer(long nowNanos) {
            calledMillis.add(nowNanos / MILLI);
            return nextNanos;
        }
    }

    @Test
    void callsAtTheDeadlineOrWithinATickAfterIt() {
        Probe exact = add(20);
        Probe between = add(21);
        Probe past = add(-5);

        turnTo(19);
        assertThat(exact.calledMillis).isEmpty();
        turnTo(40);

        assertThat(exact.calledMillis).containsExactly(20L);
        assertThat(between.calledMillis).containsExactly(25L);
        assertThat(past.calledMillis).containsExactly(5L);
    }

    @Test
    void aDeadlineThatMovesCountsWhereItIs() {
        Probe probe = new Probe();
        TimerWheel.Entry entry = wheel.add(probe);
        schedule(entry, 50);
        schedule(entry, 100);
        schedule(entry, 70);

        turnTo(200);

        assertThat(probe.calledMillis).containsExactly(70L);
    }

    @Test
    void aDeadlineThatMovesForwardIsNotCalledTwice() {
        Probe probe = new Probe();
        TimerWheel.Entry entry = wheel.add(probe);
        schedule(entry, 100);
        schedule(entry, 50);
        probe.nextNanos = 100 * MILLI;

        turnTo(90);
        probe.nextNanos = Long.MAX_VALUE;
        turnTo(500);

        assertThat(probe.calledMillis).containsExactly(50L, 100L);
    }

    @Test
    void callsWhatIsFurtherAwayThanItReaches() {
        Probe probe = add(30_000);

        turnTo(29_999);
        assertThat(probe.calledMillis).isEmpty();
        turnTo(30_010);

        assertThat(probe.calledMillis).containsExactly(30_000L);
    }

    @Test
    void callsAllAfterTheLoopStalledForLongerThanItReaches() {
        List<Probe> probes = new ArrayList<>();
        for (int millis = 5; millis <= 4000; millis += 5) {
            probes.add(add(millis));
        }

        turn(60_000);
        turnTo(60_010);

        assertThat(probes).allSatisfy(probe -> assertThat(probe.calledMillis).hasSize(1));
    }

    @Test
    void aTimerGoesOnAfterAStall() {
        Probe probe = new Probe();
        TimerWheel.Entry entry = wheel.add(probe);
        schedule(entry, 1000);

        turn(60_000);
        schedule(entry, 61_000);
        turnTo(61_500);

        assertThat(probe.calledMillis).containsExactly(60_000L, 61_000L);
    }

    @Test
    void aTimerThatFailsKeepsNoOtherFromBeingCalled() {
        TimerWheel.Entry failing =
                wheel.add(
                        _ -> {
                            throw new IllegalStateException("on purpose");
                        });
        schedule(failing, 10);
        Probe other = add(10);

        turnTo(50);

        assertThat(other.calledMillis).containsExactly(10L);
    }

    @Test
    void whatIsCancelledIsNotCalled() {
        Probe probe = new Probe();
        TimerWheel.Entry entry = wheel.add(probe);
        schedule(entry, 10);

        entry.cancel();
        schedule(entry, 20);
        turnTo(50);

        assertThat(probe.calledMillis).isEmpty();
    }

    @Test
    void wantsToBeTurnedForTheFirstDeadlineOnly() {
        add(100);
        add(300);
        add(50);
        add(70);
        assertThat(alarmsMillis).containsExactly(100L, 50L);

        turn(50);
        turn(70);
        turn(100);
        turn(300);

        assertThat(alarmsMillis).containsExactly(100L, 50L, 70L, 100L, 300L);
    }

    @Test
    void wantsToBeTurnedAgainForWhatIsScheduledInATurn() {
        Probe probe = add(50);
        probe.nextNanos = 90 * MILLI;

        turn(50);

        assertThat(alarmsMillis).containsExactly(50L, 90L);
    }

    private Probe add(long millis) {
        Probe probe = new Probe();
        schedule(wheel.add(probe), millis);
        return probe;
    }

    private void schedule(TimerWheel.Entry entry, long millis) {
        loops.run(loops.loop(0), () -> wheel.schedule(entry, millis * MILLI));
    }

    private long turnedMillis;

    /// As a loop turns it: every millisecond here, so that each tick is seen.
    private void turnTo(long millis) {
        loops.run(
                loops.loop(0),
                () -> {
                    while (turnedMillis < millis) {
                        wheel.turn(++turnedMillis * MILLI);
                    }
                });
    }

    /// After a pause.
    private void turn(long millis) {
        turnedMillis = millis;
        loops.run(loops.loop(0), () -> wheel.turn(millis * MILLI));
    }
}
