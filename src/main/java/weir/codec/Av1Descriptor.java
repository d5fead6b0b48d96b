package weir.codec;

import io.netty.buffer.ByteBuf;

import weir.wire.MalformedPacketException;

/// The AV1 aggregation header and what it aggregates, AV1 RTP payload format §4.4. A value.
///
/// ```
///  0 1 2 3 4 5 6 7
/// |Z|Y| W |N|-|-|-|
/// ```
///
/// @param continues      the first OBU element continues one of the packet before (Z)
/// @param continued      the last OBU element goes on in the next packet (Y)
/// @param elementCount   1..3; 0 if not said, and each element has its length before it (W)
/// @param newSequence    the packet is the first of a coded video sequence (N)
/// @param sequenceHeader a sequence header OBU is in it, or begins in it
public record Av1Descriptor(
        boolean continues,
        boolean continued,
        int elementCount,
        boolean newSequence,
        boolean sequenceHeader)
        implements PayloadDescriptor {

    /// That no sequence header begins in the packet.
    static final long NONE = -1;

    private static final int OBU_SEQUENCE_HEADER = 1;
    private static final int LEB128_BYTES_MAX = 8;

    static Av1Descriptor read(ByteBuf bytes, int index, int length)
            throws MalformedPacketException {
        int header = bytes.getUnsignedByte(index);
        boolean continues = (header & 0x80) != 0;
        boolean newSequence = (header & 0x08) != 0;
        CodecRule.require(!(continues && newSequence), CodecRule.AV1_NEW_SEQUENCE_CONTINUES);
        int elementCount = header >> 4 & 0x03;
        return new Av1Descriptor(
                continues,
                (header & 0x40) != 0,
                elementCount,
                newSequence,
                sequenceHeader(bytes, index + 1, index + length, elementCount, continues) != NONE);
    }

    /// @return where the first OBU that is one stands, as the upper 32 bits, and how many bytes of
    ///     it are in this packet; or [#NONE]
    long sequenceHeader(ByteBuf bytes, int index, int length) throws MalformedPacketException {
        return sequenceHeader(bytes, index + 1, index + length, elementCount, continues);
    }

    private static long sequenceHeader(
            ByteBuf bytes, int start, int end, int elementCount, boolean continues)
            throws MalformedPacketException {
        long found = NONE;
        boolean beginsObu = !continues;
        int element = 1;
        for (int at = start; at < end; element++) {
            long size = end - at;
            if (element != elementCount) {
                int lengthBytes = lengthBytes(bytes, at, end);
                size = leb128(bytes, at, lengthBytes);
                at += lengthBytes;
            }
            CodecRule.require(size <= end - at, CodecRule.AV1_ELEMENT_TRUNCATED);
            if (found == NONE
                    && beginsObu
                    && size > 0
                    && obuType(bytes, at) == OBU_SEQUENCE_HEADER) {
                found = (long) at << 32 | size;
            }
            beginsObu = true;
            at += (int) size;
        }
        CodecRule.require(element > elementCount, CodecRule.AV1_ELEMENT_TRUNCATED);
        return found;
    }

    private static int lengthBytes(ByteBuf bytes, int start, int end)
            throws MalformedPacketException {
        int at = start;
        do {
            CodecRule.require(at < end, CodecRule.AV1_ELEMENT_TRUNCATED);
            CodecRule.require(at - start < LEB128_BYTES_MAX, CodecRule.AV1_LENGTH_TOO_LONG);
        } while (bytes.getByte(at++) < 0);
        return at - start;
    }

    private static long leb128(ByteBuf bytes, int start, int lengthBytes) {
        long value = 0;
        for (int i = 0; i < lengthBytes; i++) {
            value |= (bytes.getByte(start + i) & 0x7fL) << 7 * i;
        }
        return value;
    }

    private static int obuType(ByteBuf bytes, int at) {
        return bytes.getByte(at) >> 3 & 0x0f;
    }

    @Override
    public boolean startsKeyFrame() {
        return newSequence;
    }
}
