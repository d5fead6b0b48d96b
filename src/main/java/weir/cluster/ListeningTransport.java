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
                ? new TransportInternal("epoll", true, null, new ListeningEpoll(accepting))
                : new TransportInternal("nio", true, null, new ListeningNio(accepting));
    }

    private static final class ListeningEpoll extends EpollTransport {
        private final ChannelHandler accepting;

        ListeningEpoll(ChannelHandler accepting) {
            this.accepting = accepting;
        }

        @Override
        public void configure(NetServerOptions options, boolean local, ServerBootstrap bootstrap) {
            super.configure(options, local, bootstrap);
            bootstrap.handler(accepting);
        }
    }

    private static final class ListeningNio extends NioTransport {
        private final ChannelHandler accepting;

        ListeningNio(ChannelHandler accepting) {
            this.accepting = accepting;
        }

        @Override
        public void configure(NetServerOptions options, boolean local, ServerBootstrap bootstrap) {
            super.configure(options, local, bootstrap);
            bootstrap.handler(accepting);
        }
    }
}
