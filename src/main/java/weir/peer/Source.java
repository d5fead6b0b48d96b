package weir.peer;

import weir.recovery.KeyFrameRequester;
import weir.recovery.NackGenerator;
import weir.recovery.ReceptionStatistics;
import weir.rtcp.GenericNack;
import weir.rtcp.ReportBlock;
import weir.rtcp.RtcpPacket;
import weir.rtcp.SenderReport;
import weir.rtp.MediaKind;
import weir.rtp.PayloadFormat;
import weir.rtp.RtcpFeedback;
import weir.rtp.RtpPacket;
import weir.rtp.SequenceUnwrapper;
import weir.srtp.ReplayWindow;

import java.util.Optional;

/// One synchronization source that a peer sends: what it lost, what it was asked for. Owned by its
/// [SourceTable].
final class Source {
    private static final int DUPLICATE_WINDOW = 1024;

    /// Each report goes on to every loop and every node that has the stream, and 64 of them fit
    /// into one datagram.
    private static final long REPORT_INTERVAL_NANOS = 50_000_000;

    private static final long NEVER = Long.MIN_VALUE / 2;

    private final int ssrc;
    private final IncomingMedia media;
    private final String rid;
    private final SequenceUnwrapper unwrapper = new SequenceUnwrapper();
    private final ReplayWindow seen = new ReplayWindow(DUPLICATE_WINDOW);
    private final ReceptionStatistics statistics;
    private final NackGenerator nacks;
    private final KeyFrameRequester keyFrames;
    private PayloadFormat format;
    private long retransmitted;
    private long duplicates;
    private long heardNanos;
    private long reportedNanos = NEVER;
    private boolean replaced;
    private boolean paused;
    private boolean repairKnown;
    private int repairSsrc;

    /// @param rid of its encoding, empty without simulcast
    Source(
            int ssrc,
            int reportingSsrc,
            IncomingMedia media,
            String rid,
            PeerConfig config,
            long nowNanos) {
        this.ssrc = ssrc;
        this.media = media;
        this.rid = rid;
        this.heardNanos = nowNanos;
        this.format = media.formats().getFirst();
        this.statistics = new ReceptionStatistics(ssrc, format.clockRate());
        this.nacks = new NackGenerator(config.nack(), reportingSsrc, ssrc);
        this.keyFrames = new KeyFrameRequester(config.keyFrames(), reportingSsrc, ssrc);
    }

    int ssrc() {
        return ssrc;
    }

    IncomingMedia media() {
        return media;
    }

    String rid() {
        return rid;
    }

    /// Whether it is wanted at all (RFC 7728). While it is not, nothing that it lacks is missing.
    void setPaused(boolean paused) {
        this.paused = paused;
        nacks.restart();
        statistics.restart();
        if (paused) {
            keyFrames.onKeyFrame();
        }
    }

    boolean isPaused() {
        return paused;
    }

    /// When a packet of its own came last.
    long heardNanos() {
        return heardNanos;
    }

    /// Whether another source has taken its place.
    boolean isReplaced() {
        return replaced;
    }

    /// Whether its packets are known to come again by this SSRC.
    boolean isRepairedBy(int ssrc) {
        return repairKnown && repairSsrc == ssrc;
    }

    void onRepairLearned(int ssrc) {
        repairKnown = true;
        repairSsrc = ssrc;
    }

    void forgetRepair(int ssrc) {
        repairKnown &= repairSsrc != ssrc;
    }

    int clockRate() {
        return format.clockRate();
    }

