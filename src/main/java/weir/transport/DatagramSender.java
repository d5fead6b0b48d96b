package weir.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.unix.SegmentedDatagramPacket;

import java.net.InetSocketAddress;

/// Writes datagrams to one socket: a run of equal ones as one UDP GSO send where the kernel can,
/// and
/// everything that one turn of the loop wrote in one flush. Owned by the socket's loop.
final class DatagramSender {
    private static final boolean SEGMENTS = isSegmentationSupported();

    private final Channel channel;
    private final EventLoop loop;
    private boolean flushPending;

    DatagramSender(Channel channel, EventLoop loop) {
        this.channel = channel;
        this.loop = loop;
    }

    /// The class that replaced the deprecated one tells this nowhere.
    @SuppressWarnings("deprecation")
    private static boolean isSegmentationSupported() {
        return Epoll.isAvailable() && io.netty.channel.epoll.SegmentedDatagramPacket.isSupported();
    }

    boolean isWritable() {
        return channel.isWritable();
    }

    /// @param chunk       given
    /// @param segmentSize bytes of each datagram but the last
    void send(ByteBuf chunk, int segmentSize, InetSocketAddress remote) {
        if (chunk.readableBytes() <= segmentSize) {
            channel.write(new DatagramPacket(chunk, remote), channel.voidPromise());
        } else if (SEGMENTS) {
            channel.write(
                    new SegmentedDatagramPacket(chunk, segmentSize, remote), channel.voidPromise());
        } else {
            sendSingly(chunk, segmentSize, remote);
        }
        flushLater();
    }

    private void sendSingly(ByteBuf chunk, int segmentSize, InetSocketAddress remote) {
        while (chunk.isReadable()) {
            int length = Math.min(segmentSize, chunk.readableBytes());
            channel.write(
                    new DatagramPacket(chunk.readRetainedSlice(length), remote),
                    channel.voidPromise());
        }
        chunk.release();
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
