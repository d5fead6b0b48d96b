package weir.codec;

import io.netty.buffer.ByteBuf;

import weir.wire.MalformedPacketException;

/// The VP8 payload descriptor and what its first partition says, RFC 7741 §4.2 and §4.3. A value.
///
/// ```
///       0 1 2 3 4 5 6 7
///      |X|R|N|S|R| PID | (required)
/// X:   |I|L|T|K| RSV   |
/// I:   |M| PictureID   |
/// M:   |   PictureID   |
/// L:   |   TL0PICIDX   |
/// T/K: |TID|Y| KEYIDX  |
/// ```
///
/// @param keyFrame         the packet has the beginning of a key frame (S, PID 0, inverse P)
/// @param nonReference     no other frame refers to this one (N)
/// @param startOfPartition the packet begins a partition (S)
/// @param partition        0..7 (PID)
/// @param layerSync        the frame needs only the base layer of what was before (Y)
/// @param keyIndex         5 bits, or [#ABSENT]
/// @param width            of a key frame in pixels, 0 if the packet does not say it (RFC 6386
///     §9.1)
/// @param height           of a key frame in pixels, 0 if the packet does not say it
/// @param length           bytes of the descriptor
public record Vp8Descriptor(
        boolean keyFrame,
        boolean nonReference,
        boolean startOfPartition,
        int partition,
        int pictureId,
        int pictureIdBits,
        int tl0PictureIndex,
        int temporalId,
        boolean layerSync,
        int keyIndex,
        int width,
        int height,
        int length)
        implements PictureDescriptor {

    private static final int START_CODE = 0x9d012a;
    private static final int FRAME_HEADER_LENGTH = 10;

    static Vp8Descriptor read(ByteBuf bytes, int index, int length)
            throws MalformedPacketException {
        int end = index + length;
        int first = octet(bytes, index, end);
        int at = index + 1;
        int extension = (first & 0x80) != 0 ? octet(bytes, at++, end) : 0;
        int pictureId = ABSENT;
        int pictureIdBits = 0;
        if ((extension & 0x80) != 0) {
            pictureId = octet(bytes, at++, end);
            pictureIdBits = 7;
            if ((pictureId & 0x80) != 0) {
                pictureId = (pictureId & 0x7f) << 8 | octet(bytes, at++, end);
                pictureIdBits = 15;
            }
        }
        int tl0PictureIndex = (extension & 0x40) != 0 ? octet(bytes, at++, end) : ABSENT;
        int layer = (extension & 0x30) != 0 ? octet(bytes, at++, end) : 0;
        boolean temporal = (extension & 0x20) != 0;
        boolean start = (first & 0x10) != 0;
        int partition = first & 0x07;
        boolean keyFrame = start && partition == 0 && at < end && (bytes.getByte(at) & 1) == 0;
        boolean sized =
                keyFrame
                        && at + FRAME_HEADER_LENGTH <= end
                        && bytes.getUnsignedMedium(at + 3) == START_CODE;
        return new Vp8Descriptor(
                keyFrame,
                (first & 0x20) != 0,
                start,
                partition,
                pictureId,
                pictureIdBits,
                tl0PictureIndex,
                temporal ? layer >> 6 : 0,
                temporal && (layer & 0x20) != 0,
                (extension & 0x10) != 0 ? layer & 0x1f : ABSENT,
                sized ? bytes.getUnsignedShortLE(at + 6) & 0x3fff : 0,
                sized ? bytes.getUnsignedShortLE(at + 8) & 0x3fff : 0,
                at - index);
    }

    private static int octet(ByteBuf bytes, int at, int end) throws MalformedPacketException {
        CodecRule.require(at < end, CodecRule.VP8_DESCRIPTOR_TRUNCATED);
        return bytes.getUnsignedByte(at);
    }

    @Override
    public boolean startsKeyFrame() {
        return keyFrame;
    }

    @Override
    public int pictureIdPosition() {
        return 2;
    }

    @Override
    public int tl0PictureIndexPosition() {
        return 2 + (pictureIdBits + 1) / 8;
    }

    /// Bytes from the start of the payload to the byte whose lower 5 bits are the KEYIDX.
    public int keyIndexPosition() {
        return tl0PictureIndexPosition() + (tl0PictureIndex == ABSENT ? 0 : 1);
    }
}
