package weir.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;

import weir.congestion.BitrateCeilingConfig;
import weir.dtls.DtlsCertificate;
import weir.dtls.DtlsConfig;
import weir.dtls.DtlsEndpoint;
import weir.dtls.HandshakeLimiter;
import weir.ice.CandidatePair;
import weir.ice.IceCredentials;
import weir.ice.IceLiteAgent;
import weir.ice.IceLiteConfig;
import weir.loop.OwnerLoop;
import weir.peer.DtlsRole;
import weir.peer.IceRole;
import weir.peer.IncomingMedia;
import weir.peer.OutgoingMedia;
import weir.peer.Peer;
import weir.peer.PeerConfig;
import weir.peer.PeerParameters;
import weir.recovery.KeyFrameConfig;
import weir.recovery.NackConfig;
import weir.rtcp.CompoundReader;
import weir.rtcp.CompoundWriter;
import weir.rtcp.RtcpPacket;
import weir.rtp.RtpHeader;
import weir.srtp.SrtpEngine;
import weir.srtp.SrtpKeys;
import weir.srtp.SrtpProfile;
import weir.srtp.SrtpReceiver;
import weir.srtp.SrtpSender;
import weir.stun.StunKey;
import weir.stun.StunWriter;
import weir.stun.TransactionId;
import weir.testkit.CountingAllocator;
import weir.testkit.Loops;
import weir.wire.DatagramKind;
import weir.wire.MalformedPacketException;

import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/// A real [PeerDriver] with a real peer on a loop of a test; its socket is the test's memory, and
/// the peer at the other end is whatever the test plays. Keys are given without a handshake.
public final class TestSession {
    private static final DtlsCertificate CERTIFICATE = DtlsCertificate.create(new SecureRandom());
    private static final HandshakeLimiter LIMITER = new HandshakeLimiter(DtlsConfig.DEFAULTS);
    private static final AtomicInteger PORTS = new AtomicInteger(10_000);
    private static final InetSocketAddress NODE = new InetSocketAddress("127.0.0.1", 7777);
    private static final byte[] KEY_HERE = "0123456789abcdef".getBytes();
    private static final byte[] KEY_THERE = "fedcba9876543210".getBytes();
    private static final byte[] SALT = new byte[12];

    /// A packet that came to the other end, in the clear.
    public record Received(RtpHeader header, byte[] bytes) {}

    private final Loops loops;
    private final OwnerLoop owner;
    private final CandidatePair pair;
    private final String username;
    private final SrtpKeys keys =
            new SrtpKeys(SrtpProfile.AEAD_AES_128_GCM, KEY_HERE, SALT, KEY_THERE, SALT);
    private final SrtpSender sealer =
            new SrtpSender(SrtpEngine.JDK, keys.profile(), KEY_THERE, SALT);
    private final SrtpReceiver opener =
            new SrtpReceiver(SrtpEngine.JDK, keys.profile(), KEY_HERE, SALT);
    private final RandomGenerator random = new SplittableRandom(1);
    private final PeerDriver driver;
    private final MemorySocket socket = new MemorySocket();
    private volatile boolean ended;

    /// What was sent on the loop; read it only when the loops have settled.
    public final List<Received> media = new ArrayList<>();

    public final List<RtcpPacket> reports = new ArrayList<>();

    public final List<byte[]> sealed = new ArrayList<>();

    /// @param sink made on the loop
    public TestSession(
            Loops loops,
            OwnerLoop owner,
            CountingAllocator counting,
            List<IncomingMedia> incoming,
            List<OutgoingMedia> outgoing,
            Function<PeerDriver, MediaSink> sink) {
        this.loops = loops;
        this.owner = owner;
        int port = PORTS.incrementAndGet();
        this.pair = new CandidatePair(NODE, new InetSocketAddress("127.0.0.1", port));
        IceCredentials local = new IceCredentials("here" + port, "the-password-of-this-end-1");
        IceCredentials remote = new IceCredentials("there" + port, "the-password-of-that-end-1");
        this.username = local.userFragment() + ":" + remote.userFragment();
        PeerParameters parameters =
                new PeerParameters(
                        IceRole.LITE,
                        local,
                        remote,
                        List.of(),
                        DtlsRole.SERVER,
                        List.of(),
                        incoming,
                        outgoing);
        this.driver = loops.call(owner, () -> open(parameters, counting, sink));
    }

