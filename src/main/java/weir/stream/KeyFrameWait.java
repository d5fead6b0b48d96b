package weir.stream;

/// How long one viewer has been waiting for a key frame, and when it may ask for another. Owned by
/// its [VideoTrack].
final class KeyFrameWait {
    private static final long INTERVAL_NANOS = 500_000_000;

    /// After packets were dropped: a viewer on a bad path is not the publisher's trouble.
    private static final long DROPPED_INTERVAL_NANOS = 2_000_000_000L;

    /// A flood of requests would be one for the publisher's loop.
    private static final long HEARD_INTERVAL_NANOS = 1_000_000_000L;

    private static final long LONG_AGO = Long.MIN_VALUE / 2;

    private boolean dropped;
    private long askedNanos = LONG_AGO;
    private long heardNanos = LONG_AGO;
    private boolean waits;
    private long sinceNanos;

    /// What was to be sent was not.
    void onDropped() {
        dropped = true;
    }

    void onKeyFrame() {
        dropped = false;
    }

    /// There is a new reason to ask: the next question is no repetition.
    void askAtOnce() {
        askedNanos = LONG_AGO;
    }

    /// @return whether to ask now; it counts as asked then
    boolean asks(long nowNanos) {
        long interval = dropped ? DROPPED_INTERVAL_NANOS : INTERVAL_NANOS;
        if (nowNanos - askedNanos < interval) {
            return false;
        }
        askedNanos = nowNanos;
        return true;
    }

    /// The viewer itself asks.
    ///
    /// @return whether it is heard
    boolean hears(long nowNanos) {
        if (nowNanos - heardNanos < HEARD_INTERVAL_NANOS) {
            return false;
        }
        heardNanos = nowNanos;
        return true;
    }

    /// As often as layers are measured.
    ///
    /// @param now whether nothing can be sent for want of a key frame
    void note(boolean now, long nowNanos) {
        sinceNanos = now && !waits ? nowNanos : sinceNanos;
        waits = now;
    }

    /// For how long it has been so.
    ///
    /// @param still whether it is so
    long waitedNanos(boolean still, long nowNanos) {
        return waits && still ? nowNanos - sinceNanos : 0;
    }
}
