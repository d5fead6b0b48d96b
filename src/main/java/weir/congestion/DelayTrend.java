package weir.congestion;

/// How fast the one-way delay grows: the slope of a line through the smoothed delays of the last
/// groups, by least squares.
///
/// It takes the place of the Kalman filter of draft-ietf-rmcat-gcc-02 §5.3, as it did in browsers.
final class DelayTrend {
    static final int WINDOW = 20;

    private static final double SMOOTHING = 0.9;
    private static final double NANOS_PER_MILLI = 1e6;

    private final double[] arrivalMillis = new double[WINDOW];
    private final double[] delayMillis = new double[WINDOW];
    private double arrival;
    private double delay;
    private double smoothed;
    private long groups;

    /// @return ms of delay that are added per ms: above 0 a queue grows; 0 until the window is full
    double onGroup(long sendDeltaNanos, long arrivalDeltaNanos) {
        arrival += arrivalDeltaNanos / NANOS_PER_MILLI;
        delay += (arrivalDeltaNanos - sendDeltaNanos) / NANOS_PER_MILLI;
        smoothed = SMOOTHING * smoothed + (1 - SMOOTHING) * delay;
        int slot = (int) (groups % WINDOW);
        arrivalMillis[slot] = arrival;
        delayMillis[slot] = smoothed;
        groups++;
        return groups < WINDOW ? 0 : slope();
    }

    private double slope() {
        double arrivalSum = 0;
        double delaySum = 0;
        for (int i = 0; i < WINDOW; i++) {
            arrivalSum += arrivalMillis[i];
            delaySum += delayMillis[i];
        }
        double numerator = 0;
        double denominator = 0;
        for (int i = 0; i < WINDOW; i++) {
            double x = arrivalMillis[i] - arrivalSum / WINDOW;
            numerator += x * (delayMillis[i] - delaySum / WINDOW);
            denominator += x * x;
        }
        return denominator == 0 ? 0 : numerator / denominator;
    }

    /// Groups seen since the beginning.
    long groups() {
        return groups;
    }
}
