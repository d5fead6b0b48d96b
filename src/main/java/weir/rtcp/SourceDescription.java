package weir.rtcp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;

import weir.wire.MalformedPacketException;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Which sources belong together and which encoding each sends, RFC 3550 §6.5. A value. Of the
/// items the CNAME, the MID (RFC 9143 §15.1) and the stream ids (RFC 8852 §4.1, §4.2) are kept.
///
/// ```
/// |V=2|P|    SC   |  PT=SDES=202  |             length            |
/// |                             SSRC                              |
/// |     item      |     length    | text                        ...
/// |   0 to 3 more, so that each chunk ends on 4 bytes with a 0    |
/// ```
///
/// @param chunks 31 at most
public record SourceDescription(List<Chunk> chunks) implements RtcpPacket {
    /// Each text is empty if there is none, and 255 bytes of UTF-8 at most where it is to be
    /// written.
    ///
    /// @param streamId         RID of the encoding that the source sends
    /// @param repairedStreamId RID of the encoding that the source repairs
    public record Chunk(
            int ssrc, String cname, String mid, String streamId, String repairedStreamId) {

        public Chunk(int ssrc, String cname) {
            this(ssrc, cname, "", "", "");
        }

        private Chunk with(int item, String text) {
            return switch (item) {
                case ITEM_CNAME -> new Chunk(ssrc, text, mid, streamId, repairedStreamId);
                case ITEM_STREAM_ID -> new Chunk(ssrc, cname, mid, text, repairedStreamId);
                case ITEM_REPAIRED_STREAM_ID -> new Chunk(ssrc, cname, mid, streamId, text);
                case ITEM_MID -> new Chunk(ssrc, cname, text, streamId, repairedStreamId);
                default -> this;
            };
        }
    }

    static final int TYPE = 202;
    private static final int ITEM_END = 0;
    private static final int ITEM_CNAME = 1;
    private static final int ITEM_STREAM_ID = 12;
    private static final int ITEM_REPAIRED_STREAM_ID = 13;
    private static final int ITEM_MID = 15;
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
            chunks.add(readItems(new Chunk(body.readInt(), ""), body));
        }
        return new SourceDescription(chunks);
    }

    private static Chunk readItems(Chunk empty, ByteBuf body) throws MalformedPacketException {
        Chunk chunk = empty;
        while (true) {
            RtcpRule.RTCP_DESCRIPTION_TRUNCATED.require(body.isReadable());
            int item = body.readUnsignedByte();
            if (item == ITEM_END) {
                // The packet's header and padding count whole words, so that the chunk's end does.
                body.skipBytes(Math.min(-body.readerIndex() & 3, body.readableBytes()));
                return chunk;
            }
            RtcpRule.RTCP_DESCRIPTION_TRUNCATED.require(body.isReadable());
            int length = body.readUnsignedByte();
            RtcpRule.RTCP_DESCRIPTION_TRUNCATED.require(body.readableBytes() >= length);
            chunk =
                    chunk.with(
                            item,
                            body.toString(body.readerIndex(), length, StandardCharsets.UTF_8));
            body.skipBytes(length);
        }
    }

    void write(ByteBuf out) {
        for (Chunk chunk : chunks) {
            int start = out.writerIndex();
            out.writeInt(chunk.ssrc);
            writeItem(ITEM_CNAME, chunk.cname, out);
            writeItem(ITEM_STREAM_ID, chunk.streamId, out);
            writeItem(ITEM_REPAIRED_STREAM_ID, chunk.repairedStreamId, out);
            writeItem(ITEM_MID, chunk.mid, out);
            out.writeZero(4 - (out.writerIndex() - start & 3));
        }
    }

    private static void writeItem(int item, String text, ByteBuf out) {
        int length = ByteBufUtil.utf8Bytes(text);
        if (length > TEXT_LENGTH_MAX) {
            throw new IllegalArgumentException("an item has 255 bytes at most: " + length);
        }
        if (length > 0) {
            out.writeByte(item);
            out.writeByte(length);
            ByteBufUtil.writeUtf8(out, text);
        }
    }
}
