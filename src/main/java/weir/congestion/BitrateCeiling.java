package weir.congestion;

import weir.rtcp.ReceiverEstimatedMaximumBitrate;

import java.util.List;

/// Tells a publisher that knows only REMB how much it may send.
///
/// It is no estimate: the ceiling begins at the greatest rate allowed, so that the publisher ramps
/// up as it likes. Loss above 10 % in two intervals running lowers it below what was sent, by half
/// of the loss (as the loss-based controller of draft-ietf-rmcat-gcc-02 §6 does); every other
/// interval raises it by 5 %. Owned by the loop of its session.
public final class BitrateCeiling {
    /// No deadline: nothing happens before the first packets.
    public static final long NEVER = Long.MAX_VALUE;

    private static final double LOSS_MAX = 0.10;
    private static final int LOSSY_INTERVALS = 2;
    private static final double RAISE = 1.05;
    private static final double NANOS_PER_SECOND = 1e9;

    private final BitrateCeilingConfig config;
    private final int senderSsrc;
    private final long intervalNanos;

    private long bitrateBps;
    private int lossyIntervals;
    private long dueNanos = NEVER;
    private long startNanos;
    private Totals latest = new Totals(0, 0, 0);
    private Totals start = latest;
    private List<Integer> ssrcs = List.of();

    /// What was received of all SSRCs since the session began; see
    /// `recovery.ReceptionStatistics`.
    ///
    /// @param lost below 0 where duplicates came
    public record Totals(long packets, long bytes, long lost) {}

    /// @param senderSsrc ours, from which the REMB comes
    public BitrateCeiling(BitrateCeilingConfig config, int senderSsrc) {
        this.config = config;
        this.senderSsrc = senderSsrc;
        this.intervalNanos = config.interval().toNanos();
        this.bitrateBps = config.bitrateMaxBps();
    }

    /// At least once before each [#poll]; the first one makes a REMB due at once.
    ///
    /// @param ssrcs the publisher's media, 255 at most
    public void onReceived(Totals totals, List<Integer> ssrcs, long nowNanos) {
        this.ssrcs = ssrcs;
        latest = totals;
        if (dueNanos == NEVER) {
            dueNanos = nowNanos;
            startNanos = nowNanos;
            start = totals;
        }
    }

    /// @return null if nothing is due
    public ReceiverEstimatedMaximumBitrate poll(long nowNanos) {
        if (nowNanos < dueNanos) {
            return null;
        }
        if (nowNanos > startNanos) {
            adapt(nowNanos - startNanos);
            start = latest;
            startNanos = nowNanos;
        }
        dueNanos = nowNanos + intervalNanos;
        return new ReceiverEstimatedMaximumBitrate(senderSsrc, bitrateBps, ssrcs);
    }

    private void adapt(long nanos) {
        long received = latest.packets - start.packets;
        if (received <= 0) {
            return;
        }
        long lost = Math.max(0, latest.lost - start.lost);
        double loss = (double) lost / (lost + received);
        lossyIntervals = loss > LOSS_MAX ? lossyIntervals + 1 : 0;
        double ceiling = bitrateBps;
        if (lossyIntervals >= LOSSY_INTERVALS) {
            ceiling = Math.min(ceiling, sentBps(nanos, loss)) * (1 - loss / 2);
        } else if (lossyIntervals == 0) {
            ceiling *= RAISE;
        }
        bitrateBps =
                Math.clamp(Math.round(ceiling), config.bitrateMinBps(), config.bitrateMaxBps());
    }

    private double sentBps(long nanos, double loss) {
        double receivedBps = 8 * (latest.bytes - start.bytes) * NANOS_PER_SECOND / nanos;
        return receivedBps / (1 - loss);
    }

    /// When to poll again at the latest, or [#NEVER].
    public long deadlineNanos() {
        return dueNanos;
    }
}
