package weir.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.TooLongFrameException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import weir.ice.CandidatePair;
import weir.ice.TransportProtocol;
import weir.stun.StunMessage;
import weir.wire.DatagramKind;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A connection of a peer that has no UDP (RFC 6544): each frame on it is a datagram.
///
/// It belongs to nobody until its first frame, which is a check that names a session; then it moves
/// to that session's loop, and stays if the check is valid. Owned by the loop that it is on.
final class TcpConnection extends ChannelInboundHandlerAdapter {
    private static final Logger log = LoggerFactory.getLogger(TcpConnection.class);

    private final Channel channel;
    private final CandidatePair pair;
    private final FrameSender sender;
    private final Destination destination;
    private final Strangers strangers;
    private final DropCounters rules;

    /// That of the loop it is on.
    private LoopTransport transport;

    /// What came behind the first frame, while it moves.
    private final List<ByteBuf> held = new ArrayList<>();

    /// Null until it has been handed over to a session.
    private PeerDriver driver;

    private DatagramBatch batch;
    private boolean stranger;
    private boolean moving;
    private boolean gone;
    private long lifeNanos = System.nanoTime();

    /// @param channel just accepted
    TcpConnection(LoopTransport transport, Channel channel) {
        this.transport = transport;
        this.channel = channel;
        this.strangers = transport.tcp().strangers();
        this.rules = transport.connectionRules();
        InetSocketAddress remote = (InetSocketAddress) channel.remoteAddress();
        this.pair =
                new CandidatePair(
                        TransportProtocol.TCP, (InetSocketAddress) channel.localAddress(), remote);
        this.sender = new FrameSender(channel, transport.drops(), transport.tcp().backlog());
        this.destination = new Destination(sender, remote);
    }

    CandidatePair pair() {
        return pair;
    }

    Destination destination() {
        return destination;
    }

    /// Whether it has no session yet.
    boolean isStranger() {
        return stranger;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        Optional<ConnectionRule> refused = strangers.enter(pair.remote().getAddress());
        stranger = refused.isEmpty();
        transport.tcp().add(this);
        refused.ifPresent(this::closeBecause);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf frame = (ByteBuf) message;
        // RFC 4571 §2 allows empty ones.
        if (!frame.isReadable() || !channel.isActive()) {
            frame.release();
        } else if (moving) {
            held.add(frame);
        } else if (driver == null) {
            onFirst(frame);
        } else {
            if (batch == null) {
                batch = new DatagramBatch(driver.ref());
            }
            batch.add(frame, pair);
        }
    }

    private void onFirst(ByteBuf frame) {
        Optional<SessionRef> session = findSession(frame);
        if (session.isEmpty()) {
            frame.release();
            closeBecause(ConnectionRule.STRANGER_UNKNOWN);
            return;
        }
        held.add(frame);
        moving = true;
        channel.config().setAutoRead(false);
        transport.tcp().remove(this);
        session.get().adopt(this);
    }

    private Optional<SessionRef> findSession(ByteBuf frame) {
        return DatagramKind.of(frame) == DatagramKind.STUN
                ? StunMessage.findLocalUserFragment(frame)
                        .flatMap(transport.sessions()::findByUserFragment)
                : Optional.empty();
    }

    /// Called on the loop it is on, which it leaves when what was read has been taken in.
    void moveTo(PeerDriver session) {
        channel.eventLoop()
                .execute(
                        () -> {
                            if (gone) {
                                return;
                            }
                            if (channel.eventLoop() == session.owner().eventLoop()) {
                                bind(session);
                            } else {
                                leaveFor(session);
                            }
                        });
    }

    private void leaveFor(PeerDriver session) {
        channel.deregister()
                .addListener(
                        _ ->
                                session.owner()
                                        .eventLoop()
                                        .register(channel)
                                        .addListener(
                                                (ChannelFuture done) -> arrive(session, done)));
    }

    /// On the session's loop. A channel that is on no loop tells nobody that it is closed.
    private void arrive(PeerDriver session, ChannelFuture registered) {
        transport = session.transport();
        if (registered.isSuccess()) {
            bind(session);
        } else {
            channel.close();
            onGone();
        }
    }

    /// On the session's loop.
    private void bind(PeerDriver session) {
        transport = session.transport();
        moving = false;
        if (!channel.isActive()) {
            onGone();
            return;
        }
        transport.tcp().add(this);
        if (!session.addConnection(this)) {
            closeBecause(ConnectionRule.SESSION_CONNECTIONS_TOO_MANY);
            return;
        }
        driver = session;
        DatagramBatch first = new DatagramBatch(session.ref());
        held.forEach(frame -> first.add(frame, pair));
        held.clear();
        session.onDatagrams(first);
        if (!session.peer().isChecked(pair)) {
            closeBecause(ConnectionRule.CHECK_REFUSED);
            return;
        }
        strangers.leave(pair.remote().getAddress());
        stranger = false;
        lifeNanos = System.nanoTime();
        channel.config().setAutoRead(true);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        if (batch != null) {
            DatagramBatch read = batch;
            batch = null;
            lifeNanos = System.nanoTime();
            driver.onDatagrams(read);
        }
    }

    void closeIfIdle(long nowNanos, long strangerMaxNanos, long silenceMaxNanos) {
        long silenceNanos = nowNanos - lifeNanos;
        if (stranger && silenceNanos > strangerMaxNanos) {
            closeBecause(ConnectionRule.STRANGER_SILENT);
        } else if (!stranger && silenceNanos > silenceMaxNanos) {
            closeBecause(ConnectionRule.SILENT);
        } else if (sender.isStalled(nowNanos, silenceMaxNanos)) {
            closeBecause(ConnectionRule.STALLED);
        }
    }

    private void closeBecause(ConnectionRule rule) {
        rules.count(rule);
        channel.close();
    }

    /// When what was sent in this turn of the loop has left.
    void close() {
        channel.eventLoop().execute(channel::close);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        onGone();
    }

    private void onGone() {
        if (gone) {
            return;
        }
        gone = true;
        transport.tcp().remove(this);
        held.forEach(ByteBuf::release);
        held.clear();
        if (batch != null) {
            batch.close();
            batch = null;
        }
        if (stranger) {
            stranger = false;
            strangers.leave(pair.remote().getAddress());
        }
        if (driver != null) {
            PeerDriver session = driver;
            driver = null;
            session.removeConnection(this);
        }
    }

    /// What the peer does wrong, its going away included, is the connection's end.
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        log.debug("connection of {}: {}", pair.remote(), cause.toString());
        if (cause.getCause() instanceof TooLongFrameException
                || cause instanceof TooLongFrameException) {
            rules.count(ConnectionRule.FRAME_TOO_LONG);
        }
        channel.close();
    }
}