    private PeerDriver open(
            PeerParameters parameters,
            CountingAllocator counting,
            Function<PeerDriver, MediaSink> sink) {
        long now = System.nanoTime();
        PeerConfig config =
                new PeerConfig(
                        SrtpEngine.JDK,
                        0,
                        Duration.ofSeconds(15),
                        BitrateCeilingConfig.DEFAULT,
                        NackConfig.DEFAULT,
                        KeyFrameConfig.DEFAULT);
        Peer peer =
                new Peer(
                        parameters,
                        config,
                        new IceLiteAgent(
                                parameters.localIce(),
                                parameters.remoteIce(),
                                IceLiteConfig.DEFAULTS,
                                random,
                                now),
                        counting.allocator(),
                        socket,
                        now);
        LoopTransport transport = new LoopTransport(owner, Configs.shared());
        return new PeerDriver(
                TestTransport.viewer(parameters, sink),
                peer,
                socket,
                transport,
                listener ->
                        new DtlsEndpoint(
                                parameters.dtlsRole(),
                                CERTIFICATE,
                                List.of(),
                                LIMITER,
                                owner,
                                listener),
                () -> ended = true);
    }

    public PeerDriver driver() {
        return driver;
    }

    public SessionRef ref() {
        return driver.ref();
    }

    public boolean hasEnded() {
        return ended;
    }

    /// The peer nominates its only pair, and has keys.
    public TestSession connect() {
        nominate(pair.remote());
        loops.run(owner, () -> driver.onHandshakeComplete(keys));
        return this;
    }

    /// The peer wants to be sent to there.
    public void nominate(InetSocketAddress remote) {
        receive(
                remote,
                StunWriter.bindingRequest(TransactionId.next(random))
                        .username(username)
                        .priority(1)
                        .iceControlling(1)
                        .useCandidate()
                        .signed(StunKey.shortTerm("the-password-of-this-end-1")));
    }

    /// One read that brings these packets.
    ///
    /// @param packets RTP in the clear
    public void receiveMedia(List<byte[]> packets) {
        receive(packets.stream().map(this::seal).toArray(ByteBuf[]::new));
    }

    private ByteBuf seal(byte[] packet) {
        ByteBuf chunk = Unpooled.buffer(packet.length + 16).writeBytes(packet);
        int length = sealer.sealRtp(chunk, 0, headerLength(chunk), packet.length);
        return chunk.writerIndex(length);
    }

    private static int headerLength(ByteBuf packet) {
        try {
            return RtpHeader.read(packet).length();
        } catch (MalformedPacketException wrong) {
            throw new AssertionError(wrong);
        }
    }

    public void receiveReport(RtcpPacket packet) {
        ByteBuf chunk = Unpooled.buffer(1500);
        new CompoundWriter(chunk).write(packet);
        int length = sealer.sealRtcp(chunk, 0, chunk.readableBytes());
        receive(chunk.writerIndex(length));
    }

    private void receive(ByteBuf... datagrams) {
        receive(pair.remote(), datagrams);
    }

    private void receive(InetSocketAddress remote, ByteBuf... datagrams) {
        DatagramBatch batch = new DatagramBatch(driver.ref());
        for (ByteBuf datagram : datagrams) {
            batch.add(datagram, pair.local(), remote);
        }
        loops.run(owner, () -> driver.onDatagrams(batch));
    }

    /// Whether the kernel keeps up.
    public void writable(boolean now) {
        loops.run(owner, () -> socket.writable = now);
    }

    private final class MemorySocket implements MediaSocket {
        private final ByteBuf memory = Unpooled.buffer();
        private boolean writable = true;

        @Override
        public ByteBuf begin(int lengthMax) {
            return memory.clear().ensureWritable(lengthMax);
        }

        @Override
        public void end(int index) {
            ByteBuf datagram = memory.slice(index, memory.writerIndex() - index);
            try {
                if (DatagramKind.of(datagram) == DatagramKind.RTP) {
                    openRtp(datagram);
                } else {
                    openRtcp(datagram);
                }
            } catch (MalformedPacketException broken) {
                // Sent again in the same bytes, or the test is wrong.
                assert broken.rule().name().equals("SRTP_REPLAYED") : broken;
            }
        }

        /// Of ICE and DTLS.
        @Override
        public void send(ByteBuf datagram, CandidatePair to) {
            datagram.release();
        }

        private void openRtp(ByteBuf datagram) throws MalformedPacketException {
            sealed.add(ByteBufUtil.getBytes(datagram));
            RtpHeader header = RtpHeader.read(datagram);
            ByteBuf clear = opener.openRtp(datagram, header, UnpooledByteBufAllocator.DEFAULT);
            media.add(new Received(header, ByteBufUtil.getBytes(clear)));
            clear.release();
        }

        private void openRtcp(ByteBuf datagram) throws MalformedPacketException {
            ByteBuf clear = opener.openRtcp(datagram, UnpooledByteBufAllocator.DEFAULT);
            try {
                reports.addAll(CompoundReader.read(clear));
            } finally {
                clear.release();
            }
        }

        @Override
        public void onPathSelected(CandidatePair selected) {}

        @Override
        public boolean isWritable() {
            return writable;
        }

        @Override
        public void close() {}
    }
}
