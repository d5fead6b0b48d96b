package weir.congestion;

/// Counts what feedback says of packets until it is enough for the [LossModel].
final class PacketLoss {
    private static final long SPAN_NANOS_MIN = 250_000_000;
    private static final int PACKETS_MIN = 20;
    private static final long SPAN_NANOS_MAX = 2_000_000_000;
    private static final double NANOS_PER_SECOND = 1e9;

    private int packets;
    private int lost;
    private long bytes;
    private long firstSentNanos = Long.MAX_VALUE;
    private long lastSentNanos = Long.MIN_VALUE;

    /// One packet that arrived, or did not.
    void onPacket(long sentNanos, int packetBytes, boolean arrived) {
        packets++;
        bytes += packetBytes;
        lost += arrived ? 0 : 1;
        firstSentNanos = Math.min(firstSentNanos, sentNanos);
        lastSentNanos = Math.max(lastSentNanos, sentNanos);
    }

    /// One that was counted as lost arrived after all.
    void onLateArrival() {
        lost = Math.max(0, lost - 1);
    }

    boolean isEnough() {
        long span = packets == 0 ? 0 : lastSentNanos - firstSentNanos;
        return span >= SPAN_NANOS_MIN && packets >= PACKETS_MIN || span >= SPAN_NANOS_MAX;
    }

    /// Begins anew.
    ///
    /// @return as [LossModel#onObservation]
    double observe(LossModel model, double estimateBps) {
        double sentBps = 8 * bytes * NANOS_PER_SECOND / (lastSentNanos - firstSentNanos);
        double limit = model.onObservation(packets, lost, sentBps, estimateBps);
        packets = 0;
        lost = 0;
        bytes = 0;
        firstSentNanos = Long.MAX_VALUE;
        lastSentNanos = Long.MIN_VALUE;
        return limit;
    }
}
