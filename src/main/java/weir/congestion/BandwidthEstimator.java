package weir.congestion;

import weir.rtcp.ReportBlock;
import weir.rtcp.TransportFeedback;

/// Estimates how much one viewer's path carries, from what the viewer reports of the packets that
/// it was sent (after draft-ietf-rmcat-gcc-02).
///
/// With transport-wide feedback: the estimate grows until the delay does, and then falls below what
/// arrives; loss lowers it where more is lost the more is sent; probes, short bursts at a higher
/// rate, find capacity quickly. Without: the loss and the round trip of receiver reports, and a
/// REMB as upper limit.
///
/// Sans-IO: reads no clock and sends nothing. Tell it of each packet and each flush, feed it what
/// comes back, poll it for padding no later than [#deadlineNanos()]. Bytes are those of datagrams,
/// without IP and UDP headers, and so are the rates. Owned by the loop of its session.
public final class BandwidthEstimator {
    /// No deadline: nothing happens before the first packet.
    public static final long NEVER = Long.MAX_VALUE;

    private static final long SILENCE_NANOS = 1_500_000_000;
    private static final long SILENCE_AGAIN_NANOS = 500_000_000;
    private static final double SILENCE_BACK_OFF = 0.8;

    // For so long after a drop less is sent than the path carries, so that its queue drains within
    // about a second.
    private static final long DRAIN_NANOS = 3_000_000_000L;
    private static final double DRAIN_MIN = 0.5;
    private static final double NANOS_PER_SECOND = 1e9;

    private static final int UNANSWERED_MAX = 2;

    private final long minBps;
    private final Probe probe = new Probe();
    private final PathMeter path;
    private final ReportedLoss reportedLoss = new ReportedLoss();
    private final LossModel lossModel = new LossModel();
    private final RoundTrips roundTrips = new RoundTrips();
    private final RateControl rate;
    private final ProbeSchedule schedule;

    private double wantedBps = Double.POSITIVE_INFINITY;
    private double maximumBps = Double.POSITIVE_INFINITY;
    private boolean feedbackCame;
    private NetworkUse use = NetworkUse.NORMAL;
    private boolean dropping;
    private double drainFactor = 1;
    private boolean numbered;
    private long flushedNanos;
    // When it is too long ago that anything was heard.
    private long silenceNanos = NEVER;

    private long drops;
    private long lossLimits;
    private long silences;
    private long probes;

    public BandwidthEstimator(BandwidthConfig config) {
        minBps = config.bitrateMin().bps();
        path = new PathMeter(config.windowMax(), probe);
        rate = new RateControl(config);
        schedule = new ProbeSchedule(config);
    }

    /// A packet with a transport-wide sequence number is part of the next flush: media,
    /// retransmission or padding. While a probe is being sent it belongs to the probe.
    ///
    /// @param sequenceNumber 0..65535, wraps; in order
    public void onSent(int sequenceNumber, int bytes) {
        path.onSealed(sequenceNumber, bytes, probe.onSent(bytes));
        reportedLoss.onSent(bytes);
        numbered = true;
    }

    /// A packet without a transport-wide sequence number was sent.
    public void onSentUnnumbered(int bytes) {
        reportedLoss.onSent(bytes);
    }

    /// All packets since the last flush were given to the socket now: once for each piece that the
    /// pacer lets go, since that is what the receiver's arrivals are compared with.
    public void onFlushed(long nowNanos) {
        path.onFlushed(nowNanos);
        if (numbered) {
            numbered = false;
            flushedNanos = nowNanos;
            schedule.onStart(rate.bps(), nowNanos);
            if (silenceNanos == NEVER) {
                silenceNanos = nowNanos + SILENCE_NANOS;
            }
        }
    }

    /// @param feedback lent; late, repeated and reordered ones do no harm
    public void onFeedback(TransportFeedback feedback, long nowNanos) {
        if (path.onFeedback(feedback, roundTrips, nowNanos)) {
            feedbackCame = true;
            silenceNanos = NEVER;
            adapt(nowNanos);
        }
    }

    private void adapt(long nowNanos) {
        use = path.use();
        double before = rate.bps();
        rate.update(use, arrivingBps(), roundTrips.nanos(), nowNanos);
        if (use == NetworkUse.OVERUSED) {
            schedule.onOverused(nowNanos);
            drops += rate.bps() < before ? 1 : 0;
            dropping = true;
        } else if (use == NetworkUse.NORMAL && dropping) {
            dropping = false;
            schedule.onDropEnded(rate.beforeDropBps(), rate.bps(), rate.droppedNanos(), nowNanos);
        }
        if (rate.isOutgrown()) {
            schedule.onOutgrown(nowNanos);
        }
        drainFactor = drainFactor(nowNanos);
        onProbe(nowNanos);
        if (path.loss().isEnough()) {
            limit(path.loss().observe(lossModel, rate.bps()), nowNanos);
        }
    }

    /// What would arrive but for random loss.
    private double arrivingBps() {
        return path.arrivingBps() / (1 - lossModel.randomShare());
    }

    private double drainFactor(long nowNanos) {
        boolean drains = rate.beforeDropBps() > 0 && nowNanos - rate.droppedNanos() <= DRAIN_NANOS;
        return drains ? Math.max(DRAIN_MIN, 1 - path.excessNanos() / NANOS_PER_SECOND) : 1;
    }

