package weir.rtcp;

import io.netty.buffer.ByteBuf;

import weir.wire.MalformedPacketException;

import java.util.ArrayList;
import java.util.List;

/// Send a key frame, RFC 5104 §4.3.1 (PSFB, FMT 4). A value. The media SSRC of the common header
/// is 0; the entries name the sources.
///
/// ```
/// |                              SSRC                             |
/// | Seq nr.       |    Reserved = 0                               |
/// ```
///
/// @param entries one or more
public record FullIntraRequest(int senderSsrc, List<Entry> entries) implements RtcpPacket {
    /// @param sequenceNumber 0..255, wraps; one that repeats the last is a repetition, no new
    ///                       request
    public record Entry(int ssrc, int sequenceNumber) {}

    static final int FORMAT = 4;
    private static final int ENTRY_LENGTH = 8;

    public FullIntraRequest {
        if (entries.isEmpty()) {
            throw new IllegalArgumentException("a FIR names one source or more");
        }
        entries = List.copyOf(entries);
    }

    static FullIntraRequest read(ByteBuf body) throws MalformedPacketException {
        int senderSsrc = body.readInt();
        body.skipBytes(Integer.BYTES);
        RtcpRule.RTCP_FIR_LENGTH.require(
                body.isReadable() && body.readableBytes() % ENTRY_LENGTH == 0);
        List<Entry> entries = new ArrayList<>();
        while (body.isReadable()) {
            entries.add(new Entry(body.readInt(), body.readUnsignedByte()));
            body.skipBytes(3);
        }
        return new FullIntraRequest(senderSsrc, entries);
    }

    void write(ByteBuf out) {
        out.writeInt(senderSsrc);
        out.writeInt(0);
        for (Entry entry : entries) {
            out.writeInt(entry.ssrc);
            out.writeByte(entry.sequenceNumber);
            out.writeZero(3);
        }
    }
}
