package weir.dtls;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

import org.bouncycastle.tls.DTLSTransport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import weir.loop.OwnerLoop;
import weir.peer.CertificateFingerprint;
import weir.peer.DtlsRole;
import weir.srtp.SrtpKeys;
import weir.wire.MalformedPacketException;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;

/// One side of one DTLS association: the handshake that gives SRTP its keys, and what comes after.
///
/// ```
/// NEW ──start──► WAITING ──ClientHello──► HANDSHAKING
/// ──► ESTABLISHED ──► CLOSED
///  └──────────────start
/// (client)──────────────▲
/// └───────failed──────────────▲
/// ```
///
/// Bytes from the network never make it throw. Owned by one loop.
public final class DtlsEndpoint {
    /// Called on the owner loop. Nothing is called after [#close()].
    public interface Listener {
        /// @param datagram owned
        void onTransmit(ByteBuf datagram);

        void onHandshakeComplete(SrtpKeys keys);

        /// The end; [#onClosed()] does not follow.
        void onHandshakeFailed(String because);

        /// The end of what was established: the peer's close_notify or fatal alert.
        void onClosed();

        /// A record from the network broke a rule and was dropped.
        default void onRecordRefused(MalformedPacketException.Rule rule) {}
    }

    private enum State {
        NEW,
        WAITING,
        HANDSHAKING,
        ESTABLISHED,
        CLOSED
    }

    private static final Logger log = LoggerFactory.getLogger(DtlsEndpoint.class);

    private final DtlsRole role;
    private final DtlsCertificate certificate;
    private final FingerprintVerifier verifier;
    private final HandshakeLimiter limiter;
    private final OwnerLoop owner;
    private final Listener listener;
    private final RecordReader reader;
    private final RecordChannel channel;

    private State state = State.NEW;
    private Thread handshakeThread;
    private DTLSTransport association;
    private SrtpNegotiation negotiation;
    private long recordsMalformed;
    private long recordsDropped;
    private long applicationDataDropped;

    /// @param role               ours
    /// @param remoteFingerprints one must match the peer's certificate
    public DtlsEndpoint(
            DtlsRole role,
            DtlsCertificate certificate,
            List<CertificateFingerprint> remoteFingerprints,
            HandshakeLimiter limiter,
            OwnerLoop owner,
            Listener listener) {
        this.role = role;
        this.certificate = certificate;
        this.verifier = new FingerprintVerifier(remoteFingerprints);
        this.limiter = limiter;
        this.owner = owner;
        this.listener = listener;
        this.reader = new RecordReader(role);
        this.channel = new RecordChannel(limiter, this::send);
    }

    /// As client sends the first ClientHello, so ICE must have a pair; as server begins to take
    /// notice of the peer's.
    public void start() {
        owner.assertOwned();
        if (state != State.NEW) {
            throw new IllegalStateException("start in state " + state);
        }
        state = State.WAITING;
        if (role == DtlsRole.CLIENT && !beginHandshake()) {
            // Posted, so that nobody is called back from within start.
            owner.post(() -> onFailed("too many handshakes"));
        }
    }

    /// Takes a datagram of [weir.wire.DatagramKind#DTLS]. What cannot be used is dropped and
    /// counted.
    ///
    /// @param datagram lent
    public void onDatagram(ByteBuf datagram) {
        owner.assertOwned();
        ByteBuf rest = datagram.slice();
        try {
            while (rest.isReadable()) {
                onRecord(reader.read(rest));
            }
        } catch (MalformedPacketException e) {
            recordsMalformed++;
            log.trace("DTLS record dropped: {}", e.rule());
            listener.onRecordRefused(e.rule());
        }
    }

    private void onRecord(byte[] record) {
        // The server takes a thread only for what may be a ClientHello; the client's repetition of
        // it finds a place if there is none now.
        if (state == State.WAITING
                && role == DtlsRole.SERVER
                && RecordReader.isClientHello(record)) {
            beginHandshake();
        }
        switch (state) {
            case NEW, WAITING, CLOSED -> recordsDropped++;
            case HANDSHAKING -> offer(record);
            case ESTABLISHED -> {
                offer(record);
                drive();
            }
        }
    }

    private void offer(byte[] record) {
        if (!channel.offer(record)) {
            recordsDropped++;
        }
    }

