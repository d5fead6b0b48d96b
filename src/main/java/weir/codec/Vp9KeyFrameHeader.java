package weir.codec;

import io.netty.buffer.ByteBuf;

import weir.wire.MalformedPacketException;

/// The uncompressed header of a VP9 key frame as far as its size, VP9 §6.2. A value.
///
/// @param profile 0..3
record Vp9KeyFrameHeader(int profile, PictureSize size) {
    private static final int FRAME_MARKER = 2;
    private static final int SYNC_CODE = 0x498342;
    private static final int SRGB = 7;

    /// @param index  absolute, of the frame's first byte
    /// @param length bytes of the frame that are at hand
    static Vp9KeyFrameHeader read(ByteBuf bytes, int index, int length)
            throws MalformedPacketException {
        BitReader bits = new BitReader(CodecRule.VP9_HEADER_INVALID);
        bits.begin(bytes, index, length);
        require(bits.bits(2) == FRAME_MARKER);
        int profile = bits.bits(1) | bits.bits(1) << 1;
        require(bits.bits(profile == 3 ? 1 : 0) == 0);
        boolean existing = bits.flag();
        boolean interFrame = bits.flag();
        bits.bits(2);
        require(!existing && !interFrame && bits.bits(24) == SYNC_CODE);
        bits.bits(profile >= 2 ? 1 : 0);
        boolean srgb = bits.bits(3) == SRGB;
        boolean subsampled = (profile & 1) != 0;
        if (srgb) {
            bits.bits(subsampled ? 1 : 0);
        } else {
            bits.bits(subsampled ? 4 : 1);
        }
        PictureSize size = new PictureSize(bits.bits(16) + 1, bits.bits(16) + 1);
        return new Vp9KeyFrameHeader(profile, size);
    }

    private static void require(boolean kept) throws MalformedPacketException {
        CodecRule.require(kept, CodecRule.VP9_HEADER_INVALID);
    }
}
