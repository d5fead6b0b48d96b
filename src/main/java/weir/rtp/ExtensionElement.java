package weir.rtp;

import io.netty.buffer.ByteBuf;

/// One element of an RTP header extension (RFC 8285 §4.2 one-byte and §4.3 two-byte headers).
///
/// An element is given as one long, so that looking for it allocates nothing.
public final class ExtensionElement {
    /// The element is not there.
    public static final long NONE = -1;

    private static final int ONE_BYTE_PROFILE = 0xBEDE;
    private static final int TWO_BYTE_PROFILE = 0x1000;

    private ExtensionElement() {}

    /// @param extension index of the extension's 4-byte header within the buffer
    /// @return index of the element's bytes and their number, see [#index(long)] and
    ///     [#length(long)], or [#NONE]; an element that runs over the extension's end counts as
    ///     absent
    static long find(ByteBuf packet, int extension, int id) {
        int profile = packet.getUnsignedShort(extension);
        int at = extension + 4;
        int end = at + 4 * packet.getUnsignedShort(extension + 2);
        if (profile == ONE_BYTE_PROFILE) {
            return findOneByte(packet, at, end, id);
        }
        return (profile & 0xfff0) == TWO_BYTE_PROFILE ? findTwoByte(packet, at, end, id) : NONE;
    }

    private static long findOneByte(ByteBuf packet, int start, int end, int id) {
        for (int at = start; at < end; ) {
            int head = packet.getUnsignedByte(at++);
            if (head == 0) {
                continue;
            }
            int length = (head & 0x0f) + 1;
            if (head >> 4 == 15 || at + length > end) {
                return NONE;
            }
            if (head >> 4 == id) {
                return element(at, length);
            }
            at += length;
        }
        return NONE;
    }

    private static long findTwoByte(ByteBuf packet, int start, int end, int id) {
        for (int at = start; at + 1 < end; ) {
            int head = packet.getUnsignedByte(at++);
            if (head == 0) {
                continue;
            }
            int length = packet.getUnsignedByte(at++);
            if (at + length > end) {
                return NONE;
            }
            if (head == id) {
                return element(at, length);
            }
            at += length;
        }
        return NONE;
    }

    /// Of the element's first byte within the buffer.
    public static int index(long element) {
        return (int) (element >>> 8);
    }

    /// Bytes of the element: 0..255.
    public static int length(long element) {
        return (int) (element & 0xff);
    }

    private static long element(int index, int length) {
        return (long) index << 8 | length;
    }
}
