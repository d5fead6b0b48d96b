package weir.peer;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;

import weir.congestion.BandwidthConfig;
import weir.congestion.BandwidthStats;
import weir.recovery.RetransmissionWriter;
import weir.rtcp.ReportBlock;
import weir.rtcp.SenderReport;
import weir.rtcp.TransportFeedback;
import weir.rtp.MediaKind;
import weir.rtp.PayloadFormat;
import weir.rtp.RtcpFeedback;
import weir.rtp.RtpHeader;
import weir.srtp.SrtpSender;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// What a [Peer] sends: packets are written and sealed where they are sent from, numbered
/// transport-wide where that was agreed on. Owned by the peer's loop.
public final class SendingSide {
    /// Tag, SRTCP index, and room to spare.
    private static final int OVERHEAD_MAX = 32;

    /// Of most packets, for what the estimate counts.
    private static final int TAG_LENGTH = 16;

    /// Of a datagram of padding.
    private static final int PADDING_LENGTH_MAX = 1400;

    /// Where nobody says what the path carries.
    public static final long UNLIMITED = Long.MAX_VALUE;

    private final List<OutgoingMedia> media;
    private final Retransmissions retransmissions;
    private final Optional<PathBandwidth> bandwidth;
    private final ReceptionReports reports;
    private final ReportWriter reportWriter;
    private final DatagramSink sink;
    private Optional<SrtpSender> sealer = Optional.empty();
    private ByteBuf chunk = Unpooled.EMPTY_BUFFER;
    private long packetsSent;
    private long bytesSent;
    private long retransmitted;

    SendingSide(
            List<OutgoingMedia> media,
            long unixOffsetNanos,
            ByteBufAllocator allocator,
            DatagramSink sink) {
        this.media = media;
        this.reports = new ReceptionReports(media);
        this.reportWriter = new ReportWriter(media, unixOffsetNanos, allocator, this::sendRtcp);
        this.sink = sink;
        this.bandwidth =
                tellsBandwidth(media)
                        ? Optional.of(new PathBandwidth(BandwidthConfig.DEFAULT, unixOffsetNanos))
                        : Optional.empty();
        this.retransmissions = new Retransmissions(media);
        if (media.stream().noneMatch(each -> each.kind() == MediaKind.VIDEO)) {
            want(0);
        }
    }

    private static boolean tellsBandwidth(List<OutgoingMedia> media) {
        return media.stream()
                .flatMap(each -> each.formats().stream())
                .map(PayloadFormat::feedback)
                .anyMatch(
                        feedback ->
                                feedback.contains(RtcpFeedback.TRANSPORT_CC)
                                        || feedback.contains(RtcpFeedback.REMB));
    }

    void onKeys(SrtpSender sender) {
        sealer = Optional.of(sender);
    }

    public List<OutgoingMedia> media() {
        return media;
    }

    boolean isEmpty() {
        return media.isEmpty();
    }

    /// The SSRC under which this peer reports on what it receives. Where it sends nothing that is
    /// 1, as in browsers, or the next that the other end does not send by: GStreamer takes reports
    /// under an SSRC of its own for a collision (RFC 3550 §8.2), and that medium falls silent.
    ///
    /// @param incoming what the other end sends
    int reportingSsrc(List<IncomingMedia> incoming) {
        return media.isEmpty()
                ? IntStream.iterate(1, ssrc -> ssrc + 1)
                        .filter(ssrc -> incoming.stream().noneMatch(each -> each.names(ssrc)))
                        .findFirst()
                        .orElseThrow()
                : media.getFirst().ssrc();
    }

    /// Room for one packet at the writer index of the buffer given: write it there, and [#seal] it
    /// before anything else is called. Only after [Peer#isConnected()].
    ///
    /// @param lengthMax bytes of the packet in the clear
    /// @return lent
    public ByteBuf begin(int lengthMax) {
        chunk = sink.begin(lengthMax + OVERHEAD_MAX);
        return chunk;
    }

