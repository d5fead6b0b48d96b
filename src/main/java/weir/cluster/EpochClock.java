package weir.cluster;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/// Makes epochs that are greater than each this node made or saw, and near the wall clock's
/// milliseconds, however wrong the clocks of the nodes are. A ref.
final class EpochClock {
    private final LongSupplier wallMillis;
    private final AtomicLong seen = new AtomicLong();

    EpochClock(LongSupplier wallMillis) {
        this.wallMillis = wallMillis;
    }

    long next() {
        return seen.updateAndGet(last -> Math.max(wallMillis.getAsLong(), last + 1));
    }

    void onSeen(long epoch) {
        seen.accumulateAndGet(epoch, Math::max);
    }
}