    private void onProbe(long nowNanos) {
        if (!schedule.isMeasuring() || probe.isSending()) {
            return;
        }
        double bps = path.probedBps();
        if (bps > 0) {
            if (use != NetworkUse.OVERUSED && (bps > rate.bps() || schedule.isFirst())) {
                rate.onProbed(bps, nowNanos);
                path.onProbed();
            }
            schedule.onResult(bps, nowNanos);
        }
    }

    private void limit(double bps, long nowNanos) {
        if (bps < rate.bps()) {
            rate.onLossLimit(bps, nowNanos);
            schedule.onOverused(nowNanos);
            lossLimits++;
        }
    }

    /// A report block about anything that was sent to this viewer; one call for each block of a
    /// report, then [#onReports].
    public void onReportBlock(ReportBlock block) {
        reportedLoss.onBlock(block);
    }

    /// All blocks of a receiver report were handed in.
    ///
    /// @param nowNanos when it came
    public void onReports(long nowNanos) {
        if (!reportedLoss.isEnough(nowNanos) || feedbackCame) {
            return;
        }
        double limitBps = reportedLoss.observe(lossModel, rate.bps(), nowNanos);
        double before = rate.bps();
        use = roundTrips.isQueueing() ? NetworkUse.OVERUSED : NetworkUse.NORMAL;
        rate.update(use, reportedLoss.arrivedBps(), roundTrips.nanos(), nowNanos);
        drops += rate.bps() < before ? 1 : 0;
        limit(limitBps, nowNanos);
    }

    /// What a report block that answers a sender report tells (see [ReportBlock#roundTripNanos]).
    public void onRoundTrip(long nanos, long nowNanos) {
        if (!feedbackCame) {
            roundTrips.onRoundTrip(nanos, nowNanos);
        }
    }

    /// The viewer's own estimate (REMB, draft-alvestrand-rmcat-remb-03): an upper limit until the
    /// next one, where there is no transport-wide feedback.
    public void onMaximumBitrate(long bps) {
        maximumBps = bps;
    }

    /// How much would be sent if the path carried it: no probe goes far beyond. Unlimited at first.
    public void want(long bps) {
        wantedBps = bps;
    }

    /// Padding to be sent now, beside all media that is there: how many bytes in all, in packets
    /// with transport-wide sequence numbers; 0 for none. What is sent is told by [#onSent]. Here
    /// too the estimate falls when feedback stays away for more than 1.5 s while packets are sent.
    public int pollProbe(long nowNanos) {
        if (feedbackCame && nowNanos >= silenceNanos) {
            onSilence(nowNanos);
        }
        if (mayProbe()) {
            double bps = schedule.poll(rate.bps(), wantedBps, nowNanos);
            if (bps > 0) {
                probe.begin(bps, nowNanos);
                path.onProbeBegun();
                probes++;
            }
        }
        return probe.poll(nowNanos);
    }

    /// Where nothing was sent lately, nothing can be heard.
    private void onSilence(long nowNanos) {
        if (nowNanos - flushedNanos > SILENCE_AGAIN_NANOS) {
            silenceNanos = NEVER;
            return;
        }
        rate.onSilence(SILENCE_BACK_OFF, nowNanos);
        silences++;
        silenceNanos = nowNanos + SILENCE_AGAIN_NANOS;
    }

    /// Not while a queue drains, nor again and again where no feedback ever comes.
    private boolean mayProbe() {
        return use != NetworkUse.OVERUSED
                && drainFactor == 1
                && (feedbackCame || probes < UNANSWERED_MAX);
    }

    /// When to poll again at the latest, or [#NEVER].
    public long deadlineNanos() {
        long silence = feedbackCame ? silenceNanos : NEVER;
        long scheduled = mayProbe() ? schedule.deadlineNanos(rate.bps(), wantedBps) : NEVER;
        return Math.min(silence, Math.min(probe.deadlineNanos(), scheduled));
    }

    /// Bits a second that may be sent: audio, video, retransmissions and padding together. For up
    /// to 3 s after a drop it is less than the path carries, where that lets a queue drain.
    public long estimateBps() {
        double bps = feedbackCame ? drainFactor * rate.bps() : Math.min(rate.bps(), maximumBps);
        return Math.max(minBps, Math.round(bps));
    }

    /// Much more will be sent from now on than before: what arrived until now says little of what
    /// the path carries.
    public void onRateRaised() {
        path.onRateRaised();
    }

    /// Whether the path was ever seen to carry less than was sent, or the viewer said so. Before
    /// that the estimate is what was tried, and no limit.
    public boolean isLimited() {
        return drops + lossLimits > 0 || !feedbackCame && maximumBps < Double.POSITIVE_INFINITY;
    }

    public BandwidthStats stats() {
        return new BandwidthStats(
                estimateBps(),
                Math.round(feedbackCame ? path.acknowledgedBps() : reportedLoss.arrivedBps()),
                lossModel.share(),
                roundTrips.nanos(),
                feedbackCame ? path.queueingNanos() : 0,
                use,
                drops,
                lossLimits,
                silences,
                probes);
    }
}
