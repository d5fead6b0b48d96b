package weir.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DatagramPacket;
import io.vertx.core.Future;
import io.vertx.core.Promise;

import weir.ice.CandidatePair;
import weir.peer.CloseReason;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.util.Optional;

/// A socket of its own for one session that we dial: two associations between the same two ports
/// could not be told apart. Bound to any address, as the kernel's route to the peer decides;
/// connected once a pair is selected. Owned by the session's loop.
final class DialSocket implements MediaSocket {
    private final InetSocketAddress local;
    private final Channel channel;
    private final SendQueue queue;
    private final DatagramSender sender;
    private Optional<Destination> destination = Optional.empty();

    private DialSocket(Channel channel, InetAddress any, LoopTransport transport) {
        this.channel = channel;
        int port = ((InetSocketAddress) channel.localAddress()).getPort();
        this.local = new InetSocketAddress(any, port);
        this.queue = transport.queue();
        this.sender = new DatagramSender(channel, transport);
    }

    /// @param remote tells the address family
    static Future<DialSocket> open(LoopTransport transport, InetSocketAddress remote) {
        Promise<DialSocket> opened = transport.owner().context().promise();
        InetAddress any = anyOf(remote);
        DatagramChannels.bootstrap(transport.owner().eventLoop(), any, new Reader())
                .bind(new InetSocketAddress(any, 0))
                .addListener(
                        (ChannelFuture bound) -> {
                            if (bound.isSuccess()) {
                                opened.complete(new DialSocket(bound.channel(), any, transport));
                            } else {
                                opened.fail(bound.cause());
                            }
                        });
        return opened.future();
    }

    private static InetAddress anyOf(InetSocketAddress remote) {
        return InetAddress.ofLiteral(
                remote.getAddress() instanceof Inet6Address ? "::" : "0.0.0.0");
    }

    /// Our end of every pair on this socket.
    InetSocketAddress local() {
        return local;
    }

    /// Whether an address is of this socket's family.
    boolean reaches(InetSocketAddress remote) {
        return local.getAddress().equals(anyOf(remote));
    }

    /// From now on what arrives goes to this session.
    void attach(PeerDriver driver) {
        channel.pipeline().get(Reader.class).attach(driver, local);
    }

    @Override
    public ByteBuf begin(int lengthMax) {
        return queue.begin(lengthMax);
    }

    @Override
    public void end(int index) {
        if (destination.isPresent()) {
            queue.end(destination.get(), index);
        }
    }

    @Override
    public void send(ByteBuf datagram, CandidatePair pair) {
        Destination to =
                destination
                        .filter(each -> each.remote().equals(pair.remote()))
                        .orElseGet(() -> sender.destination(pair.remote()));
        queue.add(to, datagram);
        datagram.release();
    }

    @Override
    public void onPathSelected(CandidatePair pair) {
        destination = Optional.of(sender.destination(pair.remote()));
        channel.connect(pair.remote());
    }

    @Override
    public boolean isWritable() {
        return sender.isWritable();
    }

    @Override
    public void close() {
        channel.eventLoop().execute(channel::close);
    }

    private static final class Reader extends ChannelInboundHandlerAdapter {
        private PeerDriver driver;
        private InetSocketAddress local;
        private DatagramBatch batch;

        void attach(PeerDriver to, InetSocketAddress at) {
            driver = to;
            local = at;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            DatagramPacket packet = (DatagramPacket) message;
            if (driver == null) {
                packet.release();
                return;
            }
            if (batch == null) {
                batch = new DatagramBatch(driver.ref());
            }
            batch.add(packet.content(), local, packet.sender());
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            if (batch != null) {
                DatagramBatch read = batch;
                batch = null;
                driver.onDatagrams(read);
            }
        }

        /// The peer's port is closed: its process is gone, there is nothing to wait for.
        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            if (cause instanceof PortUnreachableException && driver != null) {
                driver.close(CloseReason.CONSENT_EXPIRED);
            }
        }
    }
}
