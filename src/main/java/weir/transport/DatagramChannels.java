package weir.transport;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.socket.nio.NioDatagramChannel;

import java.net.Inet4Address;
import java.net.InetAddress;

/// How Weir's UDP sockets are set up, in one place.
final class DatagramChannels {
    /// The longest datagram that is read whole; WebRTC's are within an MTU.
    private static final int DATAGRAM_LENGTH_MAX = 2048;

    /// Datagrams that one `recvmmsg` brings.
    private static final int DATAGRAMS_PER_READ = 32;

    /// The kernel caps it at `rmem_max`.
    private static final int SOCKET_BUFFER_BYTES = 4 << 20;

    private static final WriteBufferWaterMark WATER_MARK =
            new WriteBufferWaterMark(2 << 20, 8 << 20);

    private DatagramChannels() {}

    /// @param local tells the address family: a socket of IPv4 costs less than one of both
    static Bootstrap bootstrap(EventLoop loop, InetAddress local, ChannelHandler handler) {
        Bootstrap bootstrap =
                new Bootstrap()
                        .group(loop)
                        .handler(handler)
                        .option(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
                        .option(ChannelOption.SO_RCVBUF, SOCKET_BUFFER_BYTES)
                        .option(ChannelOption.SO_SNDBUF, SOCKET_BUFFER_BYTES)
                        .option(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK);
        if (!Epoll.isAvailable()) {
            return bootstrap
                    .channel(NioDatagramChannel.class)
                    .option(
                            ChannelOption.RECVBUF_ALLOCATOR,
                            new FixedRecvByteBufAllocator(DATAGRAM_LENGTH_MAX));
        }
        return bootstrap
                .channelFactory(() -> new EpollDatagramChannel(family(local)))
                .option(EpollChannelOption.MAX_DATAGRAM_PAYLOAD_SIZE, DATAGRAM_LENGTH_MAX)
                .option(
                        ChannelOption.RECVBUF_ALLOCATOR,
                        new FixedRecvByteBufAllocator(DATAGRAM_LENGTH_MAX * DATAGRAMS_PER_READ));
    }

    private static SocketProtocolFamily family(InetAddress local) {
        return local instanceof Inet4Address
                ? SocketProtocolFamily.INET
                : SocketProtocolFamily.INET6;
    }
}
