package weir.recovery;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

import weir.rtp.RtpPacket;

import java.util.Optional;
import java.util.OptionalInt;

/// Gets the original packet out of a retransmission, RFC 4588 §4.
///
/// ```
/// |                         RTP Header                            |
/// |            OSN                |                               |
/// |                  Original RTP Packet Payload                ...
/// ```
public final class RetransmissionReader {
    private static final int OSN_LENGTH = 2;
    private static final int PADDING_BIT = 0x20;
    private static final int MARKER_BIT = 0x80;

    private RetransmissionReader() {}

    /// @param retransmission lent
    /// @return the original's sequence number, 0..65535; empty if the packet has none: padding
    ///     alone, as bandwidth probes are, or one byte
    public static OptionalInt originalSequenceNumber(RtpPacket retransmission) {
        return retransmission.payloadLength() < OSN_LENGTH
                ? OptionalInt.empty()
                : OptionalInt.of(
                        retransmission.bytes().getUnsignedShort(retransmission.payloadIndex()));
    }

    /// The original packet: the retransmission's header with the three fields that differ, without
    /// padding. Header extensions stay as they came, so that a `repaired-rtp-stream-id` is one.
    ///
    /// @param retransmission lent
    /// @param payloadType    of the original (`apt`), 0..127
    /// @param ssrc           of the original
    /// @return to be released by the caller; empty as [#originalSequenceNumber] is
    public static Optional<ByteBuf> rebuild(
            RtpPacket retransmission, int payloadType, int ssrc, ByteBufAllocator allocator) {
        OptionalInt sequenceNumber = originalSequenceNumber(retransmission);
        if (sequenceNumber.isEmpty()) {
            return Optional.empty();
        }
        ByteBuf from = retransmission.bytes();
        int headerLength = retransmission.header().length();
        int payloadLength = retransmission.payloadLength() - OSN_LENGTH;
        ByteBuf original = allocator.buffer(headerLength + payloadLength);
        original.writeBytes(from, from.readerIndex(), headerLength);
        original.writeBytes(from, retransmission.payloadIndex() + OSN_LENGTH, payloadLength);
        original.setByte(0, original.getByte(0) & ~PADDING_BIT);
        original.setByte(1, original.getByte(1) & MARKER_BIT | payloadType);
        original.setShort(2, sequenceNumber.getAsInt());
        original.setInt(8, ssrc);
        return Optional.of(original);
    }
}
