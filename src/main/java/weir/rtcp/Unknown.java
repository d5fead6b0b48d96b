package weir.rtcp;

import io.netty.buffer.ByteBuf;

/// A packet of a type that Weir does not read: APP, XR, unknown feedback. A value, to be counted;
/// it is never written.
///
/// @param type   192..223 as told apart from RTP (RFC 5761 §4), or any other
/// @param format the 5 bits before the type: a count, or feedback's FMT
/// @param ssrc   of its sender, 0 if the packet is too short to have one
/// @param length bytes behind the 4 of the common header, without padding
public record Unknown(int type, int format, int ssrc, int length) implements RtcpPacket {
    static Unknown read(int type, int format, ByteBuf body) {
        int length = body.readableBytes();
        int ssrc = length < Integer.BYTES ? 0 : body.getInt(body.readerIndex());
        return new Unknown(type, format, ssrc, length);
    }
}
