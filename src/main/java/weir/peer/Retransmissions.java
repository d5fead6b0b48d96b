package weir.peer;

import io.netty.buffer.ByteBuf;

import weir.recovery.RetransmissionWriter;
import weir.rtp.ExtensionMap;
import weir.rtp.HeaderExtension;

import java.util.List;
import java.util.Optional;

/// How each medium that a peer is sent is sent again, and what its path is probed by. Owned by its
/// [SendingSide].
final class Retransmissions {
    private final List<OutgoingMedia> media;
    private final RetransmissionWriter[] writers;

    Retransmissions(List<OutgoingMedia> media) {
        this.media = media;
        this.writers = new RetransmissionWriter[media.size()];
        for (int i = 0; i < writers.length; i++) {
            writers[i] = writer(media.get(i));
        }
    }

    /// The SSRC is random, and so are its lower bits as a first sequence number.
    private static RetransmissionWriter writer(OutgoingMedia of) {
        int ssrc = of.retransmissionSsrc();
        return new RetransmissionWriter(ssrc, ssrc == 0 ? List.of() : of.formats(), ssrc & 0x7fff);
    }

    /// As [RetransmissionWriter#write]; where none was agreed on the packet itself, moved to where
    /// its retransmission would begin.
    ///
    /// @return where it begins now
    int write(OutgoingMedia of, ByteBuf packet, int index) {
        int start = writers[media.indexOf(of)].write(packet, index);
        return start == index ? moveBack(packet, index) : start;
    }

    /// Whether a packet may come again: as a retransmission, or as the same bytes. One that carries
    /// a transport-wide sequence number would differ, and reuse a nonce.
    ///
    /// @param index where in the buffer the packet begins
    boolean canWrite(OutgoingMedia of, ByteBuf packet, int index) {
        return !isNumbered(of) || repeats(of, packet, index);
    }

    /// Whether it comes again under another SSRC.
    boolean repeats(OutgoingMedia of, ByteBuf packet, int index) {
        return writers[media.indexOf(of)].repeats(packet.getByte(index + 1) & 0x7f);
    }

    private static int moveBack(ByteBuf packet, int index) {
        int length = packet.writerIndex() - index;
        int start = index - RetransmissionWriter.OSN_LENGTH;
        for (int i = 0; i < length; i++) {
            packet.setByte(start + i, packet.getByte(index + i));
        }
        packet.writerIndex(start + length);
        return start;
    }

    /// The medium whose path can be probed: its packets are numbered transport-wide, and it has a
    /// format for retransmissions.
    Optional<OutgoingMedia> findPadded() {
        for (int i = 0; i < writers.length; i++) {
            if (writers[i].canPad() && isNumbered(media.get(i))) {
                return Optional.of(media.get(i));
            }
        }
        return Optional.empty();
    }

    void writePadding(OutgoingMedia of, ByteBuf packet) {
        writers[media.indexOf(of)].writePadding(packet, numberId(of));
    }

    static boolean isNumbered(OutgoingMedia of) {
        return numberId(of) != ExtensionMap.ABSENT;
    }

    private static int numberId(OutgoingMedia of) {
        return of.extensions().id(HeaderExtension.TRANSPORT_SEQUENCE_NUMBER);
    }
}
