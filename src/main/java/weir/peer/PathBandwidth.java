package weir.peer;

import io.netty.buffer.ByteBuf;

import weir.congestion.BandwidthConfig;
import weir.congestion.BandwidthEstimator;
import weir.congestion.BandwidthStats;
import weir.rtcp.NtpTime;
import weir.rtcp.ReportBlock;
import weir.rtcp.TransportFeedback;
import weir.rtp.TransportSequenceExtension;

import java.util.List;

/// How much the path to one peer carries: numbers what it is sent transport-wide, and learns from
/// what it says of that. Owned by its [SendingSide].
final class PathBandwidth {
    private final BandwidthEstimator estimator;
    private final long unixOffsetNanos;
    private int nextSequence;

    /// @param unixOffsetNanos makes nanoseconds since 1970 of a `nowNanos`
    PathBandwidth(BandwidthConfig config, long unixOffsetNanos) {
        this.estimator = new BandwidthEstimator(config);
        this.unixOffsetNanos = unixOffsetNanos;
    }

    /// Fills in the transport-wide sequence number, the first element of the packet's header
    /// extension, and counts the packet.
    ///
    /// @param sealedLength bytes of the datagram that the packet becomes
    void number(ByteBuf packet, int index, int sealedLength) {
        int sequence = nextSequence++ & 0xffff;
        TransportSequenceExtension.set(packet, index, sequence);
        estimator.onSent(sequence, sealedLength);
    }

    void onSentUnnumbered(int sealedLength) {
        estimator.onSentUnnumbered(sealedLength);
    }

    void onFlushed(long nowNanos) {
        estimator.onFlushed(nowNanos);
    }

    void onFeedback(TransportFeedback feedback, long nowNanos) {
        estimator.onFeedback(feedback, nowNanos);
    }

    void onReports(List<ReportBlock> blocks, long nowNanos) {
        int nowShort = NtpTime.shortFormat(NtpTime.ofUnixNanos(unixOffsetNanos + nowNanos));
        for (ReportBlock block : blocks) {
            estimator.onReportBlock(block);
            block.roundTripNanos(nowShort)
                    .ifPresent(nanos -> estimator.onRoundTrip(nanos, nowNanos));
        }
        estimator.onReports(nowNanos);
    }

    void onMaximumBitrate(long bps) {
        estimator.onMaximumBitrate(bps);
    }

    void want(long bps) {
        estimator.want(bps);
    }

    void onRateRaised() {
        estimator.onRateRaised();
    }

    int pollProbe(long nowNanos) {
        return estimator.pollProbe(nowNanos);
    }

    long deadlineNanos() {
        return estimator.deadlineNanos();
    }

    long estimateBps() {
        return estimator.estimateBps();
    }

    /// Whether the path was ever seen to carry less than was sent. Before that, the estimate is
    /// what was tried and no limit.
    boolean isLimited() {
        return estimator.isLimited();
    }

    BandwidthStats stats() {
        return estimator.stats();
    }
}
