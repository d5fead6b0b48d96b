package weir.codec;

import io.netty.buffer.ByteBuf;

import weir.wire.MalformedPacketException;

/// Reads the bits of a NAL unit, upper ones first, without the emulation prevention bytes between
/// (H.264 §7.3.1 and §9.1, H.265 §7.3.1.1 and §9.2), and refuses to go beyond the end.
///
/// Made where one is needed, and lent the bytes for as long: at key frames, so it costs little.
final class NalBits {
    private static final int EMULATION_PREVENTION = 3;

    private final ByteBuf bytes;
    private final int end;
    private int at;
    private int zeros;
    private int octet;
    private int left;

    /// @param index absolute, of the first octet to be read
    /// @param end   absolute, behind the last
    NalBits(ByteBuf bytes, int index, int end) {
        this.bytes = bytes;
        this.at = index;
        this.end = end;
    }

    boolean flag() throws MalformedPacketException {
        return bits(1) != 0;
    }

    /// @param count 0..32
    int bits(int count) throws MalformedPacketException {
        int value = 0;
        for (int wanted = count; wanted > 0; ) {
            if (left == 0) {
                next();
            }
            int taken = Math.min(wanted, left);
            left -= taken;
            value = value << taken | octet >> left & (1 << taken) - 1;
            wanted -= taken;
        }
        return value;
    }

    void skip(int count) throws MalformedPacketException {
        for (int wanted = count; wanted > 0; wanted -= 32) {
            bits(Math.min(wanted, 32));
        }
    }

    private void next() throws MalformedPacketException {
        if (zeros >= 2 && at < end && bytes.getByte(at) == EMULATION_PREVENTION) {
            zeros = 0;
            at++;
        }
        CodecRule.require(at < end, CodecRule.PARAMETER_SET_TRUNCATED);
        octet = bytes.getUnsignedByte(at++);
        zeros = octet == 0 ? zeros + 1 : 0;
        left = 8;
    }

    /// ue(v), below 2^31: no syntax element that is read here has more.
    int exponential() throws MalformedPacketException {
        int width = 0;
        while (!flag()) {
            CodecRule.require(++width < 31, CodecRule.PARAMETER_SET_NUMBER_TOO_LARGE);
        }
        return (1 << width) - 1 + bits(width);
    }

    /// se(v)
    int signedExponential() throws MalformedPacketException {
        int code = exponential();
        return (code & 1) != 0 ? (code >> 1) + 1 : -(code >> 1);
    }

    /// As [#exponential()], of an element that has a range.
    int exponential(int max) throws MalformedPacketException {
        int value = exponential();
        CodecRule.require(value <= max, CodecRule.PARAMETER_SET_VALUE_INVALID);
        return value;
    }
}
