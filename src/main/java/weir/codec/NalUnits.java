package weir.codec;

import io.netty.buffer.ByteBuf;

/// Goes through the whole NAL units of one payload of H.264 or H.265: the one that it is, or those
/// that it aggregates (RFC 6184 §5.6 and §5.7.1, RFC 7798 §4.4.1 and §4.4.2). Of a fragment there
/// are none. What lies beyond the end is left out.
///
/// ```java
/// for (NalUnits units = …; units.next(); ) { … units.type() … }
/// ```
final class NalUnits {
    private static final int H264_STAP_A = 24;
    private static final int H265_AGGREGATION = 48;

    private final ByteBuf bytes;
    private final boolean h265;
    private final int end;
    private final boolean aggregated;
    private int nextIndex;
    private int index;
    private int length;

    /// @param bytes lent for as long as this is used
    NalUnits(ByteBuf bytes, int index, int length, boolean h265) {
        this.bytes = bytes;
        this.h265 = h265;
        this.end = index + length;
        this.aggregated = length > 0 && typeAt(index) == (h265 ? H265_AGGREGATION : H264_STAP_A);
        this.nextIndex = aggregated ? index + headerLength() : index;
    }

    boolean next() {
        int at = nextIndex;
        int size = end - at;
        if (aggregated) {
            if (at + 2 > end) {
                return false;
            }
            size = bytes.getUnsignedShort(at);
            at += 2;
        }
        if (size < headerLength() || at + size > end) {
            return false;
        }
        index = at;
        length = size;
        nextIndex = at + size;
        return true;
    }

    private int headerLength() {
        return h265 ? 2 : 1;
    }

    private int typeAt(int at) {
        return h265 ? bytes.getByte(at) >> 1 & 0x3f : bytes.getByte(at) & 0x1f;
    }

    /// Of the present unit; above what a unit can have if the payload is none.
    int type() {
        return typeAt(index);
    }

    /// Absolute, of the present unit's header.
    int index() {
        return index;
    }

    int length() {
        return length;
    }

    int end() {
        return index + length;
    }
}
