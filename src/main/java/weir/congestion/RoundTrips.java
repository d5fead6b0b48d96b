package weir.congestion;

/// How long a packet and its report take together, and whether that grows.
final class RoundTrips {
    private static final double WEIGHT = 0.125;
    private static final long UNKNOWN_NANOS = 100_000_000;
    private static final long EPOCH_NANOS = 10_000_000_000L;
    private static final long GROWTH_NANOS = 100_000_000;

    private long smoothedNanos;
    private long newestNanos;
    private long minimumNanos = Long.MAX_VALUE;
    private long epochMinimumNanos = Long.MAX_VALUE;
    private long epochNanos;

    void onRoundTrip(long nanos, long nowNanos) {
        if (minimumNanos == Long.MAX_VALUE) {
            smoothedNanos = nanos;
            epochNanos = nowNanos;
        }
        smoothedNanos += (long) (WEIGHT * (nanos - smoothedNanos));
        newestNanos = nanos;
        if (nowNanos - epochNanos > EPOCH_NANOS) {
            minimumNanos = epochMinimumNanos;
            epochMinimumNanos = nanos;
            epochNanos = nowNanos;
        }
        epochMinimumNanos = Math.min(epochMinimumNanos, nanos);
        minimumNanos = Math.min(minimumNanos, nanos);
    }

    /// 100 ms while it is not known.
    long nanos() {
        return minimumNanos == Long.MAX_VALUE ? UNKNOWN_NANOS : smoothedNanos;
    }

    /// The newest is 100 ms above the least of the last 10 to 20 s: a queue has filled.
    boolean isQueueing() {
        return minimumNanos != Long.MAX_VALUE && newestNanos - minimumNanos > GROWTH_NANOS;
    }
}
