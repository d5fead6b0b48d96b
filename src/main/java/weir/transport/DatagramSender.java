package weir.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.unix.SegmentedDatagramPacket;

import java.net.InetSocketAddress;

/// Writes datagrams to one socket, and everything that one turn of the loop wrote in one flush.
/// Owned by
/// the socket's loop.
final class DatagramSender {
    private final Channel channel;
    private final EventLoop loop;
    private boolean flushPending;

    DatagramSender(Channel channel, EventLoop loop) {
        this.channel = channel;
        this.loop = loop;
    }

    boolean isWritable() {
        return channel.isWritable();
    }

    Destination destination(InetSocketAddress remote) {
        return new Destination(this, remote);
    }

    /// @param datagram given
    void send(ByteBuf datagram, InetSocketAddress remote) {
        channel.write(new DatagramPacket(datagram, remote), channel.voidPromise());
        flushLater();
    }

    /// A run of datagrams as one UDP GSO send.
    ///
    /// @param run    given
    /// @param result hears how it went, in the order of the sends
    void sendSegments(ByteBuf run, int segmentSize, InetSocketAddress remote, Destination result) {
        channel.write(new SegmentedDatagramPacket(run, segmentSize, remote)).addListener(result);
        flushLater();
    }

    private void flushLater() {
        if (!flushPending) {
            flushPending = true;
            loop.execute(this::flush);
        }
    }

    private void flush() {
        flushPending = false;
        channel.flush();
    }
}
