package weir.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// The port for peers whose network has no UDP, as one loop holds it: a listening socket for each
/// local address, bound with `SO_REUSEPORT` beside those of the other loops, and the connections
/// that are this loop's now. Owned.
final class TcpPort {
    /// As of a datagram that is read whole.
    static final int FRAME_BYTES_MAX = 2048;

    private final LoopTransport transport;
    private final Strangers strangers;
    private final FrameBacklog backlog;
    private final Duration silenceMax;
    private final List<Channel> listening = new ArrayList<>();
    private final Set<TcpConnection> connections = new LinkedHashSet<>();

    TcpPort(LoopTransport transport, SharedTransport shared) {
        this.transport = transport;
        this.strangers = shared.strangers();
        this.backlog = shared.backlog();
        this.silenceMax = shared.silenceMax();
    }

    /// @param shared whether other loops, or the one that tries the port first, hold it as well
    ChannelFuture listen(InetSocketAddress local, boolean shared) {
        ChannelInitializer<Channel> accepted =
                new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(frames(), new TcpConnection(transport, channel));
                    }
                };
        ChannelFuture bound =
                TcpChannels.bootstrap(transport.owner().eventLoop(), accepted, shared).bind(local);
        bound.addListener(
                (ChannelFuture done) -> {
                    if (done.isSuccess()) {
                        listening.add(done.channel());
                    }
                });
        return bound;
    }

    /// RFC 4571 §2: two bytes of length, and as many of a datagram.
    static LengthFieldBasedFrameDecoder frames() {
        int prefix = FrameSender.PREFIX_BYTES;
        return new LengthFieldBasedFrameDecoder(prefix + FRAME_BYTES_MAX, 0, prefix, 0, prefix);
    }

    Strangers strangers() {
        return strangers;
    }

    FrameBacklog backlog() {
        return backlog;
    }

    /// It is on this loop now.
    void add(TcpConnection connection) {
        connections.add(connection);
    }

    /// It is on its way to another loop, or closed.
    void remove(TcpConnection connection) {
        connections.remove(connection);
    }

    /// Closes what has been silent, or taken nothing, for too long. Called about once a second.
    void sweep(long nowNanos) {
        transport.owner().assertOwned();
        long strangerMax = strangers.limits().timeout().toNanos();
        for (TcpConnection connection : List.copyOf(connections)) {
            connection.closeIfIdle(nowNanos, strangerMax, silenceMax.toNanos());
        }
    }

    /// How many listen now.
    int sockets() {
        return (int) listening.stream().filter(Channel::isActive).count();
    }

    /// Those that belong to a session.
    int connections() {
        return (int) connections.stream().filter(each -> !each.isStranger()).count();
    }

    void close() {
        listening.forEach(Channel::close);
        listening.clear();
        List.copyOf(connections).forEach(TcpConnection::close);
    }
}
