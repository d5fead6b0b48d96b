package weir.congestion;

/// Decides when the path is probed, and how fast: at the start, after a drop has ended, and from
/// time to time while more is wanted than the estimate allows.
///
/// A probe that succeeds is followed at once by a faster one. They cost little: 40 ms at twice the
/// rate of the media every 3 s add less than one packet in a hundred.
final class ProbeSchedule {
    private static final double START_FACTOR = 3;
    private static final double AGAIN_FACTOR = 2;
    private static final double RAISE_FACTOR = 2;
    private static final double SUCCESS = 0.7;
    private static final double MARGIN = 1.1;

    private static final double BIG_DROP = 0.66;
    private static final double RECOVERY = 0.85;
    private static final long DROP_NANOS_MAX = 5_000_000_000L;

    private static final long RESULT_NANOS = 1_000_000_000;

    private enum Phase {
        /// Nothing was sent yet.
        NEW,
        /// The next probe is due at a time.
        IDLE,
        /// A probe was begun, and may still be measured.
        MEASURING
    }

    private final long intervalNanos;
    private final double maxBps;

    private Phase phase = Phase.NEW;
    private boolean first = true;
    private boolean retried;
    private double probedBps;
    private long begunNanos;
    private long dueNanos = Long.MAX_VALUE;
    private double dueBps;

    ProbeSchedule(BandwidthConfig config) {
        intervalNanos = config.probeInterval().toNanos();
        maxBps = config.bitrateMax().bps();
    }

    /// The first packets are sent: there is a session, and padding can go with them.
    void onStart(double estimateBps, long nowNanos) {
        if (phase == Phase.NEW) {
            phase = Phase.IDLE;
            dueNanos = nowNanos;
            dueBps = START_FACTOR * estimateBps;
        }
    }

    /// The path is no longer overused.
    void onDropEnded(double beforeDropBps, double estimateBps, long droppedNanos, long nowNanos) {
        if (phase == Phase.IDLE
                && estimateBps < BIG_DROP * beforeDropBps
                && nowNanos - droppedNanos < DROP_NANOS_MAX) {
            dueNanos = nowNanos;
            dueBps = RECOVERY * beforeDropBps;
        }
    }

    /// The path turned out to be full: no probe for a while.
    void onOverused(long nowNanos) {
        if (phase == Phase.IDLE && dueNanos - nowNanos < intervalNanos) {
            rest(nowNanos);
        }
    }

    /// More arrives than the path was thought to carry: it carries more than it did.
    void onOutgrown(long nowNanos) {
        if (phase == Phase.IDLE) {
            dueNanos = nowNanos;
        }
    }

    /// @return the rate of a probe to be begun now, 0 for none
    double poll(double estimateBps, double wantedBps, long nowNanos) {
        if (phase == Phase.MEASURING && nowNanos - begunNanos > RESULT_NANOS) {
            phase = Phase.IDLE;
            dueNanos = nowNanos + (retried ? intervalNanos : 0);
            retried = !retried;
        }
        double limitBps = Math.min(wantedBps, maxBps);
        if (phase != Phase.IDLE || nowNanos < dueNanos || limitBps <= estimateBps) {
            return 0;
        }
        double bps = dueBps > 0 ? dueBps : RAISE_FACTOR * estimateBps;
        phase = Phase.MEASURING;
        begunNanos = nowNanos;
        // Faster than wanted by the margin that a measurement needs.
        probedBps = Math.clamp(bps, estimateBps, MARGIN * limitBps);
        return probedBps;
    }

    private void rest(long nowNanos) {
        phase = Phase.IDLE;
        dueNanos = nowNanos + intervalNanos;
        dueBps = 0;
    }

    boolean isMeasuring() {
        return phase == Phase.MEASURING;
    }

    /// Whether nothing was measured yet: then a result counts even if it is below the estimate.
    boolean isFirst() {
        return first;
    }

    /// The probe that is measured had this result.
    void onResult(double bps, long nowNanos) {
        rest(nowNanos);
        if (bps >= SUCCESS * probedBps) {
            dueNanos = nowNanos;
            dueBps = AGAIN_FACTOR * bps;
        }
        first = false;
        retried = false;
    }

    /// When to poll again at the latest, or [Long#MAX_VALUE].
    long deadlineNanos(double estimateBps, double wantedBps) {
        return switch (phase) {
            case NEW -> Long.MAX_VALUE;
            case MEASURING -> begunNanos + RESULT_NANOS + 1;
            case IDLE -> Math.min(wantedBps, maxBps) <= estimateBps ? Long.MAX_VALUE : dueNanos;
        };
    }
}
