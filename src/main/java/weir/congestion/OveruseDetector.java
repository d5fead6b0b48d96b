package weir.congestion;

/// Compares the trend of the delay with a threshold that adapts to it (draft-ietf-rmcat-gcc-02
/// §5.4, §5.5).
///
/// A threshold that stayed would starve the flow beside one that fills the queue: it follows the
/// trend, up quickly and down slowly, but not its spikes.
final class OveruseDetector {
    private static final double GAIN = 4;
    private static final long GROUPS_MAX = 60;

    private static final double THRESHOLD_START_MILLIS = 12.5;
    private static final double THRESHOLD_MIN_MILLIS = 6;
    private static final double THRESHOLD_MAX_MILLIS = 600;
    private static final double RISE_PER_MILLI = 0.0087;
    private static final double FALL_PER_MILLI = 0.039;
    private static final double SPIKE_MILLIS = 15;
    private static final double STEP_MILLIS_MAX = 100;

    private static final long OVERUSED_NANOS = 10_000_000;
    private static final double NANOS_PER_MILLI = 1e6;

    private final DelayTrend delayTrend = new DelayTrend();
    private NetworkUse use = NetworkUse.NORMAL;
    private double thresholdMillis = THRESHOLD_START_MILLIS;
    private double previousTrend;
    private long overNanos;
    private int overGroups;
    private long adaptedNanos;

    /// @param sendDeltaNanos    from the group before to this one, as sent
    /// @param arrivalDeltaNanos the same as they arrived
    /// @param arrivalNanos      of this group, by the receiver's clock
    void onGroup(long sendDeltaNanos, long arrivalDeltaNanos, long arrivalNanos) {
        double trend = delayTrend.onGroup(sendDeltaNanos, arrivalDeltaNanos);
        double growthMillis = Math.min(delayTrend.groups(), GROUPS_MAX) * trend * GAIN;
        if (growthMillis > thresholdMillis) {
            onGrowth(trend, sendDeltaNanos);
        } else {
            overNanos = 0;
            overGroups = 0;
            use = growthMillis < -thresholdMillis ? NetworkUse.UNDERUSED : NetworkUse.NORMAL;
        }
        previousTrend = trend;
        adapt(Math.abs(growthMillis), arrivalNanos);
    }

    /// One group above the threshold is not enough, nor is a growth that wanes.
    private void onGrowth(double trend, long sendDeltaNanos) {
        overNanos += overGroups == 0 ? sendDeltaNanos / 2 : sendDeltaNanos;
        overGroups++;
        if (overNanos > OVERUSED_NANOS && overGroups > 1 && trend >= previousTrend) {
            overNanos = 0;
            overGroups = 0;
            use = NetworkUse.OVERUSED;
        }
    }

    private void adapt(double growthMillis, long arrivalNanos) {
        double stepMillis =
                Math.clamp((arrivalNanos - adaptedNanos) / NANOS_PER_MILLI, 0, STEP_MILLIS_MAX);
        adaptedNanos = arrivalNanos;
        if (growthMillis > thresholdMillis + SPIKE_MILLIS) {
            return;
        }
        double rate = growthMillis < thresholdMillis ? FALL_PER_MILLI : RISE_PER_MILLI;
        thresholdMillis =
                Math.clamp(
                        thresholdMillis + rate * (growthMillis - thresholdMillis) * stepMillis,
                        THRESHOLD_MIN_MILLIS,
                        THRESHOLD_MAX_MILLIS);
    }

    NetworkUse use() {
        return use;
    }

    double thresholdMillis() {
        return thresholdMillis;
    }
}
