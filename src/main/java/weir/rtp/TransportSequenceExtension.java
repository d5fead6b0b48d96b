package weir.rtp;

import io.netty.buffer.ByteBuf;

/// The transport-wide sequence number as the first element of a header extension (RFC 8285 §4.2 and
/// §4.3, draft-holmer-rmcat-transport-wide-cc-extensions-01 §2): its place is written with the
/// packet, and its value when the packet is sealed.
public final class TransportSequenceExtension {
    private static final int ONE_BYTE_PROFILE = 0xBEDE;
    private static final int TWO_BYTE_PROFILE = 0x1000;
    private static final int ONE_BYTE_ID_MAX = 14;
    private static final int LENGTH = 2;

    private TransportSequenceExtension() {}

    /// Appends a header extension that has this element alone, with number 0.
    ///
    /// @param id as negotiated, 1..255
    public static void write(ByteBuf packet, int id) {
        boolean oneByte = id <= ONE_BYTE_ID_MAX;
        packet.writeInt((oneByte ? ONE_BYTE_PROFILE : TWO_BYTE_PROFILE) << 16 | 1);
        packet.writeInt(oneByte ? (id << 4 | LENGTH - 1) << 24 : id << 24 | LENGTH << 16);
    }

    /// Fills in the number of a packet that has this element first in its header extension, and no
    /// contributing sources.
    ///
    /// @param index    of the packet's first byte
    /// @param sequence 16 bits
    public static void set(ByteBuf packet, int index, int sequence) {
        int extension = index + RtpHeader.FIXED_LENGTH;
        boolean oneByte = packet.getUnsignedShort(extension) == ONE_BYTE_PROFILE;
        packet.setShort(extension + (oneByte ? 5 : 6), sequence);
    }
}
