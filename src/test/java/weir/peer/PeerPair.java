package weir.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;

import weir.congestion.BitrateCeilingConfig;
import weir.ice.CandidatePair;
import weir.ice.ControllingAgent;
import weir.ice.ControllingConfig;
import weir.ice.IceAgent;
import weir.ice.IceCredentials;
import weir.ice.IceLiteAgent;
import weir.ice.IceLiteConfig;
import weir.recovery.KeyFrameConfig;
import weir.recovery.NackConfig;
import weir.rtcp.GenericNack;
import weir.rtcp.RtcpPacket;
import weir.rtp.RtcpFeedback;
import weir.srtp.SrtpEngine;
import weir.srtp.SrtpKeys;
import weir.srtp.SrtpProfile;
import weir.testkit.CountingAllocator;
import weir.testkit.LossyLink;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/// A client that dials and sends, a node that answers and receives, and the network between them,
/// in simulated time. Keys are handed to both as if DTLS had made them.
final class PeerPair implements AutoCloseable {
    static final InetSocketAddress NODE = address(7777);
    static final InetSocketAddress CLIENT = address(50_000);
    static final CandidatePair AT_NODE = new CandidatePair(NODE, CLIENT);
    static final CandidatePair AT_CLIENT = new CandidatePair(CLIENT, NODE);

    static final PeerConfig CONFIG =
            new PeerConfig(
                    SrtpEngine.JDK,
                    1_700_000_000_000_000_000L,
                    Duration.ofSeconds(15),
                    BitrateCeilingConfig.DEFAULT,
                    NackConfig.DEFAULT,
                    KeyFrameConfig.DEFAULT);

    private static final IceCredentials NODE_ICE =
            new IceCredentials("node", "the-password-of-the-node");
    private static final IceCredentials CLIENT_ICE =
            new IceCredentials("clnt", "the-password-of-the-client");

    final CountingAllocator counting = new CountingAllocator();
    final PeerEnd client;
    final PeerEnd node;
    final LossyLink toNode;
    final LossyLink toClient;
    final SrtpProfile profile;
    long nowNanos;

    /// A node alone, which nobody has dialled yet.
    static Peer node(PeerParameters parameters, DatagramSink sink, RandomGenerator random) {
        IceLiteAgent ice =
                new IceLiteAgent(
                        parameters.localIce(),
                        parameters.remoteIce(),
                        IceLiteConfig.DEFAULTS,
                        random,
                        0);
        return new Peer(parameters, CONFIG, ice, UnpooledByteBufAllocator.DEFAULT, sink, 0);
    }

    PeerPair(long seed, RtcpFeedback... videoFeedback) {
        this(seed, SrtpProfile.AEAD_AES_128_GCM, videoFeedback);
    }

    PeerPair(long seed, SrtpProfile profile, RtcpFeedback... videoFeedback) {
        this(seed, profile, MediaWriter.incoming(videoFeedback));
    }

    PeerPair(long seed, SrtpProfile profile, List<IncomingMedia> incoming) {
        this.profile = profile;
        SplittableRandom random = new SplittableRandom(seed);
        Duration delay = Duration.ofMillis(10);
        toNode = new LossyLink(random.split()).delay(delay, Duration.ZERO);
        toClient = new LossyLink(random.split()).delay(delay, Duration.ZERO);
        IceAgent dialer =
                new ControllingAgent(
                        CLIENT_ICE,
                        NODE_ICE,
                        List.of(AT_CLIENT),
                        seed,
                        random.split(),
                        ControllingConfig.FOREIGN_SERVER,
                        0);
        client =
                new PeerEnd(
                        parameters(IceRole.CONTROLLING, List.of(), MediaWriter.outgoing()),
                        dialer,
                        AT_CLIENT,
                        counting,
                        keys(profile, 1, 2));
        IceAgent lite =
                new IceLiteAgent(NODE_ICE, CLIENT_ICE, IceLiteConfig.DEFAULTS, random.split(), 0);
        node =
                new PeerEnd(
                        parameters(IceRole.LITE, incoming, List.of()),
                        lite,
                        AT_NODE,
                        counting,
                        keys(profile, 2, 1));
    }

