package weir.congestion;

import weir.rtcp.TransportFeedback;
import weir.rtp.SequenceUnwrapper;

import java.util.Arrays;

/// Remembers when the packets of one transport arrived, and feeds it back in intervals
/// (draft-holmer-rmcat-transport-wide-cc-extensions-01 §3).
///
/// Each feedback goes on where the last one ended. A packet that comes after it was reported as
/// missing lets the next feedback begin there again, if it is no more than [#REORDER_MAX] behind:
/// senders take the first arrival that they are told. Owned by the loop of its session.
public final class ArrivalLog {
    /// No deadline: nothing happens before the next packet.
    public static final long NEVER = Long.MAX_VALUE;

    /// Packets that one feedback reports as received: with their deltas and chunks about 1 kB at
    /// worst.
    static final int RECEIVED_MAX = 400;

    /// How far behind the last feedback a late packet may be to be reported: what is reported again
    /// for its sake is as much.
    static final int REORDER_MAX = 400;

    private static final long EMPTY = Long.MIN_VALUE;
    private static final int REFERENCE_MASK = 0xff_ffff;

    private final int senderSsrc;
    private final long intervalNanos;
    private final SequenceUnwrapper unwrapper = new SequenceUnwrapper();
    private final int mask;
    // In ticks of the feedback, by unwrapped number modulo the window. A viewer sends no packets,
    // and needs none.
    private long[] arrivals = {};

    private long oldest;
    private long next;
    // The greatest that `next` was after a feedback: late packets do not lower it.
    private long reported;
    private boolean pending;
    private long dueNanos;
    private int mediaSsrc;
    private int feedbackCount;

    /// @param senderSsrc ours, from which the feedback comes
    public ArrivalLog(ArrivalLogConfig config, int senderSsrc) {
        this.senderSsrc = senderSsrc;
        this.intervalNanos = config.interval().toNanos();
        this.mask = config.windowMax() - 1;
    }

    /// @param transportSequenceNumber 0..65535, from the header extension
    /// @param mediaSsrc               of the packet
    public void onPacket(int transportSequenceNumber, int mediaSsrc, long nowNanos) {
        boolean first = unwrapper.highest() < 0;
        long number = unwrapper.unwrap(transportSequenceNumber);
        if (first) {
            arrivals = new long[mask + 1];
            Arrays.fill(arrivals, EMPTY);
            oldest = number - mask;
            next = number;
            reported = number;
        }
        advance(number - mask);
        int slot = slot(number);
        if (number < Math.max(oldest, reported - REORDER_MAX) || arrivals[slot] != EMPTY) {
            return;
        }
        arrivals[slot] = Math.floorDiv(nowNanos, TransportFeedback.TICK_NANOS);
        next = Math.min(next, number);
        this.mediaSsrc = mediaSsrc;
        if (!pending) {
            pending = true;
            dueNanos = nowNanos + intervalNanos;
        }
    }

    /// Forgets what is older than the new oldest.
    private void advance(long first) {
        long afterLast = Math.min(first, oldest + arrivals.length);
        for (long number = oldest; number < afterLast; number++) {
            arrivals[slot(number)] = EMPTY;
        }
        oldest = Math.max(oldest, first);
        next = Math.max(next, oldest);
    }

    private int slot(long number) {
        return (int) number & mask;
    }

    /// One feedback for what has arrived since the last, if its time has come; poll again until
    /// nothing comes, since much takes several.
    ///
    /// @return null if nothing is due
    public TransportFeedback poll(long nowNanos) {
        if (nowNanos < deadlineNanos()) {
            return null;
        }
        long firstTicks = arrivals[slot(firstReceived())];
        long reference = Math.floorDiv(firstTicks, TransportFeedback.REFERENCE_TICKS);
        int[] collected = collect(reference * TransportFeedback.REFERENCE_TICKS);
        TransportFeedback feedback =
                new TransportFeedback(
                        senderSsrc,
                        mediaSsrc,
                        (int) (next & 0xffff),
                        (int) (reference & REFERENCE_MASK),
                        feedbackCount,
                        collected);
        feedbackCount = feedbackCount + 1 & 0xff;
        next += collected.length;
        reported = Math.max(reported, next);
        pending = next <= unwrapper.highest();
        return feedback;
    }

    /// There is one while anything is pending: the newest packet of all.
    private long firstReceived() {
        long number = next;
        while (arrivals[slot(number)] == EMPTY) {
            number++;
        }
        return number;
    }

    /// The arrivals from `next` on, so many as one feedback can hold.
    private int[] collect(long referenceTicks) {
        int[] collected = new int[(int) (unwrapper.highest() - next + 1)];
        long last = referenceTicks;
        int received = 0;
        for (int i = 0; i < collected.length; i++) {
            long ticks = arrivals[slot(next + i)];
            if (ticks == EMPTY) {
                collected[i] = TransportFeedback.NOT_RECEIVED;
                continue;
            }
            if (received == RECEIVED_MAX || !TransportFeedback.isDelta(ticks - last)) {
                return Arrays.copyOf(collected, i);
            }
            collected[i] = (int) (ticks - referenceTicks);
            last = ticks;
            received++;
        }
        return collected;
    }

    /// When to poll again at the latest, or [#NEVER].
    public long deadlineNanos() {
        return pending ? dueNanos : NEVER;
    }
}
