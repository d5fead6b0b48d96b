package weir.transport;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.unix.UnixChannelOption;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import weir.ice.CandidatePair;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The port that all who dial us send to, as one loop holds it: a socket for each local address,
/// bound with `SO_REUSEPORT` beside those of the other loops. Owned.
final class UdpPort {
    private static final Logger log = LoggerFactory.getLogger(UdpPort.class);

    private final LoopTransport transport;
    private final Map<InetSocketAddress, Channel> channels = new HashMap<>();

    UdpPort(LoopTransport transport) {
        this.transport = transport;
    }

    /// Opens the sockets; blocks no longer than a bind does.
    ///
    /// @param shared whether other loops, or the one that tries the port first, hold it as well
    ChannelFuture bind(InetSocketAddress local, boolean shared) {
        Bootstrap bootstrap =
                DatagramChannels.bootstrap(
                        transport.owner().eventLoop(), local.getAddress(), new Reader(local));
        if (shared && Epoll.isAvailable()) {
            bootstrap.option(UnixChannelOption.SO_REUSEPORT, true);
        }
        ChannelFuture bound = bootstrap.bind(local);
        bound.addListener(
                (ChannelFuture done) -> {
                    if (done.isSuccess()) {
                        channels.put(local, done.channel());
                    }
                });
        return bound;
    }

    /// @return null if we have no such socket
    Destination destination(CandidatePair pair) {
        Channel channel = channels.get(pair.local());
        return channel == null ? null : transport.sender(channel).destination(pair.remote());
    }

    /// How many are open now.
    int sockets() {
        return (int) channels.values().stream().filter(Channel::isActive).count();
    }

    void close() {
        channels.values().forEach(Channel::close);
        channels.clear();
    }

    /// Groups the datagrams of one read by session, and hands each session its own.
    private final class Reader extends ChannelInboundHandlerAdapter {
        private final InetSocketAddress local;
        private final List<DatagramBatch> batches = new ArrayList<>();

        Reader(InetSocketAddress local) {
            this.local = local;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            DatagramPacket packet = (DatagramPacket) message;
            ByteBuf datagram = packet.content();
            SessionRef session = transport.router().route(datagram, packet.sender());
            if (session == null) {
                datagram.release();
            } else {
                batchOf(session).add(datagram, local, packet.sender());
            }
        }

        private DatagramBatch batchOf(SessionRef session) {
            for (DatagramBatch batch : batches) {
                if (batch.session() == session) {
                    return batch;
                }
            }
            DatagramBatch batch = new DatagramBatch(session);
            batches.add(batch);
            return batch;
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            for (DatagramBatch batch : batches) {
                int datagrams = batch.entries().size();
                if (!batch.session().deliver(batch)) {
                    transport.drops().count(TransportRule.SESSION_QUEUE_FULL, datagrams);
                }
            }
            batches.clear();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            log.debug("socket {}: {}", local, cause.toString());
        }
    }
}