    /// @param isRepair whether it came on a retransmission format: it then says nothing of the
    ///     path's loss and jitter
    /// @return false if it was received before, or is too old to tell
    boolean onPacket(RtpPacket packet, boolean isRepair, long nowNanos) {
        long sequence = unwrapper.unwrap(packet.sequenceNumber());
        if (seen.isTooOld(sequence) || seen.isReplayed(sequence)) {
            duplicates++;
            return false;
        }
        seen.accept(sequence);
        format = packet.format();
        if (isRepair) {
            retransmitted++;
        } else {
            heardNanos = nowNanos;
        }
        if (paused) {
            return true;
        }
        boolean answer = tellNacks(sequence, isRepair, nowNanos);
        if (!isRepair && !answer) {
            statistics.onPacket(
                    packet.sequenceNumber(),
                    packet.timestamp(),
                    packet.bytes().readableBytes(),
                    nowNanos);
        }
        return true;
    }

    /// @return whether the packet was sent again because it was asked for
    private boolean tellNacks(long sequence, boolean isRepair, long nowNanos) {
        if (!format.feedback().contains(RtcpFeedback.NACK)) {
            return false;
        }
        boolean answer = false;
        if (isRepair) {
            nacks.onRepair(sequence, nowNanos);
        } else {
            answer = nacks.onPacket(sequence, nowNanos);
        }
        requestKeyFrameIfGivenUp(nowNanos);
        return answer;
    }

    /// Asked at each packet too: a gap that is too long leaves nothing to poll for.
    private void requestKeyFrameIfGivenUp(long nowNanos) {
        if (nacks.keyFrameNeeded() && media.kind() == MediaKind.VIDEO) {
            keyFrames.onKeyFrameNeeded(nowNanos);
        }
    }

    /// @return whether others are to hear of it: not so soon after the one before
    boolean onSenderReport(SenderReport report, long nowNanos) {
        statistics.onSenderReport(report, nowNanos);
        boolean heard = nowNanos - reportedNanos >= REPORT_INTERVAL_NANOS;
        reportedNanos = heard ? nowNanos : reportedNanos;
        return heard;
    }

    void requestKeyFrame(long nowNanos) {
        keyFrames.onKeyFrameNeeded(nowNanos);
    }

    void onKeyFrame(int sequenceNumber) {
        keyFrames.onKeyFrame();
        nacks.onKeyFrame(unwrapper.peek(sequenceNumber));
    }

    /// Another source has taken its place: nobody waits for its pictures any more.
    ///
    /// @return whether a key frame was still awaited
    boolean onReplaced() {
        replaced = true;
        boolean awaited = keyFrames.deadlineNanos() != KeyFrameRequester.NEVER;
        keyFrames.onKeyFrame();
        return awaited;
    }

    /// @return empty before the first packet
    Optional<ReportBlock> reportBlock(long nowNanos) {
        return statistics.reportBlock(nowNanos);
    }

    ReceptionStatistics.Stats reception() {
        return statistics.stats();
    }

    /// @return what to ask for again now, null when there is nothing
    GenericNack pollNack(long nowNanos) {
        GenericNack lost = nacks.poll(nowNanos);
        requestKeyFrameIfGivenUp(nowNanos);
        return lost;
    }

    /// @return the request for a key frame that is due now, null when none is
    RtcpPacket pollKeyFrameRequest(long nowNanos) {
        if (format.feedback().contains(RtcpFeedback.PLI)) {
            return keyFrames.poll(nowNanos);
        }
        return asksForKeyFrames() ? keyFrames.pollFullIntraRequest(nowNanos) : null;
    }

    private boolean asksForKeyFrames() {
        return format.feedback().contains(RtcpFeedback.PLI)
                || format.feedback().contains(RtcpFeedback.FIR);
    }

    long deadlineNanos() {
        long keyFrame = asksForKeyFrames() ? keyFrames.deadlineNanos() : Long.MAX_VALUE;
        return Math.min(nacks.deadlineNanos(), keyFrame);
    }

    SourceStats stats() {
        return new SourceStats(
                ssrc,
                rid,
                format,
                statistics.stats(),
                nacks.stats(),
                nacks.roundTripNanos(),
                retransmitted,
                duplicates,
                keyFrames.stats().plis(),
                keyFrames.stats().firs(),
                replaced);
    }
}
