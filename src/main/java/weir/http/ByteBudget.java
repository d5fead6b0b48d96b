package weir.http;

import java.util.concurrent.atomic.AtomicLong;

/// How many bytes the node may hold for something at a time: without a bound, a few addresses, each
/// within what one may have, would take all memory. Any thread.
public final class ByteBudget {
    private final AtomicLong taken = new AtomicLong();
    private final long max;

    /// @param max bytes, 1 or more
    public ByteBudget(long max) {
        this.max = max;
    }

    /// @return false if there are not as many; then none is taken
    public boolean take(int bytes) {
        if (taken.addAndGet(bytes) <= max) {
            return true;
        }
        taken.addAndGet(-bytes);
        return false;
    }

    public void giveBack(int bytes) {
        taken.addAndGet(-bytes);
    }

    public long taken() {
        return taken.get();
    }
}
