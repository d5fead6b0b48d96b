package weir.rtcp;

import io.netty.buffer.ByteBuf;

import weir.wire.MalformedPacketException;

import java.util.List;

/// How sources are received by one that sends nothing itself, RFC 3550 §6.4.2. A value.
///
/// ```
/// |V=2|P|    RC   |   PT=RR=201   |             length            |
/// |                     SSRC of packet sender                     |
/// |                         report blocks                         |
/// ```
///
/// @param ssrc   of who reports
/// @param blocks 31 at most; may be empty
public record ReceiverReport(int ssrc, List<ReportBlock> blocks) implements RtcpPacket {
    static final int TYPE = 201;

    public ReceiverReport {
        blocks = ReportBlock.checked(blocks);
    }

    /// What follows the blocks is a profile's extension (§6.4.3) and not read.
    static ReceiverReport read(int count, ByteBuf body) throws MalformedPacketException {
        RtcpRule.RTCP_REPORT_TRUNCATED.require(
                body.readableBytes() >= Integer.BYTES + count * ReportBlock.LENGTH);
        return new ReceiverReport(body.readInt(), ReportBlock.readAll(body, count));
    }

    void write(ByteBuf out) {
        out.writeInt(ssrc);
        ReportBlock.writeAll(blocks, out);
    }
}
