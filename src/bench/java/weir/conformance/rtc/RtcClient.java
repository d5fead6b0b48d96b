package weir.conformance.rtc;

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
import weir.peer.CertificateFingerprint;
import weir.peer.DtlsRole;
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
import java.util.concurrent.atomic.AtomicLong;

/// One WebRTC session of a publisher or a viewer: ICE as the controlling side, DTLS, SRTP. Any
/// thread; what it holds is the clients' loop's.
public final class RtcClient implements AutoCloseable {
    /// How [#ended()] tells that the server said goodbye.
    public static final String CLOSE_NOTIFY = "close_notify";

    private static final DtlsCertificate CERTIFICATE = DtlsCertificate.create(new SecureRandom());
    private static final HandshakeLimiter HANDSHAKES = new HandshakeLimiter(DtlsConfig.DEFAULTS);
    private static final SecureRandom RANDOM = new SecureRandom();
    /// Patient, since the machine may be busy with the server under test.
    private static final ControllingConfig ICE =
            new ControllingConfig(
                    Duration.ofMillis(20),
                    Duration.ofMillis(100),
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(18),
                    Duration.ofSeconds(4),
                    Duration.ofSeconds(30),
                    32);

    private static final int ICE_MILLIS = 10;
    private static final int MEDIA_MILLIS = 20;
    private static final int TAG_ROOM = 32;

    private final UdpPath path;
    private final List<CandidatePair> pairs;
    private final List<Source> sources = new ArrayList<>();
    private final List<ScheduledFuture<?>> timers = new ArrayList<>();
    private final CompletableFuture<Void> connected = new CompletableFuture<>();
    private final CompletableFuture<String> ended = new CompletableFuture<>();
    private final AtomicLong received = new AtomicLong();
    private final DtlsEndpoint dtls;
    private ControllingAgent agent;
    private CompletableFuture<Void> nominated = new CompletableFuture<>();
    private CandidatePair selected;
    private boolean handshaking;
    private SrtpSender sealer;
    private SrtpReceiver opener;

    private RtcClient(UdpPath path, IceCredentials local, Description remote) {
        this.path = path;
        this.pairs = pairs(remote);
        this.selected = pairs.getFirst();
        this.agent = agent(local, remote.ice());
        DtlsRole role = remote.one("setup").equals("active") ? DtlsRole.SERVER : DtlsRole.CLIENT;
        this.dtls =
                new DtlsEndpoint(
                        role,
                        CERTIFICATE,
                        remote.fingerprints(),
                        HANDSHAKES,
                        RtcLoop.OWNER,
                        new Association());
    }

    /// What offers promise of our certificate.
    public static CertificateFingerprint fingerprint() {
        return CERTIFICATE.fingerprint();
    }

    /// Begins to connect.
    ///
    /// @param remote an answer, or an offer
    public static RtcClient dial(IceCredentials local, Description remote) throws IOException {
        List<InetSocketAddress> addresses = remote.addresses();
        if (addresses.isEmpty()) {
            throw new IOException("the server names no IPv4 candidate over UDP");
        }
        UdpPath path = UdpPath.towards(addresses.getFirst());
        return RtcLoop.call(
                () -> {
                    RtcClient client = new RtcClient(path, local, remote);
                    path.start(client::onDatagram);
                    client.every(ICE_MILLIS, client::pollIce);
                    return client;
                });
    }

    /// Those that our socket reaches: either all are of this machine's loopback or none is.
    private List<CandidatePair> pairs(Description remote) {
        boolean loopback = path.address().getAddress().isLoopbackAddress();
        return remote.addresses().stream()
                .filter(each -> each.getAddress().isLoopbackAddress() == loopback)
                .map(each -> new CandidatePair(path.address(), each))
                .toList();
    }

    private ControllingAgent agent(IceCredentials local, IceCredentials remote) {
        return new ControllingAgent(
                local, remote, pairs, RANDOM.nextLong(), RANDOM, ICE, System.nanoTime());
    }

    private void every(int millis, Runnable task) {
        timers.add(
                RtcLoop.OWNER
                        .eventLoop()
                        .scheduleAtFixedRate(task, 0, millis, TimeUnit.MILLISECONDS));
    }

    /// Once keys are there.
    public CompletableFuture<Void> connected() {
        return connected;
    }

    /// With the reason, once the server has hung up or is silent.
    public CompletableFuture<String> ended() {
        return ended;
    }

    /// Packets that came and could be opened.
    public long received() {
        return received.get();
    }