    private boolean beginHandshake() {
        var handshake =
                new BlockingHandshake(role, limiter.config(), certificate, verifier, channel);
        var thread = limiter.start(() -> report(handshake.run()));
        thread.ifPresent(
                started -> {
                    handshakeThread = started;
                    state = State.HANDSHAKING;
                });
        return thread.isPresent();
    }

    /// On the handshake's thread.
    private void report(BlockingHandshake.Outcome outcome) {
        try {
            owner.post(() -> onOutcome(outcome));
        } catch (RejectedExecutionException _) {
            log.debug("a DTLS handshake outlived its loop");
        }
    }

    /// Our last flight leaves in the same turn of the loop: as soon as the peer has it, the peer
    /// may
    /// have us close, and is told so only when the handshake is over for us, too.
    private void onOutcome(BlockingHandshake.Outcome outcome) {
        channel.flush();
        switch (outcome) {
            case BlockingHandshake.Outcome.Established established -> onEstablished(established);
            case BlockingHandshake.Outcome.Failed(var because) -> onFailed(because);
        }
    }

    private void onEstablished(BlockingHandshake.Outcome.Established established) {
        if (state == State.CLOSED) {
            return;
        }
        state = State.ESTABLISHED;
        handshakeThread = null;
        association = established.association();
        negotiation = established.negotiation();
        listener.onHandshakeComplete(established.keys());
        // What came while the thread was ending.
        drive();
    }

    private void onFailed(String because) {
        if (state == State.CLOSED) {
            return;
        }
        state = State.CLOSED;
        handshakeThread = null;
        listener.onHandshakeFailed(because);
    }

    /// Lets Bouncy Castle have the queued records. It repeats our last flight if the peer has not
    /// got it (RFC 6347 §4.2.4), and answers close_notify.
    private void drive() {
        byte[] applicationData = null;
        while (state == State.ESTABLISHED && channel.hasRecords()) {
            if (applicationData == null) {
                applicationData = new byte[RecordReader.RECORD_MAX];
            }
            receive(applicationData);
        }
        if (state == State.ESTABLISHED) {
            channel.flush();
        }
    }

    private void receive(byte[] applicationData) {
        try {
            // Never waits: the channel throws when it is empty. 0 would mean "for ever".
            int length = association.receive(applicationData, 0, applicationData.length, 1);
            if (length >= 0) {
                onApplicationData();
            }
        } catch (InterruptedIOException _) {
            // The queue is empty.
        } catch (IOException | RuntimeException e) {
            // A fatal alert, the peer's or ours; Bouncy Castle has closed the association.
            log.debug("DTLS association failed: {}", e.toString());
            onClosedByPeer();
        }
        if (negotiation.isClosedByPeer()) {
            onClosedByPeer();
        }
    }

    /// SCTP, which nobody has negotiated: there are no data channels yet.
    private void onApplicationData() {
        applicationDataDropped++;
    }

    private void onClosedByPeer() {
        if (state == State.ESTABLISHED) {
            channel.flush();
        }
        // Sending may have closed it.
        if (state == State.ESTABLISHED) {
            state = State.CLOSED;
            listener.onClosed();
        }
    }

    /// Says goodbye to the peer if the handshake is complete, else ends it. May be called again.
    public void close() {
        owner.assertOwned();
        switch (state) {
            case NEW, WAITING, CLOSED -> {}
            case HANDSHAKING -> handshakeThread.interrupt();
            case ESTABLISHED -> sendCloseNotify();
        }
        state = State.CLOSED;
        handshakeThread = null;
    }

    private void sendCloseNotify() {
        try {
            association.close();
        } catch (IOException e) {
            log.debug("no close_notify: {}", e.toString());
        }
        channel.flush();
    }

    /// The channel's sink: on the handshake's thread during the handshake, then on the loop.
    private void send(List<byte[]> datagrams) {
        if (owner.isCurrent()) {
            transmit(datagrams);
            return;
        }
        try {
            owner.post(() -> transmit(datagrams));
        } catch (RejectedExecutionException _) {
            log.debug("a DTLS handshake outlived its loop");
        }
    }

    private void transmit(List<byte[]> datagrams) {
        for (byte[] datagram : datagrams) {
            if (state == State.CLOSED) {
                return;
            }
            listener.onTransmit(Unpooled.wrappedBuffer(datagram));
        }
    }

    boolean isEstablished() {
        owner.assertOwned();
        return state == State.ESTABLISHED;
    }

    DtlsStats stats() {
        owner.assertOwned();
        return new DtlsStats(recordsMalformed, recordsDropped, applicationDataDropped);
    }
}
