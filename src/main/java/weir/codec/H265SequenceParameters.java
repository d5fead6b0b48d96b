package weir.codec;

import io.netty.buffer.ByteBuf;

import weir.wire.MalformedPacketException;

/// The H.265 sequence parameter set of the base layer as far as it says how many pictures are
/// reordered, H.265 §7.3.2.2.1 and §7.3.3. A value.
///
/// @param id         0..15
/// @param profile    general_profile_idc, 0..31
/// @param tier       general_tier_flag
/// @param level      general_level_idc, 30 times the level
/// @param reorderMax how many pictures may come before one that is shown before them
record H265SequenceParameters(
        int id, int profile, int tier, int level, PictureSize size, int reorderMax) {
    private static final int HEADER_LENGTH = 2;
    private static final int ID_MAX = 15;
    private static final int CHROMA_FORMAT_MAX = 3;
    private static final int SAMPLES_MAX = 16384;
    private static final int SUB_LAYERS = 8;
    private static final int SUB_LAYER_PROFILE_BITS = 88;
    private static final int LEVEL_BITS = 8;

    /// @param index absolute, of the NAL unit's header
    /// @param end   absolute, behind the NAL unit
    static H265SequenceParameters read(ByteBuf bytes, int index, int end)
            throws MalformedPacketException {
        NalBits bits = new NalBits(bytes, index + HEADER_LENGTH, end);
        bits.skip(4);
        int subLayersBelow = bits.bits(3);
        bits.skip(1 + 2);
        int tier = bits.bits(1);
        int profile = bits.bits(5);
        bits.skip(SUB_LAYER_PROFILE_BITS - 8);
        int level = bits.bits(LEVEL_BITS);
        skipSubLayers(bits, subLayersBelow);
        int id = bits.exponential(ID_MAX);
        PictureSize size = readSize(bits);
        bits.exponential();
        bits.exponential();
        bits.exponential();
        int reorderMax = 0;
        for (int left = bits.flag() ? subLayersBelow : 0; left >= 0; left--) {
            bits.exponential();
            reorderMax = bits.exponential();
            bits.exponential();
        }
        return new H265SequenceParameters(id, profile, tier, level, size, reorderMax);
    }

    /// @param index absolute, of the NAL unit's header
    static int readId(ByteBuf bytes, int index, int end) throws MalformedPacketException {
        NalBits bits = new NalBits(bytes, index + HEADER_LENGTH, end);
        bits.skip(4);
        int subLayersBelow = bits.bits(3);
        bits.skip(1 + SUB_LAYER_PROFILE_BITS + LEVEL_BITS);
        skipSubLayers(bits, subLayersBelow);
        return bits.exponential(ID_MAX);
    }

    private static void skipSubLayers(NalBits bits, int count) throws MalformedPacketException {
        int length = 0;
        for (int left = count; left > 0; left--) {
            length += bits.flag() ? SUB_LAYER_PROFILE_BITS : 0;
            length += bits.flag() ? LEVEL_BITS : 0;
        }
        bits.skip(count == 0 ? 0 : 2 * (SUB_LAYERS - count) + length);
    }

    private static PictureSize readSize(NalBits bits) throws MalformedPacketException {
        int format = bits.exponential(CHROMA_FORMAT_MAX);
        boolean separate = format == 3 && bits.flag();
        int width = bits.exponential(SAMPLES_MAX);
        int height = bits.exponential(SAMPLES_MAX);
        int horizontal = 0;
        int vertical = 0;
        if (bits.flag()) {
            horizontal = bits.exponential(SAMPLES_MAX) + bits.exponential(SAMPLES_MAX);
            vertical = bits.exponential(SAMPLES_MAX) + bits.exponential(SAMPLES_MAX);
        }
        int unitX = !separate && (format == 1 || format == 2) ? 2 : 1;
        int unitY = !separate && format == 1 ? 2 : 1;
        return PictureSize.cropped(width, height, unitX * horizontal, unitY * vertical);
    }
}
