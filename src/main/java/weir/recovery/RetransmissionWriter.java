package weir.recovery;

import io.netty.buffer.ByteBuf;

import weir.rtp.PayloadFormat;
import weir.rtp.RtpHeader;
import weir.rtp.TransportSequenceExtension;

import java.util.Arrays;
import java.util.List;

/// Makes retransmissions of packets of one SSRC, RFC 4588 §4, and padding that looks like them to
/// who probes for bandwidth. [RetransmissionReader] reads them. Owned by one loop.
public final class RetransmissionWriter {
    /// How much longer a retransmission is than the packet.
    public static final int OSN_LENGTH = 2;

    /// As much as one packet can carry: its last byte counts the bytes (RFC 3550 §5.1).
    private static final int PADDING_LENGTH = 255;

    private static final int ABSENT = -1;
    private static final int PAYLOAD_TYPES = 128;
    private static final int VERSION_EXTENSION_PADDING = 0xb0;
    private static final int MARKER_BIT = 0x80;

    private final int ssrc;
    private final int[] retransmissionTypes = new int[PAYLOAD_TYPES];
    private int paddingType = ABSENT;
    private int nextSequence;

    /// @param ssrc          of the retransmissions
    /// @param formats       of the section, retransmission formats among them
    /// @param firstSequence below 2¹⁵, so that no loss at the start hides that it wrapped
    ///     (RFC 3711 §3.3.1)
    public RetransmissionWriter(int ssrc, List<PayloadFormat> formats, int firstSequence) {
        this.ssrc = ssrc;
        this.nextSequence = firstSequence;
        Arrays.fill(retransmissionTypes, ABSENT);
        for (PayloadFormat format : formats) {
            if (format.isRetransmission() && format.associated() >= 0) {
                retransmissionTypes[format.associated()] = format.payloadType();
                paddingType = paddingType == ABSENT ? format.payloadType() : paddingType;
            }
        }
    }

    /// Whether packets of this payload type, 0..127, have a retransmission format.
    public boolean repeats(int payloadType) {
        return retransmissionTypes[payloadType] != ABSENT;
    }

    /// Turns a packet into its retransmission, with a sequence number of its own.
    ///
    /// @param buffer writable; the packet ends at its writer index
    /// @param index  of the packet's first byte: the [#OSN_LENGTH] bytes before it are overwritten
    /// @return index of the retransmission's first byte; the packet's own, unchanged, if its format
    ///     has no retransmission format
    public int write(ByteBuf buffer, int index) {
        int second = buffer.getUnsignedByte(index + 1);
        int payloadType = retransmissionTypes[second & ~MARKER_BIT];
        if (payloadType == ABSENT) {
            return index;
        }
        int original = buffer.getUnsignedShort(index + 2);
        int headerLength = RtpHeader.lengthAt(buffer, index);
        int start = index - OSN_LENGTH;
        for (int i = 0; i < headerLength; i++) {
            buffer.setByte(start + i, buffer.getByte(index + i));
        }
        buffer.setByte(start + 1, second & MARKER_BIT | payloadType);
        buffer.setShort(start + 2, nextSequence++);
        buffer.setInt(start + 8, ssrc);
        buffer.setShort(start + headerLength, original);
        return start;
    }

    /// Whether there is a format to send padding by.
    public boolean canPad() {
        return paddingType != ABSENT;
    }

    /// Appends a packet of padding alone, with room for the transport-wide sequence number as the
    /// one element of its header extension (RFC 8285 §4.2, §4.3).
    ///
    /// @param sequenceId of that extension, 1..255
    public void writePadding(ByteBuf buffer, int sequenceId) {
        buffer.writeByte(VERSION_EXTENSION_PADDING);
        buffer.writeByte(paddingType);
        buffer.writeShort(nextSequence++);
        buffer.writeInt(0);
        buffer.writeInt(ssrc);
        TransportSequenceExtension.write(buffer, sequenceId);
        buffer.writeZero(PADDING_LENGTH - 1);
        buffer.writeByte(PADDING_LENGTH);
    }
}
