package weir.peer;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

import weir.ice.CandidatePair;
import weir.ice.ControllingAgent;
import weir.ice.IceAgent;
import weir.ice.IceLiteAgent;
import weir.ice.IceOutput;
import weir.ice.IceSession;
import weir.rtp.RtpHeader;
import weir.srtp.SrtpEngine;
import weir.srtp.SrtpKeys;
import weir.srtp.SrtpReceiver;
import weir.srtp.SrtpSender;
import weir.wire.DatagramKind;
import weir.wire.MalformedPacketException;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;

/// One WebRTC peer: ICE, SRTP, RTP and RTCP of one session, behind one door in and one door out.
///
/// Sans-IO. The driver feeds it datagrams and keys, polls it until nothing comes, and polls it
/// again no later than [#deadlineNanos()]. The DTLS handshake is the driver's: it gets the
/// datagrams by [PeerOutput.DtlsReceived], sends by [#sendDtls], and hands in the keys. Owned.
public final class Peer implements AutoCloseable {
    private static final int MEDIA_BEFORE_KEYS_MAX = 64;

    private record EarlyMedia(ByteBuf datagram, CandidatePair pair) {}

    private final IceAgent ice;
    private final SrtpEngine engine;
    private final ByteBufAllocator allocator;
    private final ReceivingSide receiving;
    private final SendingSide sending;
    private final PeerDeadlines deadlines;
    private final ArrayDeque<PeerOutput> outputs = new ArrayDeque<>();
    private final ArrayDeque<EarlyMedia> early = new ArrayDeque<>();
    private Optional<SrtpReceiver> opener = Optional.empty();
    private boolean connected;
    private boolean closed;

    /// @param ice       made for the role and credentials of the parameters
    /// @param allocator for what is received, and for what is sent besides media
    /// @param sink      where media is written, once connected
    public Peer(
            PeerParameters parameters,
            PeerConfig config,
            IceAgent ice,
            ByteBufAllocator allocator,
            DatagramSink sink,
            long nowNanos) {
        this.ice = ice;
        this.engine = config.engine();
        this.allocator = allocator;
        this.sending =
                new SendingSide(parameters.outgoing(), config.unixOffsetNanos(), allocator, sink);
        this.receiving =
                new ReceivingSide(
                        parameters.incoming(),
                        sending.reportingSsrc(parameters.incoming()),
                        sending,
                        config,
                        allocator,
                        outputs,
                        nowNanos);
        this.deadlines = new PeerDeadlines(config, nowNanos);
    }

    /// @param datagram lent
    /// @param pair     the address of ours it came to, and where it came from
    /// @throws MalformedPacketException if it is dropped: the rule says why
    public void handle(ByteBuf datagram, CandidatePair pair, long nowNanos)
            throws MalformedPacketException {
        if (closed) {
            return;
        }
        switch (DatagramKind.of(datagram)) {
            case STUN -> {
                long refused = ice.checksRefused();
                ice.onStun(datagram, pair, nowNanos);
                require(ice.checksRefused() == refused, PeerRule.CHECK_REFUSED);
            }
            case DTLS -> {
                require(ice.isChecked(pair), PeerRule.DTLS_BEFORE_ICE);
                outputs.add(new PeerOutput.DtlsReceived(datagram.retain()));
            }
            case RTP, RTCP -> handleMedia(datagram, pair, nowNanos);
            case OTHER -> throw new MalformedPacketException(PeerRule.KIND_UNKNOWN);
        }
    }

    private void handleMedia(ByteBuf datagram, CandidatePair pair, long nowNanos)
            throws MalformedPacketException {
        if (opener.isPresent()) {
            open(opener.get(), datagram, pair, nowNanos);
            return;
        }
        require(ice.isChecked(pair), PeerRule.MEDIA_BEFORE_ICE);
        require(early.size() < MEDIA_BEFORE_KEYS_MAX, PeerRule.MEDIA_BEFORE_KEYS);
        early.add(new EarlyMedia(datagram.copy(), pair));
    }

