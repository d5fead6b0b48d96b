package weir.congestion;

/// Puts packets that were sent together into groups, and compares each group with the one before
/// (draft-ietf-rmcat-gcc-02 §5.2, §5.3).
///
/// A group is what was sent within 5 ms, and what a stalled link delivered in one go afterwards.
/// Packets of a group that is complete are left out, and groups that arrive before the one they
/// follow as well.
final class PacketGroups {
    private static final long GROUP_NANOS = 5_000_000;
    private static final long BURST_NANOS_MAX = 100_000_000;

    // The receiver's clock jumped, or packets of a time before a pause came at last.
    private static final long JUMP_NANOS = 3_000_000_000L;
    private static final int REORDERED_MAX = 3;

    private final Group previous = new Group();
    private final Group current = new Group();
    private int reordered;
    private long sendDeltaNanos;
    private long arrivalDeltaNanos;

    /// Reused: no object per group.
    private static final class Group {
        private boolean empty = true;
        private long firstSentNanos;
        private long lastSentNanos;
        private long firstArrivalNanos;
        private long lastArrivalNanos;
        private long nowNanos;

        private void begin(long sentNanos, long arrivalNanos) {
            empty = false;
            firstSentNanos = sentNanos;
            lastSentNanos = sentNanos;
            firstArrivalNanos = arrivalNanos;
            lastArrivalNanos = arrivalNanos;
        }

        private void copy(Group that) {
            empty = that.empty;
            firstSentNanos = that.firstSentNanos;
            lastSentNanos = that.lastSentNanos;
            firstArrivalNanos = that.firstArrivalNanos;
            lastArrivalNanos = that.lastArrivalNanos;
            nowNanos = that.nowNanos;
        }

        private boolean takes(long sentNanos, long arrivalNanos) {
            return sentNanos - firstSentNanos <= GROUP_NANOS || isStalled(sentNanos, arrivalNanos);
        }

        private boolean isStalled(long sentNanos, long arrivalNanos) {
            long gap = arrivalNanos - lastArrivalNanos;
            return Math.abs(gap) <= GROUP_NANOS
                    && gap < sentNanos - lastSentNanos
                    && arrivalNanos - firstArrivalNanos < BURST_NANOS_MAX;
        }
    }

    /// @param arrivalNanos by the receiver's clock
    /// @param nowNanos     when the feedback came
    /// @return whether a group was compared with the one before: see the deltas below
    boolean onPacket(long sentNanos, long arrivalNanos, long nowNanos) {
        boolean compared = false;
        if (current.empty) {
            current.begin(sentNanos, arrivalNanos);
        } else if (sentNanos < current.firstSentNanos) {
            return false;
        } else if (current.takes(sentNanos, arrivalNanos)) {
            current.lastSentNanos = Math.max(current.lastSentNanos, sentNanos);
            current.lastArrivalNanos = Math.max(current.lastArrivalNanos, arrivalNanos);
        } else {
            if (!previous.empty) {
                compared = compare();
                if (current.empty) {
                    return false;
                }
            }
            previous.copy(current);
            current.begin(sentNanos, arrivalNanos);
        }
        current.nowNanos = nowNanos;
        return compared;
    }

    private boolean compare() {
        sendDeltaNanos = current.lastSentNanos - previous.lastSentNanos;
        arrivalDeltaNanos = current.lastArrivalNanos - previous.lastArrivalNanos;
        if (arrivalDeltaNanos - (current.nowNanos - previous.nowNanos) >= JUMP_NANOS) {
            reset();
            return false;
        }
        if (arrivalDeltaNanos < 0) {
            reordered++;
            if (reordered >= REORDERED_MAX) {
                reset();
            }
            return false;
        }
        reordered = 0;
        return true;
    }

    private void reset() {
        reordered = 0;
        previous.empty = true;
        current.empty = true;
    }

    long sendDeltaNanos() {
        return sendDeltaNanos;
    }

    /// 0 or more.
    long arrivalDeltaNanos() {
        return arrivalDeltaNanos;
    }
}
