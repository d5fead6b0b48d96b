package weir.transport;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// Takes as many as come in a second at once, and then one in each interval. Any thread.
final class RateLimit {
    private static final long BURST_NANOS = TimeUnit.SECONDS.toNanos(1);

    /// When all that were taken would have come at the even rate.
    private final AtomicLong takenNanos = new AtomicLong(System.nanoTime());

    /// @param intervalNanos of the even rate: 1 s through what is taken a second
    boolean take(long nowNanos, long intervalNanos) {
        long taken = takenNanos.get();
        long aheadNanos = Math.max(0, taken - nowNanos);
        if (aheadNanos > BURST_NANOS) {
            return false;
        }
        // If another loop was faster, one more is taken than should be.
        takenNanos.compareAndSet(taken, nowNanos + aheadNanos + intervalNanos);
        return true;
    }
}
