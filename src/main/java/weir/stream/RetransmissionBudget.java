package weir.stream;

/// How many packets one peer may be sent again: a NACK of one datagram can name thousands, and what
/// it is sent comes out of what all viewers of the loop may send. Owned by its subscriber.
final class RetransmissionBudget {
    /// What a loss of half a second at 10 Mbit/s needs at once.
    static final int PACKETS_MAX = 512;

    /// One packet a millisecond: about 10 Mbit/s.
    private static final long REFILL_NANOS = 1_000_000;

    private long fullAtNanos;
    private boolean used;

    /// @return whether one more packet may be sent again now; it is counted then
    boolean take(long nowNanos) {
        if (!used || fullAtNanos < nowNanos) {
            used = true;
            fullAtNanos = nowNanos;
        }
        if (fullAtNanos - nowNanos > (PACKETS_MAX - 1) * REFILL_NANOS) {
            return false;
        }
        fullAtNanos += REFILL_NANOS;
        return true;
    }
}
