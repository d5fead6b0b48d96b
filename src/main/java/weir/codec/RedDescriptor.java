package weir.codec;

import io.netty.buffer.ByteBuf;

import weir.wire.MalformedPacketException;

/// The block headers of redundant audio, RFC 2198 §3. A value.
///
/// ```
///  0                   1                    2                   3
///  0 1 2 3 4 5 6 7 8 9 0 1 2 3  4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
/// |1|   block PT  |  timestamp offset         |   block length    | (for each that is redundant)
/// |0|   block PT  |                                                 (the primary, which is last)
/// ```
///
/// @param primaryPosition bytes from the start of the payload to the primary encoding
public record RedDescriptor(int primaryPosition) implements PayloadDescriptor {
    private static final int HEADER_LENGTH = 4;
    private static final int FOLLOWED = 0x80;
    private static final int LENGTH_MASK = 0x3ff;

    static RedDescriptor read(ByteBuf bytes, int index, int length)
            throws MalformedPacketException {
        int at = 0;
        int redundant = 0;
        while (at < length && (bytes.getByte(index + at) & FOLLOWED) != 0) {
            CodecRule.require(at + HEADER_LENGTH <= length, CodecRule.RED_TRUNCATED);
            redundant += bytes.getInt(index + at) & LENGTH_MASK;
            at += HEADER_LENGTH;
        }
        int primary = at + 1 + redundant;
        CodecRule.require(primary <= length, CodecRule.RED_TRUNCATED);
        return new RedDescriptor(primary);
    }

    @Override
    public boolean startsKeyFrame() {
        return true;
    }
}