    private void open(SrtpReceiver keys, ByteBuf datagram, CandidatePair pair, long nowNanos)
            throws MalformedPacketException {
        if (DatagramKind.of(datagram) == DatagramKind.RTCP) {
            ByteBuf compound = keys.openRtcp(datagram, allocator);
            try {
                ice.onAuthenticated(pair, datagram.readableBytes(), nowNanos);
                receiving.onRtcp(compound, nowNanos);
            } finally {
                compound.release();
            }
            return;
        }
        RtpHeader header = RtpHeader.read(datagram);
        ByteBuf packet = keys.openRtp(datagram, header, allocator);
        try {
            ice.onAuthenticated(pair, datagram.readableBytes(), nowNanos);
            receiving.onRtp(packet, header, nowNanos);
        } finally {
            packet.release();
        }
    }

    /// The handshake is complete. Media that came before it is opened now; what of it is broken is
    /// dropped.
    public void onKeys(SrtpKeys keys, long nowNanos) {
        if (closed || opener.isPresent()) {
            return;
        }
        SrtpReceiver receiver =
                new SrtpReceiver(engine, keys.profile(), keys.remoteKey(), keys.remoteSalt());
        opener = Optional.of(receiver);
        sending.onKeys(new SrtpSender(engine, keys.profile(), keys.localKey(), keys.localSalt()));
        for (EarlyMedia media; (media = early.poll()) != null; ) {
            try {
                open(receiver, media.datagram(), media.pair(), nowNanos);
            } catch (MalformedPacketException _) {
                receiving.onEarlyMediaDropped();
            } finally {
                media.datagram().release();
            }
        }
        connectIfReady(nowNanos);
    }

    /// @param datagram given: it is sent to the selected pair, or dropped while there is none
    public void sendDtls(ByteBuf datagram) {
        Optional<CandidatePair> pair = closed ? Optional.empty() : ice.selected();
        if (pair.isEmpty()) {
            datagram.release();
            return;
        }
        ice.onHandshake();
        outputs.add(new PeerOutput.Transmit(datagram, pair.get()));
    }

    /// Ends the peer from our side; the driver has sent close_notify before.
    public void close(CloseReason reason) {
        if (!closed) {
            closed = true;
            outputs.add(new PeerOutput.Closed(reason));
        }
    }

    /// Whether media can be sent: there is a path and there are keys.
    public boolean isConnected() {
        return connected && !closed;
    }

    /// Asks the peer for a key frame of one source that it sends us, coalesced and limited; nothing
    /// happens if there is none of that SSRC.
    public void requestKeyFrame(int ssrc, long nowNanos) {
        receiving.requestKeyFrame(ssrc, nowNanos);
    }

    /// What goes out to this peer; empty for a publisher.
    public SendingSide sending() {
        return sending;
    }

    public ReceivingSide receiving() {
        return receiving;
    }

    /// Begins another ICE session; media goes on as it is until the peer nominates a pair of it.
    ///
    /// @throws IllegalStateException for a peer that we dialled
    public void restartIce(IceSession next) {
        switch (ice) {
            case IceLiteAgent lite -> lite.restart(next);
            case ControllingAgent _ ->
                    throw new IllegalStateException("who dials restarts ICE by itself");
        }
    }

    /// Those of ours that checks for this peer may name: two during a restart, the newest first.
    public List<String> localUserFragments() {
        return ice.localUserFragments();
    }

    /// The pair that datagrams go to.
    public Optional<CandidatePair> selected() {
        return ice.selected();
    }

    public boolean isChecked(CandidatePair pair) {
        return ice.isChecked(pair);
    }

    /// Whether it may send from where nothing is sent to yet.
    public boolean isMoving() {
        return ice.isMoving();
    }

