package weir.congestion;

/// Raises the rate until the path is full, and lowers it below what arrives then: additive increase
/// near the capacity, multiplicative elsewhere, multiplicative decrease (draft-ietf-rmcat-gcc-02
/// §5.6).
final class RateControl {
    private static final double BACK_OFF = 0.85;
    private static final double LOSS_BACK_OFF = 0.9;
    private static final double INCREASE_PER_SECOND = 1.08;
    private static final double INCREASE_MIN_BPS = 1000;
    private static final double ADDITIVE_MIN_BPS = 4000;
    private static final double PACKET_BITS = 8 * 1200;

    // A rate that nobody sends cannot be tried: it grows no further than this above what arrives.
    private static final double UNTRIED_MAX = 1.5;
    private static final double UNTRIED_MAX_BPS = 10_000;

    // Drops with no more than this between them are one.
    private static final long EPISODE_NANOS = 1_000_000_000;
    private static final long REACTION_NANOS = 100_000_000;
    private static final long AGAIN_NANOS_MIN = 10_000_000;
    private static final long AGAIN_NANOS_MAX = 200_000_000;
    private static final double FAR_TOO_MUCH = 0.5;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double STEP_SECONDS_MAX = 1;

    private final double minBps;
    private final double maxBps;
    private final LinkCapacity capacity = new LinkCapacity();

    private double estimateBps;
    private double beforeDropBps;
    private boolean holding = true;
    private boolean started;
    private boolean outgrown;
    private long changedNanos;
    private long droppedNanos;

    RateControl(BandwidthConfig config) {
        minBps = config.bitrateMin().bps();
        maxBps = config.bitrateMax().bps();
        estimateBps = config.bitrateStart().bps();
    }

    /// With each feedback.
    ///
    /// @param arrivingBps what arrives, 0 if unknown
    void update(NetworkUse use, double arrivingBps, long roundTripNanos, long nowNanos) {
        if (!started) {
            started = true;
            changedNanos = nowNanos;
            droppedNanos = nowNanos - AGAIN_NANOS_MAX;
        }
        outgrown = false;
        switch (use) {
            case OVERUSED -> {
                if (isTimeToDrop(arrivingBps, roundTripNanos, nowNanos)) {
                    backOff(arrivingBps, nowNanos);
                }
                holding = true;
            }
            case UNDERUSED -> holding = true;
            case NORMAL -> {
                if (!holding) {
                    increase(arrivingBps, roundTripNanos, nowNanos);
                }
                holding = false;
            }
        }
        changedNanos = nowNanos;
    }

    private boolean isTimeToDrop(double arrivingBps, long roundTripNanos, long nowNanos) {
        long again = Math.clamp(roundTripNanos, AGAIN_NANOS_MIN, AGAIN_NANOS_MAX);
        return nowNanos - droppedNanos >= again
                || arrivingBps > 0 && arrivingBps < FAR_TOO_MUCH * estimateBps;
    }

    private void backOff(double arrivingBps, long nowNanos) {
        double target = BACK_OFF * (arrivingBps > 0 ? arrivingBps : estimateBps);
        if (target > estimateBps && capacity.isKnown()) {
            target = BACK_OFF * capacity.bps();
        }
        if (arrivingBps > 0) {
            capacity.onFullBelow(arrivingBps);
            capacity.onFull(arrivingBps);
        }
        drop(target, nowNanos);
    }

    private void drop(double targetBps, long nowNanos) {
        if (beforeDropBps == 0 || nowNanos - droppedNanos > EPISODE_NANOS) {
            beforeDropBps = estimateBps;
        }
        droppedNanos = nowNanos;
        set(Math.min(estimateBps, targetBps));
    }

    /// Whether the last update was the first to see more arrive than the path was thought to carry.
    boolean isOutgrown() {
        return outgrown;
    }

    private void increase(double arrivingBps, long roundTripNanos, long nowNanos) {
        boolean known = capacity.isKnown();
        capacity.onArrivingAbove(arrivingBps);
        outgrown = known && !capacity.isKnown();
        double seconds = Math.min((nowNanos - changedNanos) / NANOS_PER_SECOND, STEP_SECONDS_MAX);
        double raised = estimateBps + growth(seconds, roundTripNanos);
        double limit = arrivingBps > 0 ? UNTRIED_MAX * arrivingBps + UNTRIED_MAX_BPS : estimateBps;
        set(Math.max(estimateBps, Math.min(raised, limit)));
    }

    /// Near the capacity, about a packet more in each time that it takes to see the effect.
    private double growth(double seconds, long roundTripNanos) {
        if (capacity.isKnown()) {
            double reactionSeconds = (roundTripNanos + REACTION_NANOS) / NANOS_PER_SECOND;
            return seconds * Math.max(ADDITIVE_MIN_BPS, PACKET_BITS / reactionSeconds);
        }
        return Math.max(
                estimateBps * (Math.pow(INCREASE_PER_SECOND, seconds) - 1),
                INCREASE_MIN_BPS * seconds);
    }

    /// A probe has shown that this much fits.
    void onProbed(double bps, long nowNanos) {
        changedNanos = nowNanos;
        set(bps);
    }

    /// Packets are lost for want of capacity, of which there is no more than this.
    void onLossLimit(double bps, long nowNanos) {
        if (bps < estimateBps) {
            capacity.onFullBelow(bps);
            capacity.onFull(bps);
            drop(LOSS_BACK_OFF * bps, nowNanos);
            holding = true;
        }
    }

    /// Nothing is heard any more.
    void onSilence(double factor, long nowNanos) {
        drop(factor * estimateBps, nowNanos);
        holding = true;
    }

    private void set(double bps) {
        estimateBps = Math.clamp(bps, minBps, maxBps);
    }

    double bps() {
        return estimateBps;
    }

    /// The estimate before it was lowered last, in one step or a few; 0 if it never was.
    double beforeDropBps() {
        return beforeDropBps;
    }

    long droppedNanos() {
        return droppedNanos;
    }
}