    static PeerParameters parameters(
            IceRole role, List<IncomingMedia> incoming, List<OutgoingMedia> outgoing) {
        boolean lite = role == IceRole.LITE;
        return new PeerParameters(
                role,
                lite ? NODE_ICE : CLIENT_ICE,
                lite ? CLIENT_ICE : NODE_ICE,
                lite ? List.of() : List.of(NODE),
                lite ? DtlsRole.SERVER : DtlsRole.CLIENT,
                List.of(),
                incoming,
                outgoing);
    }

    private static SrtpKeys keys(SrtpProfile profile, int local, int remote) {
        return new SrtpKeys(
                profile,
                filled(SrtpProfile.KEY_LENGTH, local),
                filled(profile.saltLength(), local),
                filled(SrtpProfile.KEY_LENGTH, remote),
                filled(profile.saltLength(), remote));
    }

    private static byte[] filled(int length, int value) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    private static InetSocketAddress address(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    /// Runs until a path is found, gives keys to both, and lets them connect.
    PeerPair connect() {
        findPath();
        client.peer.onKeys(client.keys, nowNanos);
        node.peer.onKeys(node.keys, nowNanos);
        run(Duration.ofMillis(50));
        return this;
    }

    /// Runs until both have selected the pair.
    void findPath() {
        while (client.peer.selected().isEmpty() || !node.has(PeerOutput.PathSelected.class)) {
            run(Duration.ofMillis(5));
        }
    }

    /// Lets time pass: everything happens when it is due.
    void run(Duration time) {
        long until = nowNanos + time.toNanos();
        carry();
        for (long next; (next = nextNanos()) <= until; ) {
            if (next < nowNanos) {
                throw new AssertionError("a peer that was polled is due in the past");
            }
            nowNanos = Math.max(next, nowNanos + 1);
            carry();
        }
        nowNanos = until;
        carry();
    }

    private long nextNanos() {
        long peers = Math.min(client.peer.deadlineNanos(), node.peer.deadlineNanos());
        return Math.min(peers, Math.min(toNode.deadlineNanos(), toClient.deadlineNanos()));
    }

    private void carry() {
        node.receiveAll(toNode, nowNanos);
        client.receiveAll(toClient, nowNanos);
        client.drain(toNode, nowNanos);
        node.drain(toClient, nowNanos);
    }

    /// What the node wrote of this type, as the client could read it.
    <T extends RtcpPacket> List<PeerEnd.Timed<T>> feedback(Class<T> type) {
        return node.rtcpSent(type);
    }

    /// A datagram of the client's that is none of its peer's making, straight to the node.
    static ByteBuf bytes(int... values) {
        ByteBuf datagram = Unpooled.buffer();
        for (int value : values) {
            datagram.writeByte(value);
        }
        return datagram;
    }

    void sendVideo(int... sequences) {
        for (int sequence : sequences) {
            MediaWriter.write(
                    client.peer.sending(), MediaWriter.VP8, MediaWriter.VIDEO_SSRC, sequence, 100);
        }
    }

    /// The first packet of this number does not arrive.
    void lose(int sequence) {
        boolean[] done = new boolean[1];
        toNode.drop(
                datagram -> {
                    boolean isIt =
                            (datagram.getByte(0) & 0xc0) == 0x80
                                    && datagram.getUnsignedByte(1) == MediaWriter.VP8
                                    && datagram.getUnsignedShort(2) == sequence;
                    boolean first = isIt && !done[0];
                    done[0] |= isIt;
                    return first;
                });
    }

    List<Integer> asked() {
        return feedback(GenericNack.class).stream()
                .flatMap(nack -> nack.what().sequenceNumbers().stream())
                .toList();
    }

    /// Ends both, and fails if something of them is left.
    @Override
    public void close() {
        client.peer.close();
        node.peer.close();
        toNode.close();
        toClient.close();
        assertThat(counting.bytesHeld()).isZero();
    }
}
