package weir.congestion;

/// Where the path was full lately: near it, the rate is raised carefully (draft-ietf-rmcat-gcc-02
/// §5.6, "average maximum bitrate").
final class LinkCapacity {
    private static final double WEIGHT = 0.05;
    private static final double VARIANCE_START = 0.4;
    private static final double VARIANCE_MIN = 0.4;
    private static final double VARIANCE_MAX = 2.5;
    private static final double DEVIATIONS = 3;
    private static final double BPS_PER_KBPS = 1000;

    private double kbps;
    // Of the samples, divided by the estimate.
    private double variance = VARIANCE_START;

    /// @param bps what arrived while the path was overused
    void onFull(double bps) {
        double sample = bps / BPS_PER_KBPS;
        kbps = kbps == 0 ? sample : (1 - WEIGHT) * kbps + WEIGHT * sample;
        double off = kbps - sample;
        variance = (1 - WEIGHT) * variance + WEIGHT * off * off / Math.max(kbps, 1);
        variance = Math.clamp(variance, VARIANCE_MIN, VARIANCE_MAX);
    }

    /// More arrives than fitted: the capacity is another now, and forgotten.
    void onArrivingAbove(double bps) {
        if (bps / BPS_PER_KBPS > kbps + distanceKbps()) {
            kbps = 0;
        }
    }

    /// Less arrives although the path is full: the same.
    void onFullBelow(double bps) {
        if (bps / BPS_PER_KBPS < kbps - distanceKbps()) {
            kbps = 0;
        }
    }

    private double distanceKbps() {
        return DEVIATIONS * Math.sqrt(variance * kbps);
    }

    boolean isKnown() {
        return kbps > 0;
    }

    /// 0 while it is not known.
    double bps() {
        return kbps * BPS_PER_KBPS;
    }
}
