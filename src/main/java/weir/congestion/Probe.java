package weir.congestion;

/// One cluster of packets that go out faster than the estimate allows, for 40 ms or so, to see
/// whether the path carries more: says how many bytes are to be sent when.
final class Probe {
    private static final long STEP_NANOS = 5_000_000;
    private static final int STEPS = 8;
    private static final int BYTES_MIN = 6000;
    private static final long GIVEN_UP_NANOS = 500_000_000;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final long NEVER = Long.MAX_VALUE;

    private int id;
    private double rateBps;
    private int goalBytes;
    private int sentBytes;
    // Before the first: nothing is sent in that time.
    private long startNanos = Long.MAX_VALUE;
    private long polledNanos;
    private boolean sending;

    /// @param rateBps at which the cluster is sent, media included
    void begin(double rateBps, long nowNanos) {
        this.rateBps = rateBps;
        id = id % SentPackets.CLUSTER_MAX + 1;
        goalBytes = Math.max(bytesOf(STEPS * STEP_NANOS), BYTES_MIN);
        sentBytes = 0;
        startNanos = nowNanos;
        polledNanos = nowNanos - STEP_NANOS;
        sending = true;
    }

    private int bytesOf(long nanos) {
        return (int) (rateBps * nanos / NANOS_PER_SECOND / 8);
    }

    /// Any packet that is sent, media or padding: it belongs to the probe while one is being sent.
    ///
    /// @return the cluster, or [SentPackets#NO_CLUSTER]
    int onSent(int bytes) {
        if (!sending) {
            return SentPackets.NO_CLUSTER;
        }
        sentBytes += bytes;
        if (sentBytes >= goalBytes) {
            sending = false;
        }
        return id;
    }

    /// @return bytes of padding to be sent now, in packets of any size; 0 for none
    int poll(long nowNanos) {
        if (sending && nowNanos - startNanos > GIVEN_UP_NANOS) {
            sending = false;
        }
        if (!sending) {
            return 0;
        }
        polledNanos = nowNanos;
        int due = Math.min(goalBytes, bytesOf(nowNanos - startNanos + STEP_NANOS));
        return Math.max(0, due - sentBytes);
    }

    /// When more is due, or [Long#MAX_VALUE].
    long deadlineNanos() {
        return sending ? polledNanos + STEP_NANOS : NEVER;
    }

    boolean isSending() {
        return sending;
    }

    long startNanos() {
        return startNanos;
    }

    /// When it was polled last while it was sent.
    long lastNanos() {
        return polledNanos;
    }

    /// Of the probe that was begun last; 0 before the first.
    int id() {
        return id;
    }

    int goalBytes() {
        return goalBytes;
    }
}
