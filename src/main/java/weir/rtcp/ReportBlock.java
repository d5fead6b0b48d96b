package weir.rtcp;

import io.netty.buffer.ByteBuf;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/// How one source is received, RFC 3550 §6.4.1. A value.
///
/// ```
/// |                 SSRC of the source reported on                |
/// | fraction lost |       cumulative number of packets lost       |
/// |           extended highest sequence number received           |
/// |                      interarrival jitter                      |
/// |                         last SR (LSR)                         |
/// |                   delay since last SR (DLSR)                  |
/// ```
///
/// @param fractionLost           0..255, in 256ths, since the last report
/// @param cumulativeLost         −2²³..2²³−1; below 0 when duplicates came
/// @param highestSequenceNumber  0..2³²-1: how often it wrapped in the upper 16 bits
/// @param jitter                 0..2³²-1, in ticks of the source's clock
/// @param lastSenderReport       LSR in the short format of [NtpTime], 0 if there was none
/// @param delaySinceSenderReport DLSR in 1/65536 s, 0..2³²-1, 0 if there was none
public record ReportBlock(
        int ssrc,
        int fractionLost,
        int cumulativeLost,
        long highestSequenceNumber,
        long jitter,
        int lastSenderReport,
        long delaySinceSenderReport) {

    static final int LENGTH = 24;

    /// The round trip that this block measures, where it answers one of our sender reports.
    ///
    /// @param nowShort our clock in the short format of [NtpTime] when the block arrived
    /// @return empty if the block answers none; 0 where the clocks' drift would make it negative
    public OptionalLong roundTripNanos(int nowShort) {
        if (lastSenderReport == 0) {
            return OptionalLong.empty();
        }
        int units = nowShort - lastSenderReport - (int) delaySinceSenderReport;
        return OptionalLong.of(NtpTime.nanosOfShort(Math.max(units, 0)));
    }

    /// @param body holds at least `count` blocks
    static List<ReportBlock> readAll(ByteBuf body, int count) {
        List<ReportBlock> blocks = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            blocks.add(
                    new ReportBlock(
                            body.readInt(),
                            body.readUnsignedByte(),
                            body.readMedium(),
                            body.readUnsignedInt(),
                            body.readUnsignedInt(),
                            body.readInt(),
                            body.readUnsignedInt()));
        }
        return blocks;
    }

    static void writeAll(List<ReportBlock> blocks, ByteBuf out) {
        for (ReportBlock block : blocks) {
            out.writeInt(block.ssrc);
            out.writeByte(block.fractionLost);
            out.writeMedium(block.cumulativeLost);
            out.writeInt((int) block.highestSequenceNumber);
            out.writeInt((int) block.jitter);
            out.writeInt(block.lastSenderReport);
            out.writeInt((int) block.delaySinceSenderReport);
        }
    }

    static List<ReportBlock> checked(List<ReportBlock> blocks) {
        if (blocks.size() > RtcpPacket.ENTRIES_MAX) {
            throw new IllegalArgumentException("a report has 31 blocks at most: " + blocks.size());
        }
        return List.copyOf(blocks);
    }
}
