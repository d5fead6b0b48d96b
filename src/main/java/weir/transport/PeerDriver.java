package weir.transport;

import io.netty.buffer.ByteBuf;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import weir.dtls.DtlsEndpoint;
import weir.ice.CandidatePair;
import weir.ice.IceSession;
import weir.loop.OwnerLoop;
import weir.peer.CloseReason;
import weir.peer.Peer;
import weir.peer.PeerOutput;
import weir.peer.SendingSide;
import weir.rtp.RtpPacket;
import weir.srtp.SrtpKeys;
import weir.wire.MalformedPacketException;

import java.util.Optional;
import java.util.function.Function;

/// Carries bytes and time between one [Peer], its DTLS association, its socket and its [MediaSink].
/// Owned.
public final class PeerDriver implements DtlsEndpoint.Listener, TimerWheel.Timer {
    private static final Logger log = LoggerFactory.getLogger(PeerDriver.class);

    private final SessionRef ref;
    private final OwnerLoop owner;
    private final Peer peer;
    private final DtlsEndpoint dtls;
    private final MediaSocket socket;
    private final LoopTransport transport;
    private final MediaSink sink;
    private final TimerWheel.Entry timer;
    private final Runnable onEnd;
    private final SessionMeter meter;
    private final SessionRoutes routes;
    private long wakeNanos = Long.MAX_VALUE;
    private boolean dtlsStarted;
    private boolean draining;
    private boolean ended;

    /// @param dtls  given the listener to call
    /// @param onEnd called once, after the sink's last call
    PeerDriver(
            SessionRequest request,
            Peer peer,
            MediaSocket socket,
            LoopTransport transport,
            Function<DtlsEndpoint.Listener, DtlsEndpoint> dtls,
            Runnable onEnd) {
        this.owner = transport.owner();
        this.peer = peer;
        this.socket = socket;
        this.transport = transport;
        this.onEnd = onEnd;
        this.meter = new SessionMeter(peer, System.nanoTime());
        this.ref = new SessionRef(owner, request, System.currentTimeMillis(), this);
        this.routes = new SessionRoutes(transport.sessions(), ref, peer.localUserFragments());
        this.timer = transport.wheel().add(this);
        this.dtls = dtls.apply(this);
        this.sink = request.sink().apply(this);
        transport.owned().add(this);
    }

    public SessionRef ref() {
        return ref;
    }

    public OwnerLoop owner() {
        return owner;
    }

    /// Begins another ICE session, whose checks lead here at once; the former's still do while it
    /// carries the media.
    public void restartIce(IceSession next) {
        owner.assertOwned();
        ref.onIceRestart(next);
        peer.restartIce(next);
        routes.follow(peer.localUserFragments());
        log.debug("{} restarts ICE", ref.id());
    }

    /// Where datagrams go to and come from, once something came.
    public Optional<CandidatePair> path() {
        return peer.selected();
    }

    /// What to send by, once connected.
    public SendingSide sending() {
        return peer.sending();
    }

    public Peer peer() {
        return peer;
    }

    /// Whether media may be sent now: connected, and the kernel keeps up.
    public boolean canSend() {
        return peer.isConnected() && socket.isWritable();
    }

    public boolean isConnected() {
        return peer.isConnected();
    }

    LoopTransport transport() {
        return transport;
    }

    /// @return false if it cannot be this session's
    boolean addConnection(TcpConnection connection) {
        owner.assertOwned();
        return !ended && socket.add(connection);
    }

    /// It is closed.
    void removeConnection(TcpConnection connection) {
        owner.assertOwned();
        if (socket.remove(connection)) {
            carry(System.nanoTime(), () -> peer.onPairGone(connection.pair()));
        }
    }

    SessionMeter meter() {
        owner.assertOwned();
        return meter;
    }

    /// Called about once a second.
    void measure(long nowNanos) {
        meter.measure(nowNanos);
        ref.onLife(peer.lifeNanos());
    }

    /// @param batch given
    void onDatagrams(DatagramBatch batch) {
        owner.assertOwned();
        long now = System.nanoTime();
        try (batch) {
            carry(
                    now,
                    () -> {
                        for (DatagramBatch.Entry entry : batch.entries()) {
                            handle(entry.datagram(), entry.pair(), now);
                        }
                    });
        }
    }

    /// Gives the peer something, and does what it wants done; if we are wrong, it is the end of
    /// this session and of no other.
    private void carry(long nowNanos, Runnable input) {
        if (ended) {
            return;
        }
        try {
            input.run();
        } catch (RuntimeException | AssertionError wrong) {
            fail(wrong);
        }
        drain(nowNanos);
    }

    /// Ends the session because we did something wrong in it.
    public void fail(Throwable wrong) {
        owner.assertOwned();
        log.error("{} failed", ref.id(), wrong);
        if (!ended) {
            end(CloseReason.FAILED);
        }
    }

    private void handle(ByteBuf datagram, CandidatePair pair, long now) {
        try {
            peer.handle(datagram, pair, now);
        } catch (MalformedPacketException broken) {
            transport.drops().count(broken.rule());
            return;
        }
        boolean open = !dtlsStarted || routes.isRestarting() || routes.isHeldByAnother();
        if ((open || peer.isMoving()) && peer.isChecked(pair)) {
            addRemote(pair, now);
        }
    }

    public void requestKeyFrame(int ssrc) {
        owner.assertOwned();
        long now = System.nanoTime();
        carry(now, () -> peer.requestKeyFrame(ssrc, now));
    }

