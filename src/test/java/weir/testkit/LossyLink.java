package weir.testkit;

import io.netty.buffer.ByteBuf;

import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/// One direction of a network path in simulated time: it loses, delays and reorders datagrams as
/// the generator has it.
public final class LossyLink implements AutoCloseable {
    /// Nothing is under way.
    public static final long NEVER = Long.MAX_VALUE;

    private record InFlight(ByteBuf datagram, long arrivalNanos, long order) {}

    private final RandomGenerator random;
    private final PriorityQueue<InFlight> inFlight =
            new PriorityQueue<>(
                    Comparator.comparingLong(InFlight::arrivalNanos)
                            .thenComparingLong(InFlight::order));
    private Predicate<ByteBuf> lost = _ -> false;
    private double loss;
    private long delayNanos;
    private long jitterNanos;
    private long sent;
    private long dropped;

    public LossyLink(RandomGenerator random) {
        this.random = random;
    }

    /// @param chance of each datagram to be lost, 0..1
    public LossyLink loss(double chance) {
        loss = chance;
        return this;
    }

    /// @param jitter the longest that a datagram takes more; what it exceeds the gaps between
    ///     datagrams by reorders them
    public LossyLink delay(Duration delay, Duration jitter) {
        delayNanos = delay.toNanos();
        jitterNanos = jitter.toNanos();
        return this;
    }

    /// What is lost besides. The predicate is lent each datagram.
    public LossyLink drop(Predicate<ByteBuf> which) {
        lost = which;
        return this;
    }

    /// @param datagram given
    public void send(ByteBuf datagram, long nowNanos) {
        sent++;
        if (random.nextDouble() < loss || lost.test(datagram)) {
            dropped++;
            datagram.release();
            return;
        }
        long jitter = jitterNanos == 0 ? 0 : random.nextLong(jitterNanos);
        inFlight.add(new InFlight(datagram, nowNanos + delayNanos + jitter, sent));
    }

    /// @return what has arrived by now, the caller's; null if nothing has
    public ByteBuf poll(long nowNanos) {
        InFlight first = inFlight.peek();
        return first == null || first.arrivalNanos() > nowNanos ? null : inFlight.poll().datagram();
    }

    /// When the next datagram arrives, or [#NEVER].
    public long deadlineNanos() {
        return inFlight.isEmpty() ? NEVER : inFlight.peek().arrivalNanos();
    }

    public long dropped() {
        return dropped;
    }

    @Override
    public void close() {
        inFlight.forEach(each -> each.datagram().release());
        inFlight.clear();
    }
}
