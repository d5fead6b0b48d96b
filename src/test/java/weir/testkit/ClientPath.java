package weir.testkit;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;

import weir.dtls.DtlsCertificate;
import weir.dtls.DtlsConfig;
import weir.dtls.DtlsEndpoint;
import weir.dtls.HandshakeLimiter;
import weir.ice.CandidatePair;
import weir.ice.ControllingAgent;
import weir.ice.ControllingConfig;
import weir.ice.IceCredentials;
import weir.ice.IceOutput;
import weir.rtcp.CompoundReader;
import weir.rtcp.RtcpPacket;
import weir.rtp.RtpHeader;
import weir.srtp.SrtpEngine;
import weir.srtp.SrtpKeys;
import weir.srtp.SrtpReceiver;
import weir.srtp.SrtpSender;
import weir.wire.DatagramKind;
import weir.wire.MalformedPacketException;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/// A client's way to the server: its socket, and ICE, DTLS and SRTP on it. Owned by the clients'
/// loop.
final class ClientPath implements DtlsEndpoint.Listener {
    interface Listener {
        void onRtp(ReceivedRtp packet);

        void onRtcp(RtcpPacket packet, long arrivalNanos);

        /// A packet that was opened before came again.
        void onRepeated(byte[] sealed);
    }

    static final String CLOSE_NOTIFY = "close_notify";
    static final DtlsCertificate CERTIFICATE = DtlsCertificate.create(new SecureRandom());

    private static final HandshakeLimiter HANDSHAKES = new HandshakeLimiter(DtlsConfig.DEFAULTS);
    private static final SecureRandom RANDOM = new SecureRandom();

    /// Patient, since the machine may be busy with the server.
    private static final ControllingConfig ICE =
            new ControllingConfig(
                    Duration.ofMillis(20),
                    Duration.ofMillis(100),
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(18),
                    Duration.ofSeconds(4),
                    Duration.ofSeconds(30),
                    32);

    private static final int TICK_MILLIS = 10;
    private static final int SEALED_OVERHEAD = 32;
    private static final int EARLY_MAX = 1000;

    private record EarlyMedia(byte[] bytes, InetSocketAddress from, long nanos) {}

    private final RecordedDatagrams sent = new RecordedDatagrams();
    private ClientChannel socket;
    private final Listener listener;
    private final CompletableFuture<Void> connected = new CompletableFuture<>();
    private final CompletableFuture<String> ended = new CompletableFuture<>();
    private CompletableFuture<Void> selected = new CompletableFuture<>();
    private List<InetSocketAddress> remotes = List.of();
    private CandidatePair pair;
    private ControllingAgent ice;
    private DtlsEndpoint dtls;
    private SrtpSender sealer;
    private SrtpReceiver opener;
    private ScheduledFuture<?> ticks;
    private final List<EarlyMedia> early = new ArrayList<>();
    private int toLose;
    private int ssrcToLose;
    private boolean dtlsStarted;
    private boolean silent;

    /// @param socket not connected yet
    ClientPath(ClientChannel socket, Listener listener) {
        this.socket = socket;
        this.listener = listener;
        socket.start(this::onDatagram);
    }

    /// What this client has sent, a few of each protocol.
    List<byte[]> sent() {
        return sent.samples();
    }

    /// Once keys are there.
    CompletableFuture<Void> connected() {
        return connected;
    }

    /// With the reason, once the server or the silence has ended it.
    CompletableFuture<String> ended() {
        return ended;
    }

