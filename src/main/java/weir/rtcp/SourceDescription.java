package weir.rtcp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;

import weir.wire.MalformedPacketException;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Which sources belong together, RFC 3550 §6.5. A value. Of the items only the CNAME is kept.
///
/// ```
/// |V=2|P|    SC   |  PT=SDES=202  |             length            |
/// |                             SSRC                              |
/// |    CNAME=1    |     length    | user and domain name        ...
/// |   0 to 3 more, so that each chunk ends on 4 bytes with a 0    |
/// ```
///
/// @param chunks 31 at most
public record SourceDescription(List<Chunk> chunks) implements RtcpPacket {
    /// @param cname 255 bytes of UTF-8 at most where it is to be written; empty if there is none
    public record Chunk(int ssrc, String cname) {}

    static final int TYPE = 202;
    private static final int ITEM_END = 0;
    private static final int ITEM_CNAME = 1;
    private static final int TEXT_LENGTH_MAX = 255;

    public SourceDescription {
        if (chunks.size() > ENTRIES_MAX) {
            throw new IllegalArgumentException("SDES has 31 chunks at most: " + chunks.size());
        }
        chunks = List.copyOf(chunks);
    }

    static SourceDescription read(int count, ByteBuf body) throws MalformedPacketException {
        List<Chunk> chunks = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            RtcpRule.RTCP_DESCRIPTION_TRUNCATED.require(body.readableBytes() >= Integer.BYTES);
            chunks.add(new Chunk(body.readInt(), readCname(body)));
        }
        return new SourceDescription(chunks);
    }

    private static String readCname(ByteBuf body) throws MalformedPacketException {
        String cname = "";
        while (true) {
            RtcpRule.RTCP_DESCRIPTION_TRUNCATED.require(body.isReadable());
            int item = body.readUnsignedByte();
            if (item == ITEM_END) {
                // The packet's header and padding count whole words, so that the chunk's end does.
                body.skipBytes(Math.min(-body.readerIndex() & 3, body.readableBytes()));
                return cname;
            }
            RtcpRule.RTCP_DESCRIPTION_TRUNCATED.require(body.isReadable());
            int length = body.readUnsignedByte();
            RtcpRule.RTCP_DESCRIPTION_TRUNCATED.require(body.readableBytes() >= length);
            if (item == ITEM_CNAME) {
                cname = body.toString(body.readerIndex(), length, StandardCharsets.UTF_8);
            }
            body.skipBytes(length);
        }
    }

    void write(ByteBuf out) {
        for (Chunk chunk : chunks) {
            int start = out.writerIndex();
            out.writeInt(chunk.ssrc);
            if (!chunk.cname.isEmpty()) {
                writeCname(chunk.cname, out);
            }
            out.writeZero(4 - (out.writerIndex() - start & 3));
        }
    }

    private static void writeCname(String cname, ByteBuf out) {
        int length = ByteBufUtil.utf8Bytes(cname);
        if (length > TEXT_LENGTH_MAX) {
            throw new IllegalArgumentException("a CNAME has 255 bytes at most: " + length);
        }
        out.writeByte(ITEM_CNAME);
        out.writeByte(length);
        ByteBufUtil.writeUtf8(out, cname);
    }
}
