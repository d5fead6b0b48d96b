package weir.cluster;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelHandler;
import io.vertx.core.impl.transports.EpollTransport;
import io.vertx.core.impl.transports.NioTransport;
import io.vertx.core.impl.transports.TransportInternal;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.transport.Transport;

/// Vert.x's sockets, with a handler of ours in the pipeline of each that listens: it is passed the
/// connections that are accepted. Vert.x itself tells of one only when its TLS handshake is over.
final class ListeningTransport {
    private ListeningTransport() {}

    /// Epoll where there is one. It is named outright: Vert.x on its own might one day prefer
    /// io_uring, with whose loops our epoll sockets cannot register.
    ///
    /// @param accepting sharable
    static Transport with(ChannelHandler accepting) {
        boolean epoll = Transport.EPOLL != null && Transport.EPOLL.available();
        return epoll
                ? new TransportInternal("epoll", true, null, epoll(accepting))
                : new TransportInternal("nio", true, null, nio(accepting));
    }

    private static EpollTransport epoll(ChannelHandler accepting) {
        return new EpollTransport() {
            @Override
            public void configure(NetServerOptions options, boolean local, ServerBootstrap server) {
                super.configure(options, local, server);
                server.handler(accepting);
            }
        };
    }

    private static NioTransport nio(ChannelHandler accepting) {
        return new NioTransport() {
            @Override
            public void configure(NetServerOptions options, boolean local, ServerBootstrap server) {
                super.configure(options, local, server);
                server.handler(accepting);
            }
        };
    }
}