    void dial(IceCredentials local, ClientPeer peer) {
        remotes = peer.addresses();
        socket.connect(remotes.getFirst());
        ice = agent(local, peer.ice());
        dtls =
                new DtlsEndpoint(
                        peer.role(),
                        CERTIFICATE,
                        peer.fingerprints(),
                        HANDSHAKES,
                        ClientLoop.OWNER,
                        this);
        ticks =
                ClientLoop.OWNER
                        .eventLoop()
                        .scheduleAtFixedRate(this::pollIce, 0, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /// From the address that the socket has now.
    private ControllingAgent agent(IceCredentials local, IceCredentials remote) {
        List<CandidatePair> pairs =
                remotes.stream().map(each -> new CandidatePair(socket.address(), each)).toList();
        pair = pairs.getFirst();
        return new ControllingAgent(
                local, remote, pairs, RANDOM.nextLong(), RANDOM, ICE, System.nanoTime());
    }

    /// All comes from there from now on.
    ///
    /// @param elsewhere not connected yet
    void move(ClientChannel elsewhere) {
        socket.close();
        socket = elsewhere;
        socket.start(this::onDatagram);
        socket.connect(pair.remote());
    }

    /// Checks go under other credentials from now on; DTLS and SRTP stay as they are.
    ///
    /// @return completes once the server has answered a nomination
    CompletableFuture<Void> restart(IceCredentials local, IceCredentials remote) {
        remotes = List.of(pair.remote());
        selected = new CompletableFuture<>();
        ice = agent(local, remote);
        return selected;
    }

    private void pollIce() {
        for (IceOutput output; (output = ice.poll(System.nanoTime())) != null; ) {
            switch (output) {
                case IceOutput.Transmit(var datagram, var checked) -> {
                    transmit(ByteBufUtil.getBytes(datagram), checked.remote());
                    datagram.release();
                }
                case IceOutput.Selected(var nominated) -> onSelected(nominated);
                case IceOutput.PathUnproven _ -> throw new AssertionError("it nominates itself");
                case IceOutput.Expired _ -> onExpired();
            }
        }
    }

    private void onExpired() {
        String because = "no answer to connectivity checks";
        ended.complete(because);
        connected.completeExceptionally(new IOException(because));
        selected.completeExceptionally(new IOException(because));
    }

    private void onSelected(CandidatePair nominated) {
        pair = nominated;
        if (!dtlsStarted) {
            dtlsStarted = true;
            dtls.start();
        }
        selected.complete(null);
    }

    private void onDatagram(byte[] bytes, InetSocketAddress from, long nowNanos) {
        if (ice == null || !remotes.contains(from)) {
            return;
        }
        ByteBuf datagram = Unpooled.wrappedBuffer(bytes);
        try {
            DatagramKind kind = DatagramKind.of(datagram);
            if (opener == null && (kind == DatagramKind.RTP || kind == DatagramKind.RTCP)) {
                hold(new EarlyMedia(bytes, from, nowNanos));
                return;
            }
            switch (kind) {
                case STUN -> {
                    ice.onStun(datagram, new CandidatePair(socket.address(), from), nowNanos);
                    pollIce();
                }
                case DTLS -> dtls.onDatagram(datagram);
                case RTP -> onRtp(datagram, bytes, nowNanos);
                case RTCP -> onRtcp(datagram, nowNanos);
                case OTHER -> {}
            }
        } catch (MalformedPacketException broken) {
            if (broken.rule().name().equals("SRTP_REPLAYED")) {
                listener.onRepeated(bytes);
            }
        }
    }

    /// The server has its keys first, and sends: what comes until we have ours is opened then.
    private void hold(EarlyMedia media) {
        if (early.size() < EARLY_MAX) {
            early.add(media);
        }
    }

    private void onRtp(ByteBuf datagram, byte[] sealed, long nowNanos)
            throws MalformedPacketException {
        RtpHeader header = RtpHeader.read(datagram);
        if (toLose > 0 && header.ssrc() == ssrcToLose) {
            toLose--;
            return;
        }
        ByteBuf clear = opener.openRtp(datagram, header, UnpooledByteBufAllocator.DEFAULT);
        listener.onRtp(ReceivedRtp.of(header, clear, sealed, nowNanos));
        clear.release();
    }

    private void onRtcp(ByteBuf datagram, long nowNanos) throws MalformedPacketException {
        ByteBuf clear = opener.openRtcp(datagram, UnpooledByteBufAllocator.DEFAULT);
        try {
            for (RtcpPacket packet : CompoundReader.read(clear)) {
                listener.onRtcp(packet, nowNanos);
            }
        } finally {
            clear.release();
        }
    }

    /// The next packets of an SSRC are not looked at, as if they had never come.
    void lose(int ssrc, int count) {
        ssrcToLose = ssrc;
        toLose = count;
    }

    /// @param packet in the clear
    byte[] sealRtp(byte[] packet, int headerLength) {
        ByteBuf chunk = Unpooled.buffer(packet.length + SEALED_OVERHEAD).writeBytes(packet);
        int length = sealer.sealRtp(chunk, 0, headerLength, packet.length);
        return ByteBufUtil.getBytes(chunk, 0, length);
    }

    /// @param compound in the clear
    byte[] sealRtcp(byte[] compound) {
        ByteBuf chunk = Unpooled.buffer(compound.length + SEALED_OVERHEAD).writeBytes(compound);
        int length = sealer.sealRtcp(chunk, 0, compound.length);
        return ByteBufUtil.getBytes(chunk, 0, length);
    }

    void pauseReading(boolean paused) {
        socket.pauseReading(paused);
    }

    InetSocketAddress address() {
        return socket.address();
    }

    /// To the server, though ICE has not begun.
    void send(byte[] datagram, InetSocketAddress server) {
        socket.send(datagram, server);
    }

    /// To the server, once dialled.
    void send(byte[] datagram) {
        transmit(datagram, pair.remote());
    }

    private void transmit(byte[] datagram, InetSocketAddress to) {
        if (!silent) {
            sent.add(datagram);
            socket.send(datagram, to);
        }
    }

    /// From now on nothing is sent. What comes is still seen.
    void fallSilent() {
        silent = true;
    }

    @Override
    public void onTransmit(ByteBuf datagram) {
        send(ByteBufUtil.getBytes(datagram));
        datagram.release();
    }

    @Override
    public void onHandshakeComplete(SrtpKeys keys) {
        sealer = new SrtpSender(SrtpEngine.JDK, keys.profile(), keys.localKey(), keys.localSalt());
        opener =
                new SrtpReceiver(
                        SrtpEngine.JDK, keys.profile(), keys.remoteKey(), keys.remoteSalt());
        early.forEach(media -> onDatagram(media.bytes(), media.from(), media.nanos()));
        early.clear();
        connected.complete(null);
    }

    @Override
    public void onHandshakeFailed(String because) {
        connected.completeExceptionally(new IOException("handshake failed: " + because));
        ended.complete("handshake failed: " + because);
    }

    @Override
    public void onClosed() {
        ended.complete(CLOSE_NOTIFY);
    }

    /// @param politely with close_notify, otherwise as a process that was killed
    void close(boolean politely) {
        if (ticks != null) {
            ticks.cancel(false);
        }
        if (politely && dtls != null) {
            dtls.close();
        }
        socket.close();
    }
}
