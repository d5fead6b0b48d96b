package weir.http;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/// How many requests each client has left: a token bucket each (RFC 6585 §4 is what who has none is
/// answered with). All loops share it, since a client has connections on several. Any thread.
final class RequestRates {
    /// For clients that find no room in the table.
    private static final Object OTHERS = "others";

    private static final long SWEEP_NANOS = TimeUnit.SECONDS.toNanos(1);

    /// When the bucket would be full if nothing more were taken: one number tells all.
    private final Map<Object, Long> fullAtNanos = new ConcurrentHashMap<>();

    private final LongAdder shared = new LongAdder();
    private final long tokenNanos;
    private final long capacityNanos;
    private final int clientsMax;
    private volatile long sweptAtNanos;
    private volatile boolean swept;

    RequestRates(int perSecond, int burst, int clientsMax) {
        this.tokenNanos = TimeUnit.SECONDS.toNanos(1) / perSecond;
        this.capacityNanos = tokenNanos * burst;
        this.clientsMax = clientsMax;
    }

    /// Takes one token.
    ///
    /// @return nanoseconds until there is one, 0 if there was one
    long take(IpNetwork client, long nowNanos) {
        if (hasRoom(client, nowNanos)) {
            return takeFrom(client, nowNanos);
        }
        shared.increment();
        return takeFrom(OTHERS, nowNanos);
    }

    private long takeFrom(Object key, long nowNanos) {
        long[] wait = new long[1];
        fullAtNanos.compute(
                key,
                (_, before) -> {
                    long fullAt =
                            before == null || before - nowNanos < 0 ? nowNanos : (long) before;
                    long missing = fullAt - nowNanos + tokenNanos - capacityNanos;
                    wait[0] = Math.max(0, missing);
                    return wait[0] > 0 ? fullAt : fullAt + tokenNanos;
                });
        return wait[0];
    }

    private boolean hasRoom(IpNetwork client, long nowNanos) {
        if (fullAtNanos.size() < clientsMax || fullAtNanos.containsKey(client)) {
            return true;
        }
        if (!swept || nowNanos - sweptAtNanos >= SWEEP_NANOS) {
            swept = true;
            sweptAtNanos = nowNanos;
            // A full bucket is as good as none.
            fullAtNanos.values().removeIf(fullAt -> fullAt - nowNanos <= 0);
        }
        return fullAtNanos.size() < clientsMax;
    }

    int clients() {
        return fullAtNanos.size();
    }

    /// Requests of clients that found no room.
    long shared() {
        return shared.sum();
    }
}
