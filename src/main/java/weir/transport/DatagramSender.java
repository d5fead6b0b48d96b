package weir.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.unix.UnixChannel;

import java.net.InetSocketAddress;
import java.net.PortUnreachableException;

/// Sends by one socket what stands in the loop's [SendQueue].
///
/// On Linux by `sendmmsg`, past the channel, whose own queue costs more than the kernel's send of a
/// small datagram. What the kernel has no room for goes into that queue, and so does all else until
/// it is empty again; so does everything where there is no `sendmmsg`. Owned by the socket's loop.
final class DatagramSender implements Sender {
    private static final int EIO = 5;
    private static final int EAGAIN = 11;
    private static final int EINVAL = 22;
    private static final int EMSGSIZE = 90;
    private static final int ECONNREFUSED = 111;

    private final Channel channel;
    private final LoopTransport transport;
    private final boolean direct;

    DatagramSender(Channel channel, LoopTransport transport) {
        this(channel, transport, MessageArray.isSupported() && channel instanceof UnixChannel);
    }

    /// @param direct whether past the channel
    DatagramSender(Channel channel, LoopTransport transport, boolean direct) {
        this.channel = channel;
        this.transport = transport;
        this.direct = direct;
    }

    @Override
    public boolean isWritable() {
        return channel.isWritable();
    }

    /// Whether the kernel cuts what one send brings into datagrams. Linux does since 4.18.
    @Override
    public boolean hasSegments() {
        return direct;
    }

    Destination destination(InetSocketAddress remote) {
        return new Destination(this, remote);
    }

    @Override
    public void send(SendQueue queue, int from, int to) {
        int next = from;
        while (next < to && channel.isActive()) {
            int sent = direct && isDrained() ? queue.sendNow(descriptor(), next, to) : -EAGAIN;
            if (sent > 0) {
                next += sent;
            } else {
                onRefused(queue, next, -sent);
                next++;
            }
        }
    }

    private int descriptor() {
        return ((UnixChannel) channel).fd().intValue();
    }

    private boolean isDrained() {
        return channel.unsafe().outboundBuffer().isEmpty();
    }

    private void onRefused(SendQueue queue, int message, int error) {
        switch (error) {
            case EAGAIN -> sendLater(queue, message);
            case EINVAL, EMSGSIZE, EIO -> onTooLong(queue, message);
            case ECONNREFUSED -> {
                count();
                // Not now: who hears of it may send.
                transport
                        .owner()
                        .eventLoop()
                        .execute(
                                () ->
                                        channel.pipeline()
                                                .fireExceptionCaught(
                                                        new PortUnreachableException()));
            }
            default -> count();
        }
    }

    private void count() {
        transport.drops().count(TransportRule.SEND_REFUSED);
    }

    /// `EINVAL` and `EMSGSIZE`: a segment does not fit the path; `EIO`: the device has no checksum
    /// offload. Singly the datagrams fit, or are cut into fragments.
    private void onTooLong(SendQueue queue, int message) {
        if (queue.length(message) <= queue.segmentSize(message)) {
            count();
            return;
        }
        queue.destination(message).refuseSegments();
        sendLater(queue, message);
    }

    /// Gives it to the channel, datagram by datagram.
    private void sendLater(SendQueue queue, int message) {
        int end = queue.offset(message) + queue.length(message);
        InetSocketAddress remote = queue.destination(message).remote();
        for (int at = queue.offset(message); at < end; at += queue.segmentSize(message)) {
            int length = Math.min(queue.segmentSize(message), end - at);
            ByteBuf datagram = channel.alloc().directBuffer(length);
            datagram.writeBytes(queue.memory(), at, length);
            channel.write(new DatagramPacket(datagram, remote));
        }
        channel.flush();
    }
}
