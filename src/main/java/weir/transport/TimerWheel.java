package weir.transport;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import weir.loop.OwnerLoop;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The deadlines of all sessions of one loop, kept in slots of 5 ms: one timer a loop, not one a
/// session, and none while nothing is due. Owned.
final class TimerWheel {
    private static final Logger log = LoggerFactory.getLogger(TimerWheel.class);

    /// One who wants to be called again.
    interface Timer {
        /// @return when it wants to be called next; [Long#MAX_VALUE] for never
        long onTimer(long nowNanos);
    }

    /// Sees that the wheel is turned.
    interface Alarm {
        /// Turn the wheel at this time, or soon after, whatever was asked before.
        void at(long nanos);
    }

    /// A timer's place in the wheel. The wheel looks at its deadline when the hand comes by, so
    /// that a deadline that moves later costs nothing.
    static final class Entry {
        private final Timer timer;
        private long deadlineNanos = Long.MAX_VALUE;
        private long slotTick = Long.MAX_VALUE;
        private boolean cancelled;

        private Entry(Timer timer) {
            this.timer = timer;
        }

        void cancel() {
            cancelled = true;
        }
    }

    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final int SLOTS = 512;

    private final OwnerLoop owner;
    private final Alarm alarm;
    private final List<List<Entry>> slots = new ArrayList<>(SLOTS);
    private List<Entry> due = new ArrayList<>();
    private long hand;
    private boolean turning;
    private long alarmTick = Long.MAX_VALUE;

    TimerWheel(OwnerLoop owner, long nowNanos, Alarm alarm) {
        this.owner = owner;
        this.alarm = alarm;
        this.hand = nowNanos / TICK_NANOS;
        for (int i = 0; i < SLOTS; i++) {
            slots.add(new ArrayList<>(0));
        }
    }

    Entry add(Timer timer) {
        return new Entry(timer);
    }

    /// Sees that the timer is called at this time or at most a tick after, whatever was asked
    /// before.
    void schedule(Entry entry, long deadlineNanos) {
        owner.assertOwned();
        entry.deadlineNanos = deadlineNanos;
        if (deadlineNanos == Long.MAX_VALUE || entry.cancelled) {
            return;
        }
        long tick = Math.max(hand + 1, Math.ceilDiv(deadlineNanos, TICK_NANOS));
        if (tick < entry.slotTick) {
            place(entry, tick);
        }
    }

    /// An entry may stand in several slots; only the one it remembers counts. One that is further
    /// away than the wheel reaches is looked at each time round.
    private void place(Entry entry, long tick) {
        entry.slotTick = Math.min(tick, hand + SLOTS - 1);
        slots.get((int) (entry.slotTick % SLOTS)).add(entry);
        if (!turning) {
            wake(entry.slotTick);
        }
    }

    private void wake(long tick) {
        if (tick < alarmTick) {
            alarmTick = tick;
            alarm.at(tick * TICK_NANOS);
        }
    }

    /// Turns the hand to the present, calls those that are due, and asks to be turned again when
    /// the next ones are.
    void turn(long nowNanos) {
        owner.assertOwned();
        turning = true;
        alarmTick = Long.MAX_VALUE;
        turnHand(nowNanos);
        turning = false;
        for (long tick = hand + 1; tick < hand + SLOTS; tick++) {
            if (!slots.get((int) (tick % SLOTS)).isEmpty()) {
                wake(tick);
                return;
            }
        }
    }

    private void turnHand(long nowNanos) {
        long now = nowNanos / TICK_NANOS;
        if (now - hand > SLOTS) {
            hand = now - SLOTS;
        }
        while (hand < now) {
            hand++;
            List<Entry> slot = slots.get((int) (hand % SLOTS));
            if (!slot.isEmpty()) {
                slots.set((int) (hand % SLOTS), due);
                due = slot;
                callDue(nowNanos);
            }
        }
    }

    private void callDue(long nowNanos) {
        for (Entry entry : due) {
            // One that is due before the hand was passed over when the loop stalled.
            if (!entry.cancelled && entry.slotTick <= hand) {
                entry.slotTick = Long.MAX_VALUE;
                call(entry, nowNanos);
            }
        }
        due.clear();
    }

    /// What one timer does wrong must not stop the others of its loop.
    private void call(Entry entry, long nowNanos) {
        try {
            if (entry.deadlineNanos <= nowNanos) {
                entry.deadlineNanos = entry.timer.onTimer(nowNanos);
            }
        } catch (RuntimeException | AssertionError wrong) {
            log.error("a timer failed and is not called again", wrong);
            entry.cancel();
        }
        schedule(entry, entry.deadlineNanos);
    }
}
