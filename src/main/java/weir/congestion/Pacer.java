package weir.congestion;

/// Spreads what one viewer is sent over time, and keeps account of what its path has still to
/// carry.
///
/// What leaves does so at one and a half times the estimate, in bursts of 10 ms: so a key frame is
/// not cut into single packets, and does not fill the queue of a slow link at once either, which
/// would look like too high a rate. Besides, it counts by the estimate itself how long the path
/// will take for what was sent: where that only grows, less must be sent.
///
/// Sans-IO; owned by the viewer's loop.
public final class Pacer {
    /// No limit: everything leaves at once.
    public static final long UNLIMITED = Long.MAX_VALUE;

    /// Of the estimate, at which packets leave.
    public static final double FACTOR = 1.5;

    private static final long BURST_NANOS = 10_000_000;
    private static final double BITS_NANOS = 8e9;

    /// No more than that counts when the estimate falls: queues end somewhere, and what was too
    /// much for them is lost and not under way.
    private static final long CARRIED_NANOS_MAX = 250_000_000;

    private double nanosPerByte;
    private long pacedUntilNanos = Long.MIN_VALUE / 2;
    private long carriedUntilNanos = Long.MIN_VALUE / 2;

    /// What the path has still to carry takes as long as the new estimate says.
    ///
    /// @param bps what the path carries, positive, or [#UNLIMITED]
    public void onEstimate(long bps, long nowNanos) {
        double before = nanosPerByte;
        nanosPerByte = bps == UNLIMITED ? 0 : BITS_NANOS / bps;
        double change = before == 0 ? 0 : nanosPerByte / before;
        carriedUntilNanos = rescaled(carriedUntilNanos, change, nowNanos);
        pacedUntilNanos = rescaled(pacedUntilNanos, change, nowNanos);
        if (change > 1) {
            carriedUntilNanos = Math.min(carriedUntilNanos, nowNanos + CARRIED_NANOS_MAX);
            pacedUntilNanos = Math.min(pacedUntilNanos, nowNanos + CARRIED_NANOS_MAX);
        }
    }

    private static long rescaled(long untilNanos, double change, long nowNanos) {
        return untilNanos <= nowNanos
                ? untilNanos
                : nowNanos + (long) (change * (untilNanos - nowNanos));
    }

    /// Audio counts as well, but need not wait.
    public void onSent(int bytes, long nowNanos) {
        if (nanosPerByte == 0) {
            return;
        }
        double nanos = bytes * nanosPerByte;
        carriedUntilNanos = Math.max(carriedUntilNanos, nowNanos) + (long) nanos;
        pacedUntilNanos = Math.max(pacedUntilNanos, nowNanos) + (long) (nanos / FACTOR);
    }

    /// Whether one packet more may leave now.
    public boolean isOpen(long nowNanos) {
        return pacedUntilNanos <= nowNanos + BURST_NANOS;
    }

    /// When it is open again; long ago before anything was paced.
    public long opensNanos() {
        return pacedUntilNanos - BURST_NANOS;
    }

    /// How long the path will take for what was sent and for what waits, beyond what a burst may.
    ///
    /// @param waitingBytes that have not been sent
    public long backlogNanos(long waitingBytes, long nowNanos) {
        if (nanosPerByte == 0) {
            return 0;
        }
        long sent = Math.max(carriedUntilNanos, nowNanos) - nowNanos;
        return sent + (long) (waitingBytes * nanosPerByte);
    }
}