    /// @param encoding `VP8`, `H264` or `opus`
    public void send(String encoding, int payloadType, int ssrc) {
        Source source =
                new Source(encoding, payloadType, ssrc, encoding.equals("opus") ? 960 : 1800);
        RtcLoop.OWNER.post(
                () -> {
                    if (sources.isEmpty()) {
                        every(MEDIA_MILLIS, this::sendMedia);
                    }
                    sources.add(source);
                });
    }

    private void sendMedia() {
        for (Source source : sources) {
            byte[] packet = source.next();
            ByteBuf chunk = Unpooled.buffer(packet.length + TAG_ROOM).writeBytes(packet);
            int length = sealer.sealRtp(chunk, 0, RtpHeader.FIXED_LENGTH, packet.length);
            path.send(ByteBufUtil.getBytes(chunk, 0, length), selected.remote());
        }
    }

    /// Checks with new credentials from here on, as after an ICE restart.
    ///
    /// @return completes when a pair is nominated again
    public CompletableFuture<Void> restart(IceCredentials local, IceCredentials remote) {
        return RtcLoop.call(
                () -> {
                    nominated = new CompletableFuture<>();
                    agent = agent(local, remote);
                    return nominated;
                });
    }

    /// Is gone without a word: neither checks nor media are sent any more. What comes is still
    /// seen.
    public void fallSilent() {
        RtcLoop.OWNER.post(this::stopTimers);
    }

    private void stopTimers() {
        timers.forEach(timer -> timer.cancel(false));
        timers.clear();
        sources.clear();
    }

    /// Ends DTLS with close_notify, and says nothing by HTTP.
    public void sayGoodbye() {
        RtcLoop.OWNER.post(
                () -> {
                    dtls.close();
                    stopTimers();
                });
    }

    private void pollIce() {
        for (IceOutput output; (output = agent.poll(System.nanoTime())) != null; ) {
            switch (output) {
                case IceOutput.Transmit(var datagram, var pair) -> {
                    path.send(ByteBufUtil.getBytes(datagram), pair.remote());
                    datagram.release();
                }
                case IceOutput.Selected(var pair) -> onSelected(pair);
                case IceOutput.PathUnproven _ -> {} // of those who are nominated to
                case IceOutput.Expired() -> {
                    ended.complete("no answer to connectivity checks");
                    connected.completeExceptionally(new IOException("ICE found no way"));
                    nominated.completeExceptionally(new IOException("ICE found no way"));
                    stopTimers();
                    return;
                }
            }
        }
    }

    private void onSelected(CandidatePair pair) {
        selected = pair;
        if (nominated.complete(null) && !connected.isDone() && !handshaking) {
            handshaking = true;
            dtls.start();
        }
    }

    private void onDatagram(byte[] bytes, InetSocketAddress from, long nowNanos) {
        ByteBuf datagram = Unpooled.wrappedBuffer(bytes);
        try {
            switch (DatagramKind.of(datagram)) {
                case STUN -> {
                    agent.onStun(datagram, new CandidatePair(path.address(), from), nowNanos);
                    pollIce();
                }
                case DTLS -> dtls.onDatagram(datagram);
                case RTP -> onRtp(datagram);
                case RTCP, OTHER -> {}
            }
        } catch (MalformedPacketException _) {
            // What breaks a rule is as if it had not come.
        }
    }

    private void onRtp(ByteBuf datagram) throws MalformedPacketException {
        if (opener != null) {
            RtpHeader header = RtpHeader.read(datagram);
            opener.openRtp(datagram, header, UnpooledByteBufAllocator.DEFAULT).release();
            received.incrementAndGet();
        }
    }

    /// As a process that was killed.
    @Override
    public void close() {
        RtcLoop.OWNER.post(
                () -> {
                    stopTimers();
                    path.close();
                });
    }

    private final class Association implements DtlsEndpoint.Listener {
        @Override
        public void onTransmit(ByteBuf datagram) {
            path.send(ByteBufUtil.getBytes(datagram), selected.remote());
            datagram.release();
        }

        @Override
        public void onHandshakeComplete(SrtpKeys keys) {
            sealer =
                    new SrtpSender(
                            SrtpEngine.JDK, keys.profile(), keys.localKey(), keys.localSalt());
            opener =
                    new SrtpReceiver(
                            SrtpEngine.JDK, keys.profile(), keys.remoteKey(), keys.remoteSalt());
            connected.complete(null);
        }

        @Override
        public void onHandshakeFailed(String because) {
            connected.completeExceptionally(new IOException("DTLS failed: " + because));
            ended.complete("DTLS failed: " + because);
        }

        @Override
        public void onClosed() {
            ended.complete(CLOSE_NOTIFY);
        }
    }
}
