package weir.peer;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;

import weir.rtcp.CompoundWriter;
import weir.rtcp.NtpTime;
import weir.rtcp.SenderReport;
import weir.rtcp.SourceDescription;
import weir.srtp.SrtpSender;

import java.util.List;
import java.util.Optional;

/// What a [Peer] sends: packets are written and sealed where they are sent from. Owned by the
/// peer's loop.
public final class SendingSide {
    /// Tag, SRTCP index, and room to spare.
    private static final int OVERHEAD_MAX = 32;

    private static final int RTCP_LENGTH_MAX = 1400;

    private final List<OutgoingMedia> media;
    private final ReceptionReports reports;
    private final long unixOffsetNanos;
    private final ByteBufAllocator allocator;
    private final DatagramSink sink;
    private Optional<SrtpSender> sealer = Optional.empty();
    private ByteBuf chunk = Unpooled.EMPTY_BUFFER;
    private long packetsSent;
    private long bytesSent;

    SendingSide(
            List<OutgoingMedia> media,
            long unixOffsetNanos,
            ByteBufAllocator allocator,
            DatagramSink sink) {
        this.media = media;
        this.reports = new ReceptionReports(media);
        this.unixOffsetNanos = unixOffsetNanos;
        this.allocator = allocator;
        this.sink = sink;
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

    /// The SSRC under which this peer reports on what it receives; 1 where it sends nothing, as
    /// browsers do.
    int reportingSsrc() {
        return media.isEmpty() ? 1 : media.getFirst().ssrc();
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

    /// Seals the packet that was written since [#begin], and sends it.
    ///
    /// @param index        where in the buffer it begins
    /// @param headerLength bytes of the RTP header, which stays in the clear
    public void seal(int index, int headerLength) {
        int length = chunk.writerIndex() - index;
        int sealed = sealer.orElseThrow().sealRtp(chunk, index, headerLength, length);
        chunk.writerIndex(index + sealed);
        sink.end(index);
        packetsSent++;
        bytesSent += sealed;
    }

    /// A sender report and the CNAME for one medium.
    ///
    /// @param nowNanos     the time that `rtpTimestamp` stands for
    /// @param packets      sent since the start, as RFC 3550 §6.4.1 counts them
    /// @param octets       of payload sent since the start
    public void sendReport(
            OutgoingMedia of, long nowNanos, int rtpTimestamp, long packets, long octets) {
        sendReport(
                new SenderReport(
                        of.ssrc(),
                        NtpTime.ofUnixNanos(unixOffsetNanos + nowNanos),
                        rtpTimestamp,
                        packets,
                        octets,
                        List.of()),
                of.cname());
    }

    /// Hands a publisher's report on to a node that gets its packets as they are.
    public void relayReport(SenderReport report) {
        SenderReport alone =
                new SenderReport(
                        report.ssrc(),
                        report.ntp(),
                        report.rtpTimestamp(),
                        report.packetCount(),
                        report.octetCount(),
                        List.of());
        sendReport(alone, media.getFirst().cname());
    }

    private void sendReport(SenderReport report, String cname) {
        ByteBuf compound = allocator.heapBuffer(RTCP_LENGTH_MAX);
        try {
            CompoundWriter writer = new CompoundWriter(compound);
            writer.write(report);
            writer.write(cname(report.ssrc(), cname));
            sendRtcp(compound);
        } finally {
            compound.release();
        }
    }

    static SourceDescription cname(int ssrc, String cname) {
        return new SourceDescription(List.of(new SourceDescription.Chunk(ssrc, cname)));
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

    public long bytesSent() {
        return bytesSent;
    }

    void close() {
        sealer.ifPresent(SrtpSender::close);
        sealer = Optional.empty();
        chunk = Unpooled.EMPTY_BUFFER;
    }
}
