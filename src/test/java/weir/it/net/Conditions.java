package weir.it.net;

import java.time.Duration;

/// What one direction of a network path does to datagrams. A value.
///
/// @param loss        chance of each datagram to be lost, 0..1
/// @param burst       how many in a row are lost each time; 0 for never
/// @param burstEvery  from the start of one burst to that of the next
/// @param delay       that every datagram takes
/// @param jitter      the longest that one takes more, without any overtaking another
/// @param reordered   chance of each datagram to be overtaken, 0..1
/// @param overtaken   how much later such a datagram comes
/// @param bitrateBps  of the bottleneck, IP and UDP headers counted; 0 for no bottleneck
/// @param queueMax    the longest that a datagram may wait there: beyond, the newest is dropped
public record Conditions(
        double loss,
        int burst,
        Duration burstEvery,
        Duration delay,
        Duration jitter,
        double reordered,
        Duration overtaken,
        long bitrateBps,
        Duration queueMax) {

    /// Everything comes at once.
    public static final Conditions CLEAN =
            new Conditions(
                    0,
                    0,
                    Duration.ZERO,
                    Duration.ZERO,
                    Duration.ZERO,
                    0,
                    Duration.ZERO,
                    0,
                    Duration.ZERO);

    public Conditions {
        if (loss < 0 || loss > 1 || reordered < 0 || reordered > 1) {
            throw new IllegalArgumentException("a chance is 0..1: " + loss + ", " + reordered);
        }
        if (burst > 0 && !burstEvery.isPositive()) {
            throw new IllegalArgumentException("bursts are some time apart: " + burstEvery);
        }
        if (bitrateBps < 0 || bitrateBps > 0 && !queueMax.isPositive()) {
            throw new IllegalArgumentException("no queue: " + bitrateBps + ", " + queueMax);
        }
    }

    public Conditions withLoss(double chance) {
        return new Conditions(
                chance,
                burst,
                burstEvery,
                delay,
                jitter,
                reordered,
                overtaken,
                bitrateBps,
                queueMax);
    }

    /// The first burst comes after one `every`.
    public Conditions withBursts(int count, Duration every) {
        return new Conditions(
                loss, count, every, delay, jitter, reordered, overtaken, bitrateBps, queueMax);
    }

    public Conditions withDelay(Duration each, Duration jitterMax) {
        return new Conditions(
                loss,
                burst,
                burstEvery,
                each,
                jitterMax,
                reordered,
                overtaken,
                bitrateBps,
                queueMax);
    }

    public Conditions withReordering(double chance, Duration later) {
        return new Conditions(
                loss, burst, burstEvery, delay, jitter, chance, later, bitrateBps, queueMax);
    }

    public Conditions withBottleneck(long bps, Duration waitMax) {
        return new Conditions(
                loss, burst, burstEvery, delay, jitter, reordered, overtaken, bps, waitMax);
    }
}
