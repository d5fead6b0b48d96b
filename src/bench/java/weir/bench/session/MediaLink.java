package weir.bench.session;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

import weir.bench.net.Destination;
import weir.bench.net.MessageArray;
import weir.bench.net.UdpSocket;
import weir.rtcp.CompoundWriter;
import weir.rtcp.RtcpPacket;
import weir.srtp.SrtpSender;

import java.util.List;
import java.util.Optional;

/// Where a session's media leaves: socket, destination and keys. Owned by the loop.
final class MediaLink {
    private static final int COMPOUND_LENGTH_MAX = 1500;

    private final UdpSocket socket;
    private final Destination destination;
    private final Optional<SrtpSender> sender;
    private final ByteBuf compound = Unpooled.buffer(COMPOUND_LENGTH_MAX, COMPOUND_LENGTH_MAX);

    /// @param sender empty to send in the clear, as to the null forwarder
    MediaLink(UdpSocket socket, Destination destination, Optional<SrtpSender> sender) {
        this.socket = socket;
        this.destination = destination;
        this.sender = sender;
    }

    /// Makes a message of a packet of RTP that was written to the message's buffer.
    ///
    /// @param length bytes in the clear
    void seal(MessageArray messages, int message, int headerLength, int length) {
        int sealed = length;
        if (sender.isPresent()) {
            ByteBuf buffer = messages.buffer(message);
            sealed = sender.get().sealRtp(buffer, 0, headerLength, length);
        }
        messages.set(message, sealed, destination);
    }

    /// @return how many the kernel took
    int send(MessageArray messages, int count) {
        return messages.send(socket, count);
    }

    /// Sends one compound; not in the clear, since the null forwarder wants none.
    void sendRtcp(List<RtcpPacket> packets) {
        if (sender.isEmpty()) {
            return;
        }
        compound.clear();
        CompoundWriter writer = new CompoundWriter(compound);
        packets.forEach(writer::write);
        int sealed = sender.get().sealRtcp(compound, 0, compound.writerIndex());
        socket.send(compound.setIndex(0, sealed), destination);
    }
}