    /// Seals the packet that was written since [#begin], and sends it as it is.
    ///
    /// @param index        where in the buffer it begins
    /// @param headerLength bytes of the RTP header, which stays in the clear
    public void seal(int index, int headerLength) {
        int length = chunk.writerIndex() - index;
        int sealed = sealer.orElseThrow().sealRtp(chunk, index, headerLength, length);
        chunk.writerIndex(index + sealed);
        onSealed(index, sealed);
    }

    private void onSealed(int index, int sealed) {
        sink.end(index);
        packetsSent++;
        bytesSent += sealed;
    }

    /// Seals the packet that was written since [#begin], and sends it with the header extensions of
    /// its medium: if these have a transport-wide sequence number, it is the first element and gets
    /// its value here.
    ///
    /// @param index where in the buffer it begins
    public void seal(OutgoingMedia of, int index) {
        if (bandwidth.isPresent()) {
            int sealedLength = chunk.writerIndex() - index + TAG_LENGTH;
            if (Retransmissions.isNumbered(of)) {
                bandwidth.get().number(chunk, index, sealedLength);
            } else {
                bandwidth.get().onSentUnnumbered(sealedLength);
            }
        }
        seal(index, RtpHeader.lengthAt(chunk, index));
    }

    /// As [#begin], for a packet that was sent before and is to be sent again by [#sealAgain].
    public ByteBuf beginAgain(int lengthMax) {
        begin(lengthMax + RetransmissionWriter.OSN_LENGTH);
        chunk.writerIndex(chunk.writerIndex() + RetransmissionWriter.OSN_LENGTH);
        return chunk;
    }

    /// Sends the packet that was written since [#beginAgain] as a retransmission (RFC 4588); where
    /// none was agreed on, the same packet again. If that is not what it was before, since it is
    /// numbered transport-wide or the publisher gave its number to another, nothing is sent.
    ///
    /// @param index where in the buffer the packet begins
    public void sealAgain(OutgoingMedia of, int index) {
        if (!retransmissions.canWrite(of, chunk, index)) {
            chunk.writerIndex(index - RetransmissionWriter.OSN_LENGTH);
            return;
        }
        boolean repeats = retransmissions.repeats(of, chunk, index);
        int start = retransmissions.write(of, chunk, index);
        if (repeats) {
            retransmitted++;
            seal(of, start);
        } else {
            sealSame(start);
        }
    }

    private void sealSame(int index) {
        int sealed = sealRelayed(index, RtpHeader.lengthAt(chunk, index));
        if (sealed > 0) {
            retransmitted++;
            bandwidth.ifPresent(path -> path.onSentUnnumbered(sealed));
        }
    }

    /// As [#seal(int, int)], of a packet that has the number which its publisher gave it: if
    /// another was sent by that number, nothing is sent.
    ///
    /// @return bytes of the sealed packet, 0 if nothing was sent
    public int sealRelayed(int index, int headerLength) {
        int length = chunk.writerIndex() - index;
        int sealed = sealer.orElseThrow().trySealRtp(chunk, index, headerLength, length);
        chunk.writerIndex(index + sealed);
        if (sealed > 0) {
            onSealed(index, sealed);
        }
        return sealed;
    }

    /// Nothing was written since [#beginAgain].
    public void cancelAgain() {
        chunk.writerIndex(chunk.writerIndex() - RetransmissionWriter.OSN_LENGTH);
    }

    /// All packets since the last flush are on their way: their time is what the peer's feedback is
    /// compared with.
    public void onFlushed(long nowNanos) {
        bandwidth.ifPresent(path -> path.onFlushed(nowNanos));
    }

    /// Whether anything is learned of what the path carries, so that [#onFlushed] has a use.
    public boolean tellsBandwidth() {
        return bandwidth.isPresent();
    }

    /// Bits a second that may be sent to this peer, [#UNLIMITED] if nobody can say.
    public long estimateBps() {
        return bandwidth.isPresent() ? bandwidth.get().estimateBps() : UNLIMITED;
    }