    /// When something authentic came last.
    public long lifeNanos() {
        return ice.lifeNanos();
    }

    /// The pair's connection is closed.
    public void onPairGone(CandidatePair pair) {
        if (!closed) {
            ice.onPairGone(pair);
        }
    }

    /// @return the next output, null when there is none
    public PeerOutput poll(long nowNanos) {
        if (!closed) {
            pollIce(nowNanos);
        }
        if (connected && !closed) {
            pollMedia(nowNanos);
        }
        if (!closed && deadlines.isEstablishmentOver(connected, nowNanos)) {
            close(CloseReason.NOT_ESTABLISHED);
        }
        return outputs.poll();
    }

    private void pollIce(long nowNanos) {
        for (IceOutput output; (output = ice.poll(nowNanos)) != null; ) {
            switch (output) {
                case IceOutput.Transmit(var datagram, var pair) ->
                        outputs.add(new PeerOutput.Transmit(datagram, pair));
                case IceOutput.Selected(var pair) -> {
                    outputs.add(new PeerOutput.PathSelected(pair));
                    connectIfReady(nowNanos);
                }
                case IceOutput.PathUnproven(var pair) ->
                        outputs.add(new PeerOutput.PathUnproven(pair));
                case IceOutput.Expired() ->
                        close(
                                connected
                                        ? CloseReason.CONSENT_EXPIRED
                                        : CloseReason.NOT_ESTABLISHED);
            }
        }
    }

    private void connectIfReady(long nowNanos) {
        if (!connected && opener.isPresent() && ice.selected().isPresent()) {
            connected = true;
            ice.onHandshake();
            deadlines.onConnected(nowNanos);
            receiving.onConnected(nowNanos);
            outputs.add(new PeerOutput.Connected());
        }
    }

    private void pollMedia(long nowNanos) {
        receiving.flushBurst();
        if (deadlines.isReportDue(nowNanos)) {
            receiving.reportDue();
            if (!sending.isEmpty()) {
                outputs.add(new PeerOutput.ReportDue());
            }
        }
        receiving.pollFeedback(nowNanos, sending::sendRtcp);
        sending.poll(nowNanos);
    }

    /// When to poll again at the latest, though nothing came; [Long#MAX_VALUE] for never.
    public long deadlineNanos() {
        if (closed) {
            return Long.MAX_VALUE;
        }
        long media =
                connected
                        ? Math.min(receiving.deadlineNanos(), sending.deadlineNanos())
                        : Long.MAX_VALUE;
        return Math.min(Math.min(ice.deadlineNanos(), deadlines.nextNanos(connected)), media);
    }

    /// Releases all that was not polled.
    @Override
    public void close() {
        closed = true;
        early.forEach(media -> media.datagram().release());
        early.clear();
        opener.ifPresent(SrtpReceiver::close);
        opener = Optional.empty();
        sending.close();
        receiving.close();
        for (PeerOutput output; (output = outputs.poll()) != null; ) {
            release(output);
        }
    }

    private static void release(PeerOutput output) {
        switch (output) {
            case PeerOutput.Transmit(var datagram, _) -> datagram.release();
            case PeerOutput.DtlsReceived(var datagram) -> datagram.release();
            case PeerOutput.MediaReceived(var burst) -> burst.close();
            case PeerOutput.PathSelected _,
                    PeerOutput.PathUnproven _,
                    PeerOutput.SourceBegun _,
                    PeerOutput.Connected _,
                    PeerOutput.SenderReportReceived _,
                    PeerOutput.KeyFrameRequested _,
                    PeerOutput.PauseRequested _,
                    PeerOutput.RetransmissionRequested _,
                    PeerOutput.ReportDue _,
                    PeerOutput.Closed _ -> {}
        }
    }

    private static void require(boolean kept, PeerRule rule) throws MalformedPacketException {
        if (!kept) {
            throw new MalformedPacketException(rule);
        }
    }
}
