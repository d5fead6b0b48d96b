package weir.codec;

import io.netty.buffer.ByteBuf;

import weir.wire.MalformedPacketException;

/// What an H.265 payload begins or aggregates, RFC 7798 §4.4. Decoding order numbers are taken as
/// not negotiated (`sprop-max-don-diff` 0), as in every browser. A value.
///
/// ```
/// |F|   Type    |  LayerId  | TID |
/// ```
///
/// @param nalUnitType     of the payload header: 0..47 one NAL unit, 48 AP, 49 FU, 50 PACI
/// @param temporalId      0..6
/// @param parameterSet    a video or sequence parameter set is in it, or begins in it
/// @param switchingUpPoint a temporal sub-layer access picture is in it: from here on this
///     temporal layer can be taken (TSA, STSA; H.265 §7.4.2.2)
/// @param randomAccessStart the first slice segment of an IRAP picture is in it, or begins in it
public record H265Descriptor(
        int nalUnitType,
        int temporalId,
        boolean parameterSet,
        boolean switchingUpPoint,
        boolean randomAccessStart)
        implements PayloadDescriptor {

    private static final int SUBLAYER_ACCESS_FIRST = 2;
    private static final int SUBLAYER_ACCESS_LAST = 5;
    private static final int IRAP_FIRST = 16;
    private static final int IRAP_LAST = 23;
    private static final int VIDEO_PARAMETER_SET = 32;
    private static final int SEQUENCE_PARAMETER_SET = 33;
    private static final int AGGREGATION = 48;
    private static final int FRAGMENTATION = 49;
    private static final int HEADER_LENGTH = 2;

    static H265Descriptor read(ByteBuf bytes, int index, int length)
            throws MalformedPacketException {
        CodecRule.require(length >= HEADER_LENGTH, CodecRule.H265_HEADER_TRUNCATED);
        int type = type(bytes, index);
        // nuh_temporal_id_plus1 is never 0 (§1.1.4); one that is does no harm here.
        int temporalId = Math.max(0, (bytes.getByte(index + 1) & 0x07) - 1);
        int end = index + length;
        return switch (type) {
            case AGGREGATION -> readAggregate(bytes, index + HEADER_LENGTH, end, temporalId);
            case FRAGMENTATION -> readFragment(bytes, index + HEADER_LENGTH, end, temporalId);
            default ->
                    new H265Descriptor(
                            type,
                            temporalId,
                            isParameterSet(type),
                            isSublayerAccess(type),
                            isRandomAccessStart(type, bytes, index + HEADER_LENGTH, end));
        };
    }

    private static H265Descriptor readAggregate(ByteBuf bytes, int start, int end, int temporalId)
            throws MalformedPacketException {
        boolean parameterSet = false;
        boolean switchingUpPoint = false;
        boolean randomAccessStart = false;
        for (int at = start; at < end; ) {
            CodecRule.require(at + 4 <= end, CodecRule.H265_AGGREGATION_TRUNCATED);
            int size = bytes.getUnsignedShort(at);
            at += 2;
            CodecRule.require(
                    size >= HEADER_LENGTH && at + size <= end,
                    CodecRule.H265_AGGREGATION_TRUNCATED);
            int type = type(bytes, at);
            parameterSet |= isParameterSet(type);
            switchingUpPoint |= isSublayerAccess(type);
            randomAccessStart |= isRandomAccessStart(type, bytes, at + HEADER_LENGTH, at + size);
            at += size;
        }
        return new H265Descriptor(
                AGGREGATION, temporalId, parameterSet, switchingUpPoint, randomAccessStart);
    }

    private static H265Descriptor readFragment(ByteBuf bytes, int header, int end, int temporalId)
            throws MalformedPacketException {
        CodecRule.require(header + 1 < end, CodecRule.H265_FRAGMENT_TRUNCATED);
        boolean start = bytes.getByte(header) < 0;
        int type = bytes.getByte(header) & 0x3f;
        return new H265Descriptor(
                FRAGMENTATION,
                temporalId,
                start && isParameterSet(type),
                isSublayerAccess(type),
                start && isRandomAccessStart(type, bytes, header + 1, end));
    }

    private static int type(ByteBuf bytes, int at) {
        return bytes.getByte(at) >> 1 & 0x3f;
    }

    private static boolean isParameterSet(int type) {
        return type == VIDEO_PARAMETER_SET || type == SEQUENCE_PARAMETER_SET;
    }

    private static boolean isSublayerAccess(int type) {
        return type >= SUBLAYER_ACCESS_FIRST && type <= SUBLAYER_ACCESS_LAST;
    }

    /// A slice segment begins with first_slice_segment_in_pic_flag.
    private static boolean isRandomAccessStart(int type, ByteBuf bytes, int slice, int end) {
        return type >= IRAP_FIRST && type <= IRAP_LAST && slice < end && bytes.getByte(slice) < 0;
    }

    @Override
    public boolean startsKeyFrame() {
        return parameterSet || randomAccessStart;
    }
}
