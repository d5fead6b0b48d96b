package weir.codec;

import io.netty.buffer.ByteBuf;

import weir.wire.MalformedPacketException;

/// Reads fields of some bits, upper ones first, and refuses to go beyond the end. Owned by
/// whoever reads with it, again and again.
final class BitReader {
    private final CodecRule within;
    private ByteBuf bytes;
    private int start;
    private int position;
    private int end;

    /// @param within the rule that is broken beyond the end
    BitReader(CodecRule within) {
        this.within = within;
    }

    /// @param lent lent until the next call
    void begin(ByteBuf lent, int index, int length) {
        bytes = lent;
        start = 8 * index;
        position = start;
        end = start + 8 * length;
    }

    /// Bits read since [#begin].
    int position() {
        return position - start;
    }

    boolean flag() throws MalformedPacketException {
        return bits(1) != 0;
    }

    /// @param count 0..32
    int bits(int count) throws MalformedPacketException {
        CodecRule.require(position + count <= end, within);
        int value = 0;
        for (int left = count; left > 0; ) {
            int inOctet = 8 - (position & 7);
            int taken = Math.min(left, inOctet);
            int octet = bytes.getUnsignedByte(position >> 3) >> inOctet - taken;
            value = value << taken | octet & (1 << taken) - 1;
            position += taken;
            left -= taken;
        }
        return value;
    }

    /// The non-symmetric code ns(n) of appendix A.4.1.
    ///
    /// @param values 1 or more; the result is below it
    int nonSymmetric(int values) throws MalformedPacketException {
        int width = 32 - Integer.numberOfLeadingZeros(values);
        int shorter = (1 << width) - values;
        int value = bits(width - 1);
        return value < shorter ? value : (value << 1) - shorter + bits(1);
    }

    /// A copy of the bits from one [#position()] to the present one, beginning at an octet's upper
    /// bit, with zeros behind.
    byte[] copySince(int from) {
        int count = position() - from;
        byte[] copy = new byte[(count + 7) / 8];
        int last = (end >> 3) - 1;
        for (int i = 0; i < copy.length; i++) {
            int at = start + from + 8 * i >> 3;
            int two =
                    bytes.getUnsignedByte(at) << 8 | (at < last ? bytes.getByte(at + 1) : 0) & 0xff;
            copy[i] = (byte) (two >> 8 - (from & 7));
        }
        if ((count & 7) != 0) {
            copy[copy.length - 1] &= (byte) (0xff00 >> (count & 7));
        }
        return copy;
    }
}
