package weir.recovery;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

import weir.rtp.MediaKind;
import weir.rtp.PayloadFormat;
import weir.rtp.RtpHeader;
import weir.rtp.RtpPacket;
import weir.wire.MalformedPacketException;

import java.util.Set;

/// RTP packets for tests.
final class Packets {
    private static final PayloadFormat VP8 =
            new PayloadFormat(96, MediaKind.VIDEO, "VP8", 90_000, 1, "", Set.of());

    private Packets() {}

    /// A packet of 12 bytes and the payload, its one share the caller's.
    static RtpPacket packet(int sequenceNumber, int payloadLength) {
        ByteBuf bytes = Unpooled.buffer();
        bytes.writeByte(0x80).writeByte(96).writeShort(sequenceNumber).writeInt(0).writeInt(9);
        return packet(bytes.writeZero(payloadLength));
    }

    /// @param bytes given away
    static RtpPacket packet(ByteBuf bytes) {
        try {
            return RtpPacket.of(bytes, RtpHeader.read(bytes), VP8, 0);
        } catch (MalformedPacketException e) {
            throw new AssertionError(e);
        } finally {
            bytes.release();
        }
    }
}
