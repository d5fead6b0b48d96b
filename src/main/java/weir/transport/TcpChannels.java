package weir.transport;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.unix.UnixChannelOption;

/// How Weir's TCP sockets for media are set up, in one place.
final class TcpChannels {
    private static final int BACKLOG = 256;

    /// What the kernel holds of what is not on its way yet: the rest waits where it is seen, and
    /// media is dropped that would wait for longer.
    private static final int UNSENT_BYTES = 64 << 10;

    private static final WriteBufferWaterMark WATER_MARK =
            new WriteBufferWaterMark(FrameSender.LOW_WATER_BYTES, FrameSender.HIGH_WATER_BYTES);

    private TcpChannels() {}

    /// @param accepted given each connection's channel, on the loop
    /// @param shared   whether other loops, or the one that tries the port first, hold it as well
    static ServerBootstrap bootstrap(EventLoop loop, ChannelHandler accepted, boolean shared) {
        ServerBootstrap bootstrap =
                new ServerBootstrap()
                        .group(loop, loop)
                        .option(ChannelOption.SO_BACKLOG, BACKLOG)
                        .option(ChannelOption.SO_REUSEADDR, true)
                        .childOption(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
                        .childOption(ChannelOption.TCP_NODELAY, true)
                        .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK)
                        .childHandler(accepted);
        if (!Epoll.isAvailable()) {
            return bootstrap.channel(NioServerSocketChannel.class);
        }
        if (shared) {
            bootstrap.option(UnixChannelOption.SO_REUSEPORT, true);
        }
        return bootstrap
                .channel(EpollServerSocketChannel.class)
                .childOption(EpollChannelOption.TCP_NOTSENT_LOWAT, (long) UNSENT_BYTES);
    }
}
