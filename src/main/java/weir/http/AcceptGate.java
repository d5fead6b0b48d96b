package weir.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.function.IntPredicate;

/// Counts TCP connections as soon as they are accepted, and closes those that are too many: one
/// that never begins its TLS handshake is a connection as well. In the pipeline of sockets that
/// listen. Any thread.
@Sharable
final class AcceptGate extends ChannelInboundHandlerAdapter {
    private final ConnectionLimit limit;
    private final HttpRefusals refusals;
    private final IntPredicate ours;

    /// @param ours whether a port is one of HTTP
    AcceptGate(ConnectionLimit limit, HttpRefusals refusals, IntPredicate ours) {
        this.limit = limit;
        this.refusals = refusals;
        this.ours = ours;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (isOurs(context.channel())
                && message instanceof Channel accepted
                && accepted.remoteAddress() instanceof InetSocketAddress remote) {
            InetAddress peer = remote.getAddress();
            if (!limit.enter(peer)) {
                refusals.count(HttpRefusals.TOO_MANY_CONNECTIONS);
                accepted.unsafe().closeForcibly();
                return;
            }
            accepted.closeFuture().addListener(_ -> limit.leave(peer));
        }
        context.fireChannelRead(message);
    }

    private boolean isOurs(Channel listening) {
        return listening.localAddress() instanceof InetSocketAddress local
                && ours.test(local.getPort());
    }
}
