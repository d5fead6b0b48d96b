package weir.forward;

/// Keeps what waits to be sent to one viewer short, where no lower layer helps at once: temporal
/// layers go one after the other, and if the queue grows nevertheless all goes, until the next key
/// frame.
///
/// Sans-IO; owned by the viewer's loop.
public final class QueueGuard {
    private final QueueConfig config;

    private int temporalIdMax = LayerFilter.ALL;
    private boolean dropping;
    private boolean stepped;
    private long steppedNanos;

    public QueueGuard(QueueConfig config) {
        this.config = config;
    }

    /// Each burst, before it is written.
    ///
    /// @param queuedNanos how long what is written now would wait
    /// @param temporalId  the highest temporal layer that is sent at present
    /// @return whether nothing is to be sent before the next key frame: for
    ///     [LayerForwarder#dropUntilKeyFrame()]
    public boolean onBurst(long queuedNanos, int temporalId, long nowNanos) {
        if (queuedNanos > config.dropAbove().toNanos()) {
            boolean begins = !dropping;
            dropping = true;
            return begins;
        }
        if (queuedNanos > config.reduceAbove().toNanos()) {
            if (temporalIdMax > 0 && isSettled(nowNanos)) {
                step(Math.max(0, Math.min(temporalIdMax, temporalId) - 1), nowNanos);
            }
        } else {
            dropping = false;
            if (temporalIdMax < LayerFilter.ALL && isSettled(nowNanos)) {
                step(temporalIdMax + 1, nowNanos);
            }
        }
        return false;
    }

    private boolean isSettled(long nowNanos) {
        return !stepped || nowNanos - steppedNanos >= config.settle().toNanos();
    }

    private void step(int to, long nowNanos) {
        temporalIdMax = to;
        stepped = true;
        steppedNanos = nowNanos;
    }

    /// The highest temporal layer that may be sent; [LayerFilter#ALL] while the queue is short.
    public int temporalIdMax() {
        return temporalIdMax;
    }
}
