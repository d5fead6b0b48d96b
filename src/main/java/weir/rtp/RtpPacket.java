package weir.rtp;

import io.netty.buffer.ByteBuf;

import weir.wire.MalformedPacketException;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// One RTP packet in the clear. Never changed: who forwards it writes a new header and a copy of
/// the payload into a buffer of its own, so that a fan-out shares the one payload.
///
/// It holds one share of its bytes. [#share()] gives another, and each is closed once; the bytes go
/// with the last. Shares may be held and closed on any thread.
public final class RtpPacket implements AutoCloseable {
    private final ByteBuf bytes;
    private final RtpHeader header;
    private final PayloadFormat format;
    private final int payloadLength;
    private final long arrivalNanos;

    private RtpPacket(
            ByteBuf bytes,
            RtpHeader header,
            PayloadFormat format,
            int payloadLength,
            long arrivalNanos) {
        this.bytes = bytes;
        this.header = header;
        this.format = format;
        this.payloadLength = payloadLength;
        this.arrivalNanos = arrivalNanos;
    }

    /// @param bytes        lent, header at the reader index; the packet takes a share
    /// @param header       as read from these bytes
    /// @param format       what the payload type means in the session it came from
    /// @param arrivalNanos when the node read it from the socket
    /// @throws MalformedPacketException if the padding is longer than the payload
    public static RtpPacket of(
            ByteBuf bytes, RtpHeader header, PayloadFormat format, long arrivalNanos)
            throws MalformedPacketException {
        int length = bytes.readableBytes() - header.length();
        if (header.padding()) {
            int padding = length == 0 ? 0 : bytes.getUnsignedByte(bytes.writerIndex() - 1);
            if (padding == 0 || padding > length) {
                throw new MalformedPacketException(RtpRule.RTP_PADDING_INVALID);
            }
            length -= padding;
        }
        return new RtpPacket(bytes.retain(), header, format, length, arrivalNanos);
    }

    public RtpHeader header() {
        return header;
    }

    public PayloadFormat format() {
        return format;
    }

    public int sequenceNumber() {
        return header.sequenceNumber();
    }

    public int timestamp() {
        return header.timestamp();
    }

    public int ssrc() {
        return header.ssrc();
    }

    public long arrivalNanos() {
        return arrivalNanos;
    }

    /// The whole packet, from [ByteBuf#readerIndex()] to its writer index: read it by index, and
    /// move nothing. It lives as long as this share.
    public ByteBuf bytes() {
        return bytes;
    }

    /// Index of the payload's first byte within [#bytes()].
    public int payloadIndex() {
        return bytes.readerIndex() + header.length();
    }

    /// Bytes of the payload without padding; 0 for a packet that is padding alone.
    public int payloadLength() {
        return payloadLength;
    }

    /// @param id as negotiated, or [ExtensionMap#ABSENT]
    /// @return the text of a textual element such as the MID
    public Optional<String> extensionText(int id) {
        long element = extension(id);
        return element == ExtensionElement.NONE
                ? Optional.empty()
                : Optional.of(
                        bytes.toString(
                                ExtensionElement.index(element),
                                ExtensionElement.length(element),
                                StandardCharsets.UTF_8));
    }

    /// @param id as negotiated, or [ExtensionMap#ABSENT]
    /// @return the 16 bits of an element such as the transport-wide sequence number, -1 if absent
    public int extensionUnsignedShort(int id) {
        long element = extension(id);
        return element == ExtensionElement.NONE || ExtensionElement.length(element) < 2
                ? -1
                : bytes.getUnsignedShort(ExtensionElement.index(element));
    }

    /// Where an element stands within [#bytes()], for whoever reads it there.
    ///
    /// @param id as negotiated, or [ExtensionMap#ABSENT]
    /// @return what [ExtensionElement] tells the index and the length of, or
    ///     [ExtensionElement#NONE]
    public long extension(int id) {
        return id == ExtensionMap.ABSENT || header.extensionIndex() == 0
                ? ExtensionElement.NONE
                : ExtensionElement.find(bytes, bytes.readerIndex() + header.extensionIndex(), id);
    }

    /// Another share of the same packet, whose payload begins later, as if what stands before it
    /// were of the header.
    ///
    /// @param position bytes of the payload that are passed over, no more than it has
    public RtpPacket from(int position) {
        return new RtpPacket(
                bytes.retain(),
                header.withLength(header.length() + position),
                format,
                payloadLength - position,
                arrivalNanos);
    }

    /// Another share of the same packet, to be closed by whom it is given to.
    public RtpPacket share() {
        bytes.retain();
        return this;
    }

    @Override
    public void close() {
        bytes.release();
    }
}
