package weir.codec;

import io.netty.buffer.ByteBuf;

import weir.wire.MalformedPacketException;

/// What an H.264 payload begins or aggregates, RFC 6184 §5.2. A value.
///
/// @param nalUnitType       of the payload's first byte: 1..23 one NAL unit, 24 STAP-A, 28 FU-A
/// @param sequenceParameters a sequence parameter set is in it, or begins in it
/// @param discardable       no picture refers to the one that a slice in it belongs to: its
///     nal_ref_idc is 0, as in the highest temporal layer
/// @param firstIdrSlice     the first slice of an IDR picture is in it, or begins in it
/// @param bidirectional     the first slice of a picture is in it, or begins in it, and is a B
///     slice
public record H264Descriptor(
        int nalUnitType,
        boolean sequenceParameters,
        boolean discardable,
        boolean firstIdrSlice,
        boolean bidirectional)
        implements PayloadDescriptor {

    private static final int SLICE = 1;
    private static final int IDR_SLICE = 5;
    private static final int SEQUENCE_PARAMETER_SET = 7;
    private static final int STAP_A = 24;
    private static final int FU_A = 28;

    static H264Descriptor read(ByteBuf bytes, int index, int length)
            throws MalformedPacketException {
        int end = index + length;
        int type = bytes.getByte(index) & 0x1f;
        return switch (type) {
            case STAP_A -> readAggregate(bytes, index + 1, end);
            case FU_A -> readFragment(bytes, index, length);
            default ->
                    new H264Descriptor(
                            type,
                            type == SEQUENCE_PARAMETER_SET,
                            isDiscardable(type, bytes.getByte(index)),
                            isFirstIdrSlice(type, bytes, index + 1, end),
                            isBidirectional(type, bytes, index + 1, end));
        };
    }

    private static H264Descriptor readAggregate(ByteBuf bytes, int start, int end)
            throws MalformedPacketException {
        boolean sequenceParameters = false;
        boolean discardable = false;
        boolean firstIdrSlice = false;
        boolean bidirectional = false;
        for (int at = start; at < end; ) {
            CodecRule.require(at + 3 <= end, CodecRule.H264_AGGREGATION_TRUNCATED);
            int size = bytes.getUnsignedShort(at);
            at += 2;
            CodecRule.require(size > 0 && at + size <= end, CodecRule.H264_AGGREGATION_TRUNCATED);
            int type = bytes.getByte(at) & 0x1f;
            discardable |= isDiscardable(type, bytes.getByte(at));
            sequenceParameters |= type == SEQUENCE_PARAMETER_SET;
            firstIdrSlice |= isFirstIdrSlice(type, bytes, at + 1, at + size);
            bidirectional |= isBidirectional(type, bytes, at + 1, at + size);
            at += size;
        }
        return new H264Descriptor(
                STAP_A, sequenceParameters, discardable, firstIdrSlice, bidirectional);
    }

    private static H264Descriptor readFragment(ByteBuf bytes, int index, int length)
            throws MalformedPacketException {
        CodecRule.require(length > 2, CodecRule.H264_FRAGMENT_TRUNCATED);
        int header = bytes.getByte(index + 1);
        boolean start = (header & 0x80) != 0;
        int type = header & 0x1f;
        return new H264Descriptor(
                FU_A,
                start && type == SEQUENCE_PARAMETER_SET,
                isDiscardable(type, bytes.getByte(index)),
                start && isFirstIdrSlice(type, bytes, index + 2, index + length),
                start && isBidirectional(type, bytes, index + 2, index + length));
    }

    /// @param indicator whose nal_ref_idc is that of the NAL unit
    private static boolean isDiscardable(int type, int indicator) {
        return type == SLICE && (indicator & 0x60) == 0;
    }

    /// A slice header begins with first_mb_in_slice, an Exp-Golomb number: 0 is a single 1 bit.
    private static boolean isFirstIdrSlice(int type, ByteBuf bytes, int slice, int end) {
        return type == IDR_SLICE && slice < end && bytes.getByte(slice) < 0;
    }

    /// Behind first_mb_in_slice of 0 stands slice_type, another Exp-Golomb number: 1 and 6 are B
    /// (H.264 §7.4.3), the bits 010 and 00111.
    private static boolean isBidirectional(int type, ByteBuf bytes, int slice, int end) {
        if (type != SLICE || slice >= end) {
            return false;
        }
        int first = bytes.getByte(slice);
        return (first & 0xf0) == 0xa0 || (first & 0xfc) == 0x9c;
    }

    @Override
    public boolean startsKeyFrame() {
        return sequenceParameters || firstIdrSlice;
    }
}
