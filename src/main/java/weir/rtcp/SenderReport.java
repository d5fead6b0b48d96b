package weir.rtcp;

import io.netty.buffer.ByteBuf;

import weir.wire.MalformedPacketException;

import java.util.List;

/// What a source has sent, and the wall time of its clock, RFC 3550 §6.4.1. A value.
///
/// ```
/// |V=2|P|    RC   |   PT=SR=200   |             length            |
/// |                         SSRC of sender                        |
/// |                NTP timestamp, 64 bits (2 words)               |
/// |                         RTP timestamp                         |
/// |                     sender's packet count                     |
/// |                      sender's octet count                     |
/// |                         report blocks                         |
/// ```
///
/// @param ntp          64 bits, see [NtpTime]
/// @param rtpTimestamp the same instant in ticks of the source's clock, wraps
/// @param packetCount  0..2³²-1, wraps
/// @param octetCount   bytes of payload, 0..2³²-1, wraps
/// @param blocks       31 at most
public record SenderReport(
        int ssrc,
        long ntp,
        int rtpTimestamp,
        long packetCount,
        long octetCount,
        List<ReportBlock> blocks)
        implements RtcpPacket {

    static final int TYPE = 200;
    private static final int FIXED_LENGTH = 24;

    public SenderReport {
        blocks = ReportBlock.checked(blocks);
    }

    /// What follows the blocks is a profile's extension (§6.4.3) and not read.
    static SenderReport read(int count, ByteBuf body) throws MalformedPacketException {
        RtcpRule.RTCP_REPORT_TRUNCATED.require(
                body.readableBytes() >= FIXED_LENGTH + count * ReportBlock.LENGTH);
        return new SenderReport(
                body.readInt(),
                body.readLong(),
                body.readInt(),
                body.readUnsignedInt(),
                body.readUnsignedInt(),
                ReportBlock.readAll(body, count));
    }

    void write(ByteBuf out) {
        out.writeInt(ssrc);
        out.writeLong(ntp);
        out.writeInt(rtpTimestamp);
        out.writeInt((int) packetCount);
        out.writeInt((int) octetCount);
        ReportBlock.writeAll(blocks, out);
    }
}
