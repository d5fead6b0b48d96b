package weir.rtcp;

import io.netty.buffer.ByteBuf;

/// A picture cannot be decoded: send a key frame, RFC 4585 §6.3.1 (PSFB, FMT 1, no FCI). A value.
public record PictureLossIndication(int senderSsrc, int mediaSsrc) implements RtcpPacket {
    static final int FORMAT = 1;

    static PictureLossIndication read(ByteBuf body) {
        return new PictureLossIndication(body.readInt(), body.readInt());
    }

    void write(ByteBuf out) {
        out.writeInt(senderSsrc);
        out.writeInt(mediaSsrc);
    }
}
