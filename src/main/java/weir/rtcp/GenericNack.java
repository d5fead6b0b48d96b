package weir.rtcp;

import io.netty.buffer.ByteBuf;

import weir.wire.MalformedPacketException;

import java.util.ArrayList;
import java.util.List;

/// Packets that were lost and are asked for again, RFC 4585 §6.2.1 (RTPFB, FMT 1). A value.
///
/// ```
/// |            PID                |             BLP               |
/// ```
///
/// Each entry names one packet (PID) and by a bit mask any of the 16 after it (BLP).
///
/// @param sequenceNumbers one or more, 0..65535, ascending but for the wrap; the nearer they are,
///                        the shorter the packet: 4 bytes for each entry
public record GenericNack(int senderSsrc, int mediaSsrc, List<Integer> sequenceNumbers)
        implements RtcpPacket {
    static final int FORMAT = 1;
    private static final int MASK_BITS = 16;

    public GenericNack {
        if (sequenceNumbers.isEmpty()) {
            throw new IllegalArgumentException("a NACK names one packet or more");
        }
        sequenceNumbers = List.copyOf(sequenceNumbers);
    }

    static GenericNack read(ByteBuf body) throws MalformedPacketException {
        int senderSsrc = body.readInt();
        int mediaSsrc = body.readInt();
        RtcpRule.RTCP_NACK_LENGTH.require(body.isReadable() && body.readableBytes() % 4 == 0);
        List<Integer> numbers = new ArrayList<>();
        while (body.isReadable()) {
            int first = body.readUnsignedShort();
            numbers.add(first);
            for (int mask = body.readUnsignedShort(); mask != 0; mask &= mask - 1) {
                numbers.add(first + 1 + Integer.numberOfTrailingZeros(mask) & 0xffff);
            }
        }
        return new GenericNack(senderSsrc, mediaSsrc, numbers);
    }

    void write(ByteBuf out) {
        out.writeInt(senderSsrc);
        out.writeInt(mediaSsrc);
        int first = sequenceNumbers.getFirst();
        int mask = 0;
        for (int number : sequenceNumbers) {
            int distance = number - first & 0xffff;
            if (distance > MASK_BITS) {
                writeEntry(first, mask, out);
                first = number;
                mask = 0;
            } else if (distance > 0) {
                mask |= 1 << distance - 1;
            }
        }
        writeEntry(first, mask, out);
    }

    private static void writeEntry(int first, int mask, ByteBuf out) {
        out.writeShort(first);
        out.writeShort(mask);
    }
}
