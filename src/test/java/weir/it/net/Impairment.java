package weir.it.net;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.random.RandomGenerator;

/// One direction of a network path: datagrams are lost, queue before a bottleneck and take their
/// time, as the conditions of the moment have it.
///
/// Sans-IO: the driver says what came and polls for what arrives.
///
/// @param <D> a datagram, with all that its driver must know of it
public final class Impairment<D> {
    /// Nothing is under way.
    public static final long NEVER = Long.MAX_VALUE;

    /// Before any time, and so that differences to it do not overflow.
    private static final long LONG_AGO = Long.MIN_VALUE / 2;

    /// Of IPv4 and UDP: a link carries them, too.
    static final int HEADERS_BYTES = 28;

    /// What has happened to datagrams so far. A value.
    ///
    /// @param bytes  of those that have arrived, without headers
    /// @param lost   at random and in bursts
    /// @param dropped before the bottleneck
    public record Counts(long came, long arrived, long bytes, long lost, long dropped) {}

    private record Queued<D>(D datagram, int length, long cameNanos) {}

    private record InFlight<D>(D datagram, int length, long arrivalNanos, long order) {}

    private final RandomGenerator random;
    private final ArrayDeque<Queued<D>> queue = new ArrayDeque<>();
    private final PriorityQueue<InFlight<D>> inFlight =
            new PriorityQueue<>(
                    Comparator.<InFlight<D>>comparingLong(InFlight::arrivalNanos)
                            .thenComparingLong(InFlight::order));
    private List<Long> waits = new ArrayList<>();
    private Conditions conditions = Conditions.CLEAN;

    private long nextBurstNanos = NEVER;
    private int burstLeft;
    private long queuedBytes;
    private long linkFreeNanos = LONG_AGO;
    private long lastArrivalNanos = LONG_AGO;
    private long order;
    private int droppedOfInterval;
    private Counts counts = new Counts(0, 0, 0, 0, 0);

    public Impairment(RandomGenerator random) {
        this.random = random;
    }

    /// From now on. What is under way is not touched, but for the pace at which the queue empties.
    public void set(Conditions next, long nowNanos) {
        release(nowNanos);
        conditions = next;
        burstLeft = 0;
        nextBurstNanos = next.burst() == 0 ? NEVER : nowNanos + next.burstEvery().toNanos();
    }

    public void onDatagram(D datagram, int length, long nowNanos) {
        release(nowNanos);
        count(1, 0, 0, 0, 0);
        if (isLost(nowNanos)) {
            count(0, 0, 0, 1, 0);
        } else if (conditions.bitrateBps() == 0 && queue.isEmpty()) {
            depart(datagram, length, nowNanos);
        } else if (waitNanos(nowNanos) > conditions.queueMax().toNanos()) {
            count(0, 0, 0, 0, 1);
            droppedOfInterval++;
        } else {
            queue.add(new Queued<>(datagram, length, nowNanos));
            queuedBytes += length + HEADERS_BYTES;
            release(nowNanos);
        }
    }

    private boolean isLost(long nowNanos) {
        if (nowNanos >= nextBurstNanos) {
            burstLeft = conditions.burst();
            nextBurstNanos += conditions.burstEvery().toNanos();
        }
        boolean inBurst = burstLeft > 0;
        burstLeft -= inBurst ? 1 : 0;
        return random.nextDouble() < conditions.loss() || inBurst;
    }

    /// What would come now would wait as long.
    private long waitNanos(long nowNanos) {
        return Math.max(0, linkFreeNanos - nowNanos) + transmissionNanos(queuedBytes);
    }

    private long transmissionNanos(long bytes) {
        long bitrate = conditions.bitrateBps();
        return bitrate == 0 ? 0 : bytes * 8 * 1_000_000_000L / bitrate;
    }

    /// Those leave the queue whose turn on the link has come.
    private void release(long nowNanos) {
        while (!queue.isEmpty() && turnNanos() <= nowNanos) {
            long turn = turnNanos();
            Queued<D> first = queue.poll();
            queuedBytes -= first.length() + HEADERS_BYTES;
            linkFreeNanos = turn + transmissionNanos(first.length() + HEADERS_BYTES);
            waits.add(turn - first.cameNanos());
            depart(first.datagram(), first.length(), linkFreeNanos);
        }
    }

    private long turnNanos() {
        return Math.max(linkFreeNanos, queue.peek().cameNanos());
    }

    private void depart(D datagram, int length, long atNanos) {
        long jitter = conditions.jitter().toNanos();
        long arrival = atNanos + conditions.delay().toNanos();
        arrival += jitter == 0 ? 0 : random.nextLong(jitter);
        lastArrivalNanos = Math.max(lastArrivalNanos, arrival);
        arrival = lastArrivalNanos;
        if (conditions.reordered() > 0 && random.nextDouble() < conditions.reordered()) {
            arrival += conditions.overtaken().toNanos();
        }
        inFlight.add(new InFlight<>(datagram, length, arrival, order++));
    }

    /// @return what has arrived by now; null if nothing has
    public D poll(long nowNanos) {
        release(nowNanos);
        InFlight<D> first = inFlight.peek();
        if (first == null || first.arrivalNanos() > nowNanos) {
            return null;
        }
        inFlight.poll();
        count(0, 1, first.length(), 0, 0);
        return first.datagram();
    }

    /// When to poll again at the latest, or [#NEVER].
    public long deadlineNanos() {
        long arrival = inFlight.isEmpty() ? NEVER : inFlight.peek().arrivalNanos();
        return queue.isEmpty() ? arrival : Math.min(arrival, turnNanos());
    }

    public Counts counts() {
        return counts;
    }

    /// Of the interval since the last call.
    public Queueing queueing(long nowNanos) {
        release(nowNanos);
        Queueing interval = Queueing.of(waitNanos(nowNanos) / 1e6, waits, droppedOfInterval);
        waits = new ArrayList<>();
        droppedOfInterval = 0;
        return interval;
    }

    private void count(int came, int arrived, int bytes, int lost, int dropped) {
        counts =
                new Counts(
                        counts.came + came,
                        counts.arrived + arrived,
                        counts.bytes + bytes,
                        counts.lost + lost,
                        counts.dropped + dropped);
    }
}
