package weir.codec;

import io.netty.buffer.ByteBuf;

import weir.wire.MalformedPacketException;

/// The AV1 sequence header as far as the size of its largest frame, AV1 §5.5.1. A value.
///
/// @param profile 0..7
/// @param level   seq_level_idx of the first operating point, 0..31
/// @param tier    of the first operating point
record Av1SequenceHeader(int profile, int level, int tier, PictureSize size) {
    private static final int LEVEL_WITH_TIER = 8;

    /// @param index  absolute, of the OBU's header
    /// @param length bytes of the OBU
    static Av1SequenceHeader read(ByteBuf bytes, int index, int length)
            throws MalformedPacketException {
        BitReader bits = new BitReader(CodecRule.AV1_SEQUENCE_HEADER_TRUNCATED);
        bits.begin(bytes, index, length);
        bits.bits(5);
        boolean extended = bits.flag();
        boolean sized = bits.flag();
        bits.bits(extended ? 9 : 1);
        while (sized) {
            sized = bits.flag();
            bits.bits(7);
        }
        int profile = bits.bits(3);
        bits.bits(1);
        int levelAndTier = bits.flag() ? bits.bits(5) << 1 : readOperatingPoints(bits);
        int widthBits = bits.bits(4) + 1;
        int heightBits = bits.bits(4) + 1;
        PictureSize size = new PictureSize(bits.bits(widthBits) + 1, bits.bits(heightBits) + 1);
        return new Av1SequenceHeader(profile, levelAndTier >> 1, levelAndTier & 1, size);
    }

    private static int readOperatingPoints(BitReader bits) throws MalformedPacketException {
        int delayBits = bits.flag() ? readTiming(bits) : 0;
        boolean displayDelay = bits.flag();
        int points = bits.bits(5) + 1;
        int first = 0;
        for (int point = 0; point < points; point++) {
            bits.bits(12);
            int level = bits.bits(5);
            int tier = level >= LEVEL_WITH_TIER ? bits.bits(1) : 0;
            if (delayBits > 0 && bits.flag()) {
                bits.bits(delayBits);
                bits.bits(delayBits);
                bits.bits(1);
            }
            if (displayDelay && bits.flag()) {
                bits.bits(4);
            }
            first = point == 0 ? level << 1 | tier : first;
        }
        return first;
    }

    /// @return how many bits a decoder buffer delay has; 0 if there is no decoder model
    private static int readTiming(BitReader bits) throws MalformedPacketException {
        bits.bits(32);
        bits.bits(32);
        if (bits.flag()) {
            skipVariableLength(bits);
        }
        if (!bits.flag()) {
            return 0;
        }
        int delayBits = bits.bits(5) + 1;
        bits.bits(32);
        bits.bits(10);
        return delayBits;
    }

    /// uvlc(), AV1 §4.10.3
    private static void skipVariableLength(BitReader bits) throws MalformedPacketException {
        int zeros = 0;
        while (!bits.flag()) {
            zeros++;
        }
        bits.bits(zeros < 32 ? zeros : 0);
    }
}
