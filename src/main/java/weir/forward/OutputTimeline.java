package weir.forward;

/// The line that a viewer's timestamps of one medium lie on, across all sources: a timestamp and
/// the time by this node's clock that it stands for. Owned by a [Rewriter].
final class OutputTimeline {
    private long baseTicks;
    private long baseNanos;
    private int clockRate;
    private long highestTicks;

    /// @param firstTimestamp of the first packet that will be sent
    OutputTimeline(int firstTimestamp) {
        baseTicks = Integer.toUnsignedLong(firstTimestamp);
        highestTicks = baseTicks - 1;
    }

    /// The timestamp of a packet that a source begins with: as far from that of the first source as
    /// the captures are apart, and at least a millisecond after the last that was sent.
    int begin(int rate, long captureNanos) {
        if (clockRate == 0) {
            baseNanos = captureNanos;
        } else if (rate != clockRate) {
            // RFC 7160: what passed before counts in old ticks, what passes from here in new ones.
            baseNanos += Ticks.toNanos(highestTicks - baseTicks, clockRate);
            baseTicks = highestTicks;
        }
        clockRate = rate;
        long ticks = baseTicks + Ticks.ofNanos(captureNanos - baseNanos, rate);
        return (int) Math.max(ticks, highestTicks + (isUnused() ? 1 : Math.max(1, rate / 1000)));
    }

    private boolean isUnused() {
        return highestTicks < baseTicks;
    }

    boolean isAhead(int timestamp) {
        return timestamp - (int) highestTicks > 0;
    }

    void onSent(int timestamp) {
        if (isAhead(timestamp)) {
            highestTicks += timestamp - (int) highestTicks;
        }
    }
}