    /// Whether the path was seen to carry less than was sent; before that the estimate is what was
    /// tried, and no limit.
    public boolean isLimited() {
        return bandwidth.isPresent() && bandwidth.get().isLimited();
    }

    /// How much would be sent if the path carried it.
    public void want(long bps) {
        bandwidth.ifPresent(path -> path.want(bps));
    }

    /// Much more will be sent from now on than before.
    public void onRateRaised() {
        bandwidth.ifPresent(PathBandwidth::onRateRaised);
    }

    void onFeedback(TransportFeedback feedback, long nowNanos) {
        bandwidth.ifPresent(path -> path.onFeedback(feedback, nowNanos));
    }

    void onReports(List<ReportBlock> blocks, long nowNanos) {
        reports.onReports(blocks);
        bandwidth.ifPresent(path -> path.onReports(blocks, nowNanos));
    }

    void onMaximumBitrate(long bps) {
        bandwidth.ifPresent(path -> path.onMaximumBitrate(bps));
    }

    /// Sends the padding of a probe that is due.
    void poll(long nowNanos) {
        if (bandwidth.isEmpty()) {
            return;
        }
        int bytes = bandwidth.get().pollProbe(nowNanos);
        if (bytes > 0) {
            retransmissions.findPadded().ifPresent(of -> pad(of, bytes));
            onFlushed(nowNanos);
        }
    }

    private void pad(OutgoingMedia of, int bytes) {
        for (int left = bytes; left > 0; ) {
            ByteBuf into = begin(PADDING_LENGTH_MAX);
            int index = into.writerIndex();
            retransmissions.writePadding(of, into);
            left -= into.writerIndex() - index + TAG_LENGTH;
            seal(of, index);
        }
    }

    /// When to [#poll] at the latest.
    long deadlineNanos() {
        return bandwidth.isPresent() ? bandwidth.get().deadlineNanos() : Long.MAX_VALUE;
    }

    /// A sender report and the CNAME for one medium.
    ///
    /// @param nowNanos     the time that `rtpTimestamp` stands for
    /// @param packets      sent since the start, as RFC 3550 §6.4.1 counts them
    /// @param octets       of payload sent since the start
    public void sendReport(
            OutgoingMedia of, long nowNanos, int rtpTimestamp, long packets, long octets) {
        reportWriter.report(of, nowNanos, rtpTimestamp, packets, octets);
    }

    /// Hands a publisher's report on to a node that gets its packets as they are.
    ///
    /// @param rid of the encoding that it is about, empty without simulcast
    public void relayReport(SenderReport report, String rid) {
        reportWriter.relay(report, rid);
    }

    /// Tells a node that gets a publisher's packets as they are which encoding an SSRC sends: the
    /// packets themselves stop saying it after a while (RFC 8852 §4.1).
    public void describe(int ssrc, String rid) {
        reportWriter.describe(ssrc, rid);
    }

    /// @param compound lent: in the clear
    void sendRtcp(ByteBuf compound) {
        int length = compound.readableBytes();
        ByteBuf into = begin(length);
        int index = into.writerIndex();
        into.writeBytes(compound, compound.readerIndex(), length);
        int sealed = sealer.orElseThrow().sealRtcp(into, index, length);
        into.writerIndex(index + sealed);
        sink.end(index);
    }

    /// Where what the peer says of its reception is kept.
    ReceptionReports reports() {
        return reports;
    }

    public SendingStats stats() {
        return reports.stats(packetsSent, bytesSent);
    }

    /// Packets that were sent again.
    public long retransmitted() {
        return retransmitted;
    }

    /// What is known of the path, empty where the peer tells nothing of it.
    public Optional<BandwidthStats> path() {
        return bandwidth.map(PathBandwidth::stats);
    }

    public long bytesSent() {
        return bytesSent;
    }

    void close() {
        sealer.ifPresent(SrtpSender::close);
        sealer = Optional.empty();
        chunk = Unpooled.EMPTY_BUFFER;
    }
}
