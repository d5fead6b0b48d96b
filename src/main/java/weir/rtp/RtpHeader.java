package weir.rtp;

import io.netty.buffer.ByteBuf;

import weir.wire.MalformedPacketException;

/// The RTP header, RFC 3550 §5.1, as it stood on the wire. A value.
///
/// ```
///  0                   1                   2                   3
///  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
/// |V=2|P|X|  CC   |M|     PT      |       sequence number         |
/// |                           timestamp                           |
/// |           synchronization source (SSRC) identifier            |
/// |            contributing sources (CC), extension (X)           |
/// ```
///
/// @param padding        whether the last byte counts padding bytes (P)
/// @param payloadType    0..127
/// @param sequenceNumber 0..65535, wraps; see [SequenceUnwrapper] for a number that does not
/// @param timestamp      32 bits in ticks of the payload's clock (video: 90 kHz), wraps
/// @param ssrc           32 bits, unsigned; print with [Integer#toUnsignedString(int)]
/// @param extensionIndex bytes from the start of the packet to the extension's 4-byte header, 0 if
///     none
/// @param length         bytes from the start of the packet to the payload, 12 or more
public record RtpHeader(
        boolean padding,
        boolean marker,
        int payloadType,
        int sequenceNumber,
        int timestamp,
        int ssrc,
        int extensionIndex,
        int length) {

    /// Bytes of the fixed header.
    public static final int FIXED_LENGTH = 12;

    /// Reads the header at the buffer's reader index, and moves nothing.
    ///
    /// @param packet lent
    /// @throws MalformedPacketException if the bytes break a rule of RFC 3550 §5.1 or §5.3.1
    public static RtpHeader read(ByteBuf packet) throws MalformedPacketException {
        int start = packet.readerIndex();
        int available = packet.readableBytes();
        require(available >= FIXED_LENGTH, RtpRule.RTP_HEADER_TRUNCATED);
        int first = packet.getUnsignedByte(start);
        require(first >> 6 == 2, RtpRule.RTP_VERSION_NOT_2);
        int length = FIXED_LENGTH + 4 * (first & 0x0f);
        require(available >= length, RtpRule.RTP_CSRC_TRUNCATED);
        int extensionIndex = 0;
        if ((first & 0x10) != 0) {
            require(available >= length + 4, RtpRule.RTP_EXTENSION_TRUNCATED);
            extensionIndex = length;
            length += 4 + 4 * packet.getUnsignedShort(start + length + 2);
            require(available >= length, RtpRule.RTP_EXTENSION_TRUNCATED);
        }
        int second = packet.getUnsignedByte(start + 1);
        return new RtpHeader(
                (first & 0x20) != 0,
                (second & 0x80) != 0,
                second & 0x7f,
                packet.getUnsignedShort(start + 2),
                packet.getInt(start + 4),
                packet.getInt(start + 8),
                extensionIndex,
                length);
    }

    RtpHeader withLength(int other) {
        return new RtpHeader(
                padding,
                marker,
                payloadType,
                sequenceNumber,
                timestamp,
                ssrc,
                extensionIndex,
                other);
    }

    /// Bytes from a packet's first to its payload, of a packet that is known to be whole.
    ///
    /// @param packet lent
    /// @param index  of the packet's first byte
    public static int lengthAt(ByteBuf packet, int index) {
        int first = packet.getUnsignedByte(index);
        int length = FIXED_LENGTH + 4 * (first & 0x0f);
        return (first & 0x10) == 0
                ? length
                : length + 4 + 4 * packet.getUnsignedShort(index + length + 2);
    }

    private static void require(boolean kept, RtpRule rule) throws MalformedPacketException {
        if (!kept) {
            throw new MalformedPacketException(rule);
        }
    }
}
