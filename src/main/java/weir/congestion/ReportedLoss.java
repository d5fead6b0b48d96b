package weir.congestion;

import weir.rtcp.ReportBlock;

/// Adds up what receiver reports say of the loss of each SSRC (RFC 3550 §6.4.1), for paths without
/// transport-wide feedback.
final class ReportedLoss {
    /// Sources that are followed; blocks of more are not looked at.
    static final int SOURCES_MAX = 8;

    private static final long INTERVAL_NANOS = 500_000_000;
    private static final long INTERVAL_NANOS_MAX = 10_000_000_000L;
    private static final long PACKETS_MAX = 100_000;
    private static final double NANOS_PER_SECOND = 1e9;

    private final int[] ssrcs = new int[SOURCES_MAX];
    private final int[] highest = new int[SOURCES_MAX];
    private final int[] cumulative = new int[SOURCES_MAX];
    private int sources;

    private long packets;
    private long lost;
    private long beganNanos = Long.MIN_VALUE;
    private long sentBytes;
    private double sentBps;
    private double share;

    void onSent(int bytes) {
        sentBytes += bytes;
    }

    void onBlock(ReportBlock block) {
        int number = (int) block.highestSequenceNumber();
        int source = 0;
        while (source < sources && ssrcs[source] != block.ssrc()) {
            source++;
        }
        if (source == SOURCES_MAX) {
            return;
        }
        if (source == sources) {
            ssrcs[sources++] = block.ssrc();
        } else {
            int news = number - highest[source];
            // Behind or far ahead: the receiver began anew, or tells nonsense.
            // More than that in half a second were not sent either.
            if (news > 0 && packets + news <= PACKETS_MAX) {
                packets += news;
                lost += Math.clamp((long) block.cumulativeLost() - cumulative[source], 0, news);
            }
        }
        highest[source] = number;
        cumulative[source] = block.cumulativeLost();
    }

    /// Whether enough time has passed for [#observe]: half a second.
    boolean isEnough(long nowNanos) {
        if (beganNanos == Long.MIN_VALUE || nowNanos - beganNanos > INTERVAL_NANOS_MAX) {
            begin(nowNanos);
            return false;
        }
        return packets > 0 && nowNanos - beganNanos >= INTERVAL_NANOS;
    }

    /// Begins anew.
    ///
    /// @return as [LossModel#onObservation]
    double observe(LossModel model, double estimateBps, long nowNanos) {
        sentBps = 8 * sentBytes * NANOS_PER_SECOND / (nowNanos - beganNanos);
        share = (double) lost / packets;
        double limit = model.onObservation((int) packets, (int) lost, sentBps, estimateBps);
        begin(nowNanos);
        return limit;
    }

    private void begin(long nowNanos) {
        beganNanos = nowNanos;
        packets = 0;
        lost = 0;
        sentBytes = 0;
    }

    /// What arrived in the time of the last observation, as far as reports tell.
    double arrivedBps() {
        return sentBps * (1 - share);
    }
}
