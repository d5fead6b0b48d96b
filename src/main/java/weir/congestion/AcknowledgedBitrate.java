package weir.congestion;

/// How much arrives, by the feedback: what the path carries while it is overused
/// (draft-ietf-rmcat-gcc-02 §5.6).
///
/// Windows of 150 ms (the first one: 500 ms) are weighed against the estimate by their variances; a
/// window that is far off counts as less certain.
final class AcknowledgedBitrate {
    private static final long FIRST_WINDOW_NANOS = 500_000_000;
    private static final long WINDOW_NANOS = 150_000_000;
    private static final long SILENCE_NANOS = 1_000_000_000;
    private static final double NANOS_PER_SECOND = 1e9;

    private static final double VARIANCE_START = 50;
    private static final double VARIANCE_STEP = 5;
    private static final double VARIANCE_CHANGE = 200;
    private static final double UNCERTAINTY = 10;
    private static final double SMALL_BPS = 25_000;

    private boolean started;
    private long windowNanos;
    private long newestNanos;
    private long bytes;
    private double estimateBps;
    private double newestBps;
    // Relative: per mille of the estimate, squared.
    private double variance = VARIANCE_START;

    /// Feedback was lost: of the window nobody knows how much arrived.
    void onGap() {
        started = false;
    }

    /// The rate changes: the next windows count for more than the past.
    void onChange() {
        variance += VARIANCE_CHANGE;
    }

    /// @param arrivalNanos by the receiver's clock, in any order
    void onArrived(long arrivalNanos, int packetBytes) {
        if (!started || Math.abs(arrivalNanos - newestNanos) > SILENCE_NANOS) {
            started = true;
            windowNanos = arrivalNanos;
            newestNanos = arrivalNanos;
            bytes = 0;
        }
        newestNanos = Math.max(newestNanos, arrivalNanos);
        long lengthNanos = estimateBps == 0 ? FIRST_WINDOW_NANOS : WINDOW_NANOS;
        long elapsedNanos = newestNanos - windowNanos;
        if (elapsedNanos >= lengthNanos) {
            onWindow(8 * bytes * NANOS_PER_SECOND / elapsedNanos);
            windowNanos = newestNanos;
            bytes = 0;
        }
        bytes += packetBytes;
    }

    private void onWindow(double sampleBps) {
        newestBps = sampleBps;
        if (estimateBps == 0) {
            estimateBps = sampleBps;
            return;
        }
        double off =
                UNCERTAINTY
                        * Math.abs(estimateBps - sampleBps)
                        / (estimateBps + Math.min(sampleBps, SMALL_BPS));
        double sampleVariance = off * off;
        double predicted = variance + VARIANCE_STEP;
        estimateBps =
                (sampleVariance * estimateBps + predicted * sampleBps)
                        / (sampleVariance + predicted);
        variance = sampleVariance * predicted / (sampleVariance + predicted);
    }

    /// 0 until half a second of packets has arrived.
    double bps() {
        return estimateBps;
    }

    /// In the newest window alone.
    double newestBps() {
        return newestBps;
    }
}
