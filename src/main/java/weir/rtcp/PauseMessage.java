package weir.rtcp;

import io.netty.buffer.ByteBuf;

import weir.wire.MalformedPacketException;

import java.util.ArrayList;
import java.util.List;

/// Streams are to pause or resume, or do, RFC 7728 §8 (RTPFB, FMT 9). A value. The media SSRC of
/// the common header is 0; the entries name the sources.
///
/// ```
/// |                          Target SSRC                          |
/// | Type  |  Res  | Parameter Len |            PauseID            |
/// |                        Type Specific                        ...
/// ```
///
/// What is specific to a type is passed over and never written; types of the future are passed
/// over too.
///
/// @param entries none if all were of types that are not known
public record PauseMessage(int senderSsrc, List<Entry> entries) implements RtcpPacket {
    /// In the order of their numbers on the wire.
    public enum Type {
        PAUSE,
        RESUME,
        PAUSED,
        REFUSED
    }

    /// @param pauseId 0..65535, wraps: one more with each new PAUSE of this source, the same in
    ///                repetitions and in what answers it
    public record Entry(int ssrc, Type type, int pauseId) {}

    static final int FORMAT = 9;
    private static final int ENTRY_LENGTH = 8;

    public PauseMessage {
        entries = List.copyOf(entries);
    }

    static PauseMessage read(ByteBuf body) throws MalformedPacketException {
        int senderSsrc = body.readInt();
        body.skipBytes(Integer.BYTES);
        List<Entry> entries = new ArrayList<>();
        do {
            RtcpRule.RTCP_PAUSE_TRUNCATED.require(body.readableBytes() >= ENTRY_LENGTH);
            int ssrc = body.readInt();
            int type = body.readUnsignedByte() >> 4;
            int parameterLength = Integer.BYTES * body.readUnsignedByte();
            int pauseId = body.readUnsignedShort();
            RtcpRule.RTCP_PAUSE_TRUNCATED.require(body.readableBytes() >= parameterLength);
            body.skipBytes(parameterLength);
            if (type < Type.values().length) {
                entries.add(new Entry(ssrc, Type.values()[type], pauseId));
            }
        } while (body.isReadable());
        return new PauseMessage(senderSsrc, entries);
    }

    /// @throws IllegalArgumentException if there is no entry
    void write(ByteBuf out) {
        if (entries.isEmpty()) {
            throw new IllegalArgumentException("a pause message names one source or more");
        }
        out.writeInt(senderSsrc);
        out.writeInt(0);
        for (Entry entry : entries) {
            out.writeInt(entry.ssrc);
            out.writeByte(entry.type.ordinal() << 4);
            out.writeByte(0);
            out.writeShort(entry.pauseId);
        }
    }
}
