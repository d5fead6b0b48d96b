package weir.codec;

import io.netty.buffer.ByteBuf;

import weir.wire.MalformedPacketException;

/// The H.264 sequence parameter set as far as the size of its pictures, H.264 §7.3.2.1.1. A value.
///
/// @param id             0..31
/// @param profileLevelId 24 bits, as `profile-level-id` has them: profile_idc, the constraint flags
///     and level_idc (RFC 6184 §8.1)
record H264SequenceParameters(int id, int profileLevelId, PictureSize size) {
    private static final int ID_MAX = 31;
    private static final int CHROMA_FORMAT_MAX = 3;
    private static final int CYCLE_MAX = 255;

    /// 16,384 pixels, more than any level has.
    private static final int MACROBLOCKS_MAX = 1023;

    private static final int CROP_MAX = 16 * MACROBLOCKS_MAX;

    /// @param index absolute, of the NAL unit's header
    /// @param end   absolute, behind the NAL unit
    static H264SequenceParameters read(ByteBuf bytes, int index, int end)
            throws MalformedPacketException {
        NalBits bits = new NalBits(bytes, index + 1, end);
        int profileLevelId = bits.bits(24);
        int id = bits.exponential(ID_MAX);
        int chromaFormat = hasChromaFormat(profileLevelId >> 16) ? readChroma(bits) : 1;
        bits.exponential();
        skipPictureOrder(bits);
        bits.exponential();
        bits.skip(1);
        int width = 16 * (bits.exponential(MACROBLOCKS_MAX) + 1);
        int units = bits.exponential(MACROBLOCKS_MAX) + 1;
        int fields = bits.flag() ? 1 : 2;
        bits.skip(fields);
        PictureSize size = readCropping(bits, width, 16 * units * fields, chromaFormat, fields);
        return new H264SequenceParameters(id, profileLevelId, size);
    }

    /// @param index absolute, of the NAL unit's header
    static int readId(ByteBuf bytes, int index, int end) throws MalformedPacketException {
        return new NalBits(bytes, index + 4, end).exponential(ID_MAX);
    }

    private static boolean hasChromaFormat(int profile) {
        return switch (profile) {
            case 44, 83, 86, 100, 110, 118, 122, 128, 134, 135, 138, 139, 244 -> true;
            default -> false;
        };
    }

    /// @return ChromaArrayType: 0 if each colour is coded as if it were the only one
    private static int readChroma(NalBits bits) throws MalformedPacketException {
        int format = bits.exponential(CHROMA_FORMAT_MAX);
        boolean separate = format == 3 && bits.flag();
        bits.exponential();
        bits.exponential();
        bits.skip(1);
        if (bits.flag()) {
            int lists = format == 3 ? 12 : 8;
            for (int list = 0; list < lists; list++) {
                if (bits.flag()) {
                    skipScalingList(bits, list < 6 ? 16 : 64);
                }
            }
        }
        return separate ? 0 : format;
    }

    private static void skipScalingList(NalBits bits, int length) throws MalformedPacketException {
        int last = 8;
        int next = 8;
        for (int i = 0; i < length && next != 0; i++) {
            next = last + bits.signedExponential() & 0xff;
            last = next == 0 ? last : next;
        }
    }

    private static void skipPictureOrder(NalBits bits) throws MalformedPacketException {
        int type = bits.exponential(2);
        if (type == 0) {
            bits.exponential();
        } else if (type == 1) {
            bits.skip(1);
            bits.signedExponential();
            bits.signedExponential();
            for (int left = bits.exponential(CYCLE_MAX); left > 0; left--) {
                bits.signedExponential();
            }
        }
    }

    private static PictureSize readCropping(
            NalBits bits, int width, int height, int chromaFormat, int fields)
            throws MalformedPacketException {
        if (!bits.flag()) {
            return new PictureSize(width, height);
        }
        int unitX = chromaFormat == 1 || chromaFormat == 2 ? 2 : 1;
        int unitY = chromaFormat == 1 ? 2 * fields : fields;
        int horizontal = bits.exponential(CROP_MAX) + bits.exponential(CROP_MAX);
        int vertical = bits.exponential(CROP_MAX) + bits.exponential(CROP_MAX);
        return PictureSize.cropped(width, height, unitX * horizontal, unitY * vertical);
    }
}
