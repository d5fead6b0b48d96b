package weir.congestion;

import java.util.random.RandomGenerator;

/// A queue before a slow link, and cross traffic of constant rate that shares both: drop-tail,
/// first in first out, in simulated time.
final class Bottleneck {
    static final long DROPPED = Long.MIN_VALUE;

    private static final int CROSS_BYTES = 1200;
    private static final double NANOS_PER_SECOND = 1e9;

    private final RandomGenerator random;
    private final long depthBytes;
    private double capacityBps;
    private double crossBps;
    private long freeNanos;
    private long crossNanos;

    private double queueingNanos;
    private long packets;
    private long bytes;
    private long dropped;
    private double offeredBits;

    /// @param depthBytes what the queue holds
    Bottleneck(long depthBytes, RandomGenerator random) {
        this.depthBytes = depthBytes;
        this.random = random;
    }

    /// From now on, and until the next call.
    void set(double capacityBps, double crossBps) {
        this.capacityBps = capacityBps;
        this.crossBps = crossBps;
    }

    /// The cross traffic of the time since the last call; before the packets of the same time.
    void advance(long fromNanos, long toNanos) {
        offeredBits += (capacityBps - crossBps) * (toNanos - fromNanos) / NANOS_PER_SECOND;
        if (crossBps <= 0) {
            crossNanos = toNanos;
            return;
        }
        double gapNanos = 8 * CROSS_BYTES / crossBps * NANOS_PER_SECOND;
        while (crossNanos < toNanos) {
            enqueue(CROSS_BYTES, Math.max(crossNanos, fromNanos));
            crossNanos += (long) (gapNanos * (0.9 + 0.2 * random.nextDouble()));
        }
    }

    /// @return when the packet has left the link, or [#DROPPED]
    long send(int packetBytes, long nowNanos) {
        long waitNanos = Math.max(0, freeNanos - nowNanos);
        long left = enqueue(packetBytes, nowNanos);
        if (left == DROPPED) {
            dropped++;
        } else {
            packets++;
            bytes += packetBytes;
            queueingNanos += waitNanos;
        }
        return left;
    }

    private long enqueue(int packetBytes, long nowNanos) {
        long waitNanos = Math.max(0, freeNanos - nowNanos);
        double queuedBytes = waitNanos * capacityBps / NANOS_PER_SECOND / 8;
        if (queuedBytes + packetBytes > depthBytes) {
            return DROPPED;
        }
        freeNanos =
                nowNanos + waitNanos + (long) (8 * packetBytes / capacityBps * NANOS_PER_SECOND);
        return freeNanos;
    }

    /// How long a packet would wait now.
    double waitMillis(long nowNanos) {
        return Math.max(0, freeNanos - nowNanos) / 1e6;
    }

    /// What went through, as a share of what the cross traffic left.
    double use() {
        return 8 * bytes / offeredBits;
    }

    double meanQueueingMillis() {
        return queueingNanos / packets / 1e6;
    }

    double lossShare() {
        return (double) dropped / (packets + dropped);
    }
}
