package weir.congestion;

import weir.rtcp.TransportFeedback;

/// What transport-wide feedback tells of the path: how the delay goes, how much arrives, what is
/// lost, how fast probes came through.
///
/// It decides nothing; see [BandwidthEstimator].
final class PathMeter {
    private static final long QUEUED_NANOS = 50_000_000;
    private static final long BURST_NANOS = 35_000_000;

    // The key frame of a higher layer is to come, on a path that was seldom as full: for a while
    // more may wait.
    private static final long RAISED_NANOS = 1_500_000_000;
    private static final long RAISED_BURST_NANOS = 150_000_000;
    private static final long DISTURBED_NANOS = 50_000_000;

    private final SentPackets sent;
    private final Probe probe;
    private final ReportedArrivals arrivals = new ReportedArrivals();
    private final PacketGroups groups = new PacketGroups();
    private final OveruseDetector detector = new OveruseDetector();
    private final OneWayDelay oneWayDelay = new OneWayDelay();
    private final AcknowledgedBitrate acknowledged = new AcknowledgedBitrate();
    private final PacketLoss loss = new PacketLoss();
    private final ProbeMeter probeMeter = new ProbeMeter();

    private long newestSentNanos = Long.MIN_VALUE;
    private boolean overused;
    private boolean raised;
    private long raisedNanos = Long.MIN_VALUE / 2;
    private long burstNanos = BURST_NANOS;

    /// @param probe the one that is sent
    PathMeter(int windowMax, Probe probe) {
        sent = new SentPackets(windowMax);
        this.probe = probe;
    }

    void onSealed(int sequenceNumber, int bytes, int cluster) {
        sent.onSealed(sequenceNumber, bytes, cluster);
    }

    void onFlushed(long nowNanos) {
        sent.onFlushed(nowNanos);
    }

    /// The probe is about to be sent.
    void onProbeBegun() {
        probeMeter.begin(probe.id(), probe.goalBytes());
    }

    /// @return whether it tells anything of packets that are remembered
    boolean onFeedback(TransportFeedback feedback, RoundTrips roundTrips, long nowNanos) {
        overused = false;
        if (raised) {
            raised = false;
            raisedNanos = nowNanos;
        }
        burstNanos = nowNanos - raisedNanos < RAISED_NANOS ? RAISED_BURST_NANOS : BURST_NANOS;
        boolean known = false;
        long newest = newestSentNanos;
        arrivals.begin(feedback);
        if (arrivals.isGap()) {
            acknowledged.onGap();
        }
        while (arrivals.next()) {
            int slot = sent.find(arrivals.sequenceNumber());
            if (slot != SentPackets.UNKNOWN) {
                known = true;
                onStatus(slot, nowNanos);
            }
        }
        if (newestSentNanos > newest) {
            roundTrips.onRoundTrip(nowNanos - newestSentNanos, nowNanos);
        }
        return known;
    }

    private void onStatus(int slot, long nowNanos) {
        if (!arrivals.isReceived()) {
            if (sent.lose(slot)) {
                loss.onPacket(sent.sentNanos(slot), sent.bytes(slot), false);
            }
            return;
        }
        boolean late = sent.isThoughtLost(slot);
        if (sent.arrive(slot)) {
            if (late) {
                loss.onLateArrival();
            } else {
                loss.onPacket(sent.sentNanos(slot), sent.bytes(slot), true);
            }
            onArrived(slot, arrivals.arrivalNanos(), nowNanos);
        }
    }

    private void onArrived(int slot, long arrivalNanos, long nowNanos) {
        long sentNanos = sent.sentNanos(slot);
        int bytes = sent.bytes(slot);
        newestSentNanos = Math.max(newestSentNanos, sentNanos);
        acknowledged.onArrived(arrivalNanos, bytes);
        oneWayDelay.onArrived(sentNanos, arrivalNanos);
        if (sent.cluster(slot) != SentPackets.NO_CLUSTER) {
            probeMeter.onArrived(sent.cluster(slot), sentNanos, arrivalNanos, bytes);
        }
        if (!isDisturbed(sentNanos) && groups.onPacket(sentNanos, arrivalNanos, nowNanos)) {
            detector.onGroup(groups.sendDeltaNanos(), groups.arrivalDeltaNanos(), arrivalNanos);
            overused |= detector.use() == NetworkUse.OVERUSED;
        }
    }

    /// What a probe queues for a moment is not what the media queues.
    private boolean isDisturbed(long sentNanos) {
        return sentNanos >= probe.startNanos() && sentNanos - probe.lastNanos() < DISTURBED_NANOS;
    }

    /// By the last feedback; overuse at any time within it counts, once something waits in queues:
    /// a key frame alone makes the delay grow for a moment, and is no reason to send less.
    NetworkUse use() {
        NetworkUse use = overused ? NetworkUse.OVERUSED : detector.use();
        return use == NetworkUse.OVERUSED && queueingNanos() < burstNanos
                ? NetworkUse.UNDERUSED
                : use;
    }

    /// How long the newest packet waited in queues.
    long queueingNanos() {
        return oneWayDelay.queueingNanos();
    }

    boolean isQueued() {
        return queueingNanos() > QUEUED_NANOS;
    }

    /// How long the newest packet waited beyond what is tolerated, 0 or more.
    long excessNanos() {
        return Math.max(0, queueingNanos() - QUEUED_NANOS);
    }

    /// What arrives, smoothed; 0 if unknown.
    double acknowledgedBps() {
        return acknowledged.bps();
    }

    /// The same for decisions: behind a filled queue the newest window is as steady as the path,
    /// and tells sooner what it carries.
    double arrivingBps() {
        return isQueued()
                ? Math.min(acknowledged.bps(), acknowledged.newestBps())
                : Math.max(acknowledged.bps(), acknowledged.newestBps());
    }

    /// The rate was changed to what a probe has found.
    void onProbed() {
        acknowledged.onChange();
    }

    void onRateRaised() {
        raised = true;
        acknowledged.onChange();
    }

    /// 0 while too little of the probe has arrived.
    double probedBps() {
        return probeMeter.bps(probe.id());
    }

    /// The packets whose fate is known, since they were observed last.
    PacketLoss loss() {
        return loss;
    }
}
