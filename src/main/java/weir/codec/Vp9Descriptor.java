package weir.codec;

import io.netty.buffer.ByteBuf;

import weir.wire.MalformedPacketException;

/// The VP9 payload descriptor, RFC 9628 §4.2. A value.
///
/// ```
///       0 1 2 3 4 5 6 7
///      |I|P|L|F|B|E|V|Z| (required)
/// I:   |M| PICTURE ID  |
/// M:   | EXTENDED PID  |
/// L:   | TID |U| SID |D|
///      |   TL0PICIDX   | (only if F is 0)
/// P,F: | P_DIFF      |N| (up to three)
/// V:   | SS …          |
/// ```
///
/// @param interPredicted    the frame refers to earlier pictures (P)
/// @param flexible          references are given frame by frame (F)
/// @param startOfFrame      B: a frame is one spatial layer of a picture
/// @param endOfFrame        E
/// @param structure         the scalability structure, or [Vp9Structure#ABSENT] (V)
/// @param unneededAbove     no higher spatial layer of this picture refers to this frame (Z)
/// @param switchingUpPoint  from here on this temporal layer can be taken (U)
/// @param spatialId         0..7; 0 where layers are not told apart
/// @param layerDependent    the frame refers to the spatial layer below (D)
/// @param length            bytes of the descriptor
public record Vp9Descriptor(
        boolean interPredicted,
        boolean flexible,
        boolean startOfFrame,
        boolean endOfFrame,
        Vp9Structure structure,
        boolean unneededAbove,
        int pictureId,
        int pictureIdBits,
        int temporalId,
        boolean switchingUpPoint,
        int spatialId,
        boolean layerDependent,
        int tl0PictureIndex,
        int tl0PictureIndexPosition,
        int length)
        implements PictureDescriptor {

    private static final int REFERENCES_MAX = 3;

    static Vp9Descriptor read(ByteBuf bytes, int index, int length)
            throws MalformedPacketException {
        int end = index + length;
        int at = index;
        int first = octet(bytes, at++, end);
        int pictureId = ABSENT;
        int pictureIdBits = 0;
        if ((first & 0x80) != 0) {
            pictureId = octet(bytes, at++, end);
            pictureIdBits = 7;
            if ((pictureId & 0x80) != 0) {
                pictureId = (pictureId & 0x7f) << 8 | octet(bytes, at++, end);
                pictureIdBits = 15;
            }
        }
        boolean interPredicted = (first & 0x40) != 0;
        boolean layered = (first & 0x20) != 0;
        boolean flexible = (first & 0x10) != 0;
        int layer = layered ? octet(bytes, at++, end) : 0;
        int tl0Position = at - index;
        int tl0PictureIndex = layered && !flexible ? octet(bytes, at++, end) : ABSENT;
        if (interPredicted && flexible) {
            at = afterReferences(bytes, at, end);
        }
        Vp9Structure structure = Vp9Structure.ABSENT;
        if ((first & 0x02) != 0) {
            structure = Vp9Structure.read(bytes, at, end);
            at += structure.length();
        }
        return new Vp9Descriptor(
                interPredicted,
                flexible,
                (first & 0x08) != 0,
                (first & 0x04) != 0,
                structure,
                (first & 0x01) != 0,
                pictureId,
                pictureIdBits,
                layer >> 5,
                (layer & 0x10) != 0,
                layer >> 1 & 0x07,
                (layer & 0x01) != 0,
                tl0PictureIndex,
                tl0Position,
                at - index);
    }

    private static int afterReferences(ByteBuf bytes, int start, int end)
            throws MalformedPacketException {
        int at = start;
        while ((octet(bytes, at++, end) & 1) != 0) {
            CodecRule.require(at - start < REFERENCES_MAX, CodecRule.VP9_REFERENCES_TOO_MANY);
        }
        return at;
    }

    private static int octet(ByteBuf bytes, int at, int end) throws MalformedPacketException {
        CodecRule.require(at < end, CodecRule.VP9_DESCRIPTOR_TRUNCATED);
        return bytes.getUnsignedByte(at);
    }

    boolean structured() {
        return structure != Vp9Structure.ABSENT;
    }

    @Override
    public boolean startsKeyFrame() {
        return startOfFrame && !interPredicted && spatialId == 0;
    }

    @Override
    public int pictureIdPosition() {
        return 1;
    }
}
