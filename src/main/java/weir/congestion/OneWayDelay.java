package weir.congestion;

/// How much longer packets take than the quickest of the last 10 to 20 seconds: what they waited in
/// queues. The clocks need not agree, as long as they run at about the same speed.
final class OneWayDelay {
    private static final long EPOCH_NANOS = 10_000_000_000L;

    private boolean known;
    private long newestNanos;
    private long minimumNanos;
    private long epochMinimumNanos;
    private long epochNanos;

    void onArrived(long sentNanos, long arrivalNanos) {
        long delayNanos = arrivalNanos - sentNanos;
        if (!known || sentNanos - epochNanos > EPOCH_NANOS) {
            minimumNanos = known ? epochMinimumNanos : delayNanos;
            epochMinimumNanos = delayNanos;
            epochNanos = sentNanos;
            known = true;
        }
        newestNanos = delayNanos;
        epochMinimumNanos = Math.min(epochMinimumNanos, delayNanos);
        minimumNanos = Math.min(minimumNanos, delayNanos);
    }

    /// Of the packet reported last, 0 or more.
    long queueingNanos() {
        return newestNanos - minimumNanos;
    }
}
