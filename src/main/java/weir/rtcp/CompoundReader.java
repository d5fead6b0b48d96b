package weir.rtcp;

import io.netty.buffer.ByteBuf;

import weir.wire.MalformedPacketException;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// Reads the RTCP packets of one datagram, RFC 3550 §6.1: those that are one behind the other,
/// whatever comes first, since reduced size is allowed (RFC 5506).
///
/// ```
///  0                   1                   2                   3
///  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
/// |V=2|P|  count  |       PT      |   length in words, minus 1    |
/// ```
public final class CompoundReader {
    /// Packets of one compound.
    public static final int PACKETS_MAX = 64;

    static final int HEADER_LENGTH = 4;

    private CompoundReader() {}

    /// Reads from the reader index to the writer index, and moves neither.
    ///
    /// @param compound lent, in the clear
    /// @return one packet or more, in the order of the wire
    /// @throws MalformedPacketException if any packet breaks a rule; then none is read
    public static List<RtcpPacket> read(ByteBuf compound) throws MalformedPacketException {
        List<RtcpPacket> packets = new ArrayList<>();
        int at = compound.readerIndex();
        int end = compound.writerIndex();
        int statuses = 0;
        do {
            RtcpRule.RTCP_PACKETS_TOO_MANY.require(packets.size() < PACKETS_MAX);
            int length = length(compound, at, end);
            RtcpPacket packet = readPacket(compound, at, length, at + length == end);
            // 20 bytes of transport feedback tell of thousands: a datagram has no more than one.
            statuses += packet instanceof TransportFeedback told ? told.statusCount() : 0;
            RtcpRule.RTCP_TRANSPORT_FEEDBACK_COUNT.require(
                    statuses <= TransportFeedback.STATUSES_MAX);
            packets.add(packet);
            at += length;
        } while (at < end);
        return Collections.unmodifiableList(packets);
    }

    private static int length(ByteBuf compound, int at, int end) throws MalformedPacketException {
        RtcpRule.RTCP_HEADER_TRUNCATED.require(end - at >= HEADER_LENGTH);
        RtcpRule.RTCP_VERSION_NOT_2.require(compound.getUnsignedByte(at) >> 6 == 2);
        int length = 4 * (compound.getUnsignedShort(at + 2) + 1);
        RtcpRule.RTCP_LENGTH_BEYOND_DATAGRAM.require(length <= end - at);
        return length;
    }

    private static RtcpPacket readPacket(ByteBuf compound, int at, int length, boolean last)
            throws MalformedPacketException {
        int first = compound.getUnsignedByte(at);
        int bodyLength = length - HEADER_LENGTH;
        if ((first & 0x20) != 0) {
            RtcpRule.RTCP_PADDING_BEFORE_LAST.require(last);
            int padding = bodyLength == 0 ? 0 : compound.getUnsignedByte(at + length - 1);
            RtcpRule.RTCP_PADDING_INVALID.require(padding > 0 && padding <= bodyLength);
            bodyLength -= padding;
        }
        ByteBuf body = compound.slice(at + HEADER_LENGTH, bodyLength);
        return readBody(compound.getUnsignedByte(at + 1), first & 0x1f, body);
    }

    private static RtcpPacket readBody(int type, int count, ByteBuf body)
            throws MalformedPacketException {
        return switch (type) {
            case SenderReport.TYPE -> SenderReport.read(count, body);
            case ReceiverReport.TYPE -> ReceiverReport.read(count, body);
            case SourceDescription.TYPE -> SourceDescription.read(count, body);
            case Bye.TYPE -> Bye.read(count, body);
            case Feedback.TRANSPORT -> Feedback.readTransport(count, body);
            case Feedback.PAYLOAD -> Feedback.readPayload(count, body);
            default -> Unknown.read(type, count, body);
        };
    }

    /// @param body holds at least `count` of them
    static List<Integer> readSsrcs(ByteBuf body, int count) {
        List<Integer> ssrcs = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            ssrcs.add(body.readInt());
        }
        return ssrcs;
    }
}
