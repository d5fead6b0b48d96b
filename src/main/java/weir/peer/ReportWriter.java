package weir.peer;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

import weir.rtcp.CompoundWriter;
import weir.rtcp.NtpTime;
import weir.rtcp.ReceiverReport;
import weir.rtcp.RtcpPacket;
import weir.rtcp.SenderReport;
import weir.rtcp.SourceDescription;

import java.util.List;
import java.util.function.Consumer;

/// Writes what goes out beside a peer's media: sender reports (RFC 3550 §6.4.1), each in a compound
/// with the description of its source. Owned by its [SendingSide].
final class ReportWriter {
    private static final int COMPOUND_LENGTH_MAX = 1400;

    private final List<OutgoingMedia> media;
    private final long unixOffsetNanos;
    private final ByteBufAllocator allocator;
    private final Consumer<ByteBuf> out;

    /// @param out lent each compound in the clear, to be sealed and sent
    ReportWriter(
            List<OutgoingMedia> media,
            long unixOffsetNanos,
            ByteBufAllocator allocator,
            Consumer<ByteBuf> out) {
        this.media = media;
        this.unixOffsetNanos = unixOffsetNanos;
        this.allocator = allocator;
        this.out = out;
    }

    /// As [SendingSide#sendReport].
    void report(OutgoingMedia of, long nowNanos, int rtpTimestamp, long packets, long octets) {
        long ntp = NtpTime.ofUnixNanos(unixOffsetNanos + nowNanos);
        write(
                new SenderReport(of.ssrc(), ntp, rtpTimestamp, packets, octets, List.of()),
                cname(of.ssrc(), of.cname()));
    }

    static SourceDescription cname(int ssrc, String cname) {
        return new SourceDescription(List.of(new SourceDescription.Chunk(ssrc, cname)));
    }

    /// As [SendingSide#relayReport].
    void relay(SenderReport report, String rid) {
        SenderReport alone =
                new SenderReport(
                        report.ssrc(),
                        report.ntp(),
                        report.rtpTimestamp(),
                        report.packetCount(),
                        report.octetCount(),
                        List.of());
        write(alone, encoding(report.ssrc(), rid));
    }

    /// As [SendingSide#describe].
    void describe(int ssrc, String rid) {
        write(new ReceiverReport(media.getFirst().ssrc(), List.of()), encoding(ssrc, rid));
    }

    private SourceDescription encoding(int ssrc, String rid) {
        String cname = media.getFirst().cname();
        return new SourceDescription(
                List.of(new SourceDescription.Chunk(ssrc, cname, "", rid, "")));
    }

    private void write(RtcpPacket report, SourceDescription description) {
        ByteBuf compound = allocator.heapBuffer(COMPOUND_LENGTH_MAX);
        try {
            CompoundWriter writer = new CompoundWriter(compound);
            writer.write(report);
            writer.write(description);
            out.accept(compound);
        } finally {
            compound.release();
        }
    }
}