    /// A key frame began with this packet: requests for one are satisfied.
    public void onKeyFrame(RtpPacket packet) {
        peer.receiving().onKeyFrame(packet);
    }

    /// Does what the peer wants done.
    public void flush() {
        owner.assertOwned();
        drain(System.nanoTime());
    }

    /// Sees that the sink is woken at this time, or soon after, whatever was asked before.
    public void wakeAt(long nanos) {
        owner.assertOwned();
        wakeNanos = nanos;
        if (!ended) {
            transport.wheel().schedule(timer, deadlineNanos());
        }
    }

    private long deadlineNanos() {
        return Math.min(wakeNanos, peer.deadlineNanos());
    }

    @Override
    public long onTimer(long nowNanos) {
        if (wakeNanos <= nowNanos && !ended) {
            wakeNanos = Long.MAX_VALUE;
            carry(nowNanos, () -> sink.onWake(nowNanos));
        } else {
            drain(nowNanos);
        }
        return ended ? Long.MAX_VALUE : deadlineNanos();
    }

    private void drain(long nowNanos) {
        if (draining || ended) {
            return;
        }
        draining = true;
        try {
            for (PeerOutput output; !ended && (output = peer.poll(nowNanos)) != null; ) {
                carryOut(output);
            }
        } catch (RuntimeException | AssertionError wrong) {
            fail(wrong);
        } finally {
            draining = false;
        }
        if (!ended) {
            transport.wheel().schedule(timer, deadlineNanos());
        }
    }

    private void carryOut(PeerOutput output) {
        switch (output) {
            case PeerOutput.Transmit(var datagram, var pair) -> socket.send(datagram, pair);
            case PeerOutput.SourceBegun(var kind, var ssrc, var rid) ->
                    sink.onSourceBegun(kind, ssrc, rid);
            case PeerOutput.MediaReceived(var burst) -> {
                try (burst) {
                    sink.onBurst(burst);
                }
            }
            case PeerOutput.DtlsReceived(var datagram) -> {
                try {
                    startDtls();
                    dtls.onDatagram(datagram);
                } finally {
                    datagram.release();
                }
            }
            case PeerOutput.PathSelected(var pair) -> onPathSelected(pair);
            case PeerOutput.PathUnproven(var pair) -> {
                log.debug("{} path {} does not answer", ref.id(), pair.remote());
                transport.drops().count(TransportRule.PATH_UNPROVEN);
            }
            case PeerOutput.Connected() -> sink.onConnected();
            case PeerOutput.SenderReportReceived(
                            var kind,
                            var clockRate,
                            var report,
                            var arrivalNanos) ->
                    sink.onSenderReport(kind, clockRate, report, arrivalNanos);
            case PeerOutput.KeyFrameRequested(var mediaSsrc) -> sink.onKeyFrameRequested(mediaSsrc);
            case PeerOutput.PauseRequested(var mediaSsrc, var paused) ->
                    sink.onPauseRequested(mediaSsrc, paused);
            case PeerOutput.RetransmissionRequested(var mediaSsrc, var sequenceNumbers) ->
                    sink.onRetransmissionRequested(mediaSsrc, sequenceNumbers);
            case PeerOutput.ReportDue() -> sink.onReportDue();
            case PeerOutput.Closed(var reason) -> end(reason);
        }
    }

    private void addRemote(CandidatePair pair, long nowNanos) {
        routes.addRemote(pair, nowNanos);
        if (routes.isHeldByAnother()) {
            transport.drops().count(TransportRule.ADDRESS_HELD);
        }
    }

    private void onPathSelected(CandidatePair pair) {
        log.debug("{} path {} {} - {}", ref.id(), pair.protocol(), pair.local(), pair.remote());
        addRemote(pair, System.nanoTime());
        routes.follow(peer.localUserFragments());
        socket.onPathSelected(pair);
        startDtls();
    }

    private void startDtls() {
        if (!dtlsStarted) {
            dtlsStarted = true;
            dtls.start();
        }
    }

    @Override
    public void onTransmit(ByteBuf datagram) {
        peer.sendDtls(datagram);
        flush();
    }

    @Override
    public void onHandshakeComplete(SrtpKeys keys) {
        long now = System.nanoTime();
        carry(now, () -> peer.onKeys(keys, now));
    }

    @Override
    public void onRecordRefused(MalformedPacketException.Rule rule) {
        transport.drops().count(rule);
    }

    @Override
    public void onHandshakeFailed(String because) {
        log.info("{} handshake failed: {}", ref.id(), because);
        close(CloseReason.HANDSHAKE_FAILED);
    }

    @Override
    public void onClosed() {
        close(CloseReason.PEER_CLOSED);
    }

    public boolean hasEnded() {
        return ended;
    }

    /// Tells the peer by close_notify, and ends the session.
    public void close(CloseReason reason) {
        owner.assertOwned();
        if (ended) {
            return;
        }
        dtls.close();
        flush();
        peer.close(reason);
        flush();
    }

    /// Whatever of this goes wrong, the rest of it is done.
    private void end(CloseReason reason) {
        ended = true;
        timer.cancel();
        routes.remove();
        transport.owned().remove(this, reason);
        log.info("{} closed: {}", ref.id(), reason);
        try {
            dtls.close();
        } finally {
            try {
                peer.close();
                sink.onClosed(reason);
            } finally {
                socket.close();
                onEnd.run();
            }
        }
    }
}
