package weir.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import weir.ice.CandidatePair;
import weir.srtp.SrtpEngine;
import weir.srtp.SrtpKeys;
import weir.srtp.SrtpProfile;
import weir.srtp.SrtpSender;
import weir.stun.StunClass;
import weir.stun.StunKey;
import weir.stun.StunMessage;
import weir.stun.StunWriter;
import weir.stun.TransactionId;
import weir.wire.MalformedPacketException;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/// Who has a session, keys and passwords among it, sends in the name of others, who do not answer
/// (RFC 8445 §19.5.1); and one who is really elsewhere.
class PeerMoveTest {
    private static final int DATAGRAMS = 200;
    private static final int VICTIMS = 3;

    /// Of a check from IPv4.
    private static final int ANSWER = 64;

    /// All that [#DATAGRAMS] steps of up to a second give the time for.
    private static final int PROOFS_MAX = 60;

    private static final PeerParameters PARAMETERS =
            PeerPair.parameters(IceRole.LITE, MediaWriter.incoming(), List.of());
    private static final StunKey KEY = StunKey.shortTerm(PARAMETERS.localIce().password());
    private static final StunKey REMOTE_KEY = StunKey.shortTerm(PARAMETERS.remoteIce().password());
    private static final String USERNAME =
            PARAMETERS.localIce().userFragment() + ":" + PARAMETERS.remoteIce().userFragment();
    private static final CandidatePair ELSEWHERE = victim(7);

    private final SrtpKeys keys =
            new SrtpKeys(
                    SrtpProfile.AEAD_AES_128_GCM,
                    new byte[16],
                    new byte[12],
                    "0123456789abcdef".getBytes(StandardCharsets.US_ASCII),
                    new byte[12]);
    private final SrtpSender sealer =
            new SrtpSender(SrtpEngine.JDK, keys.profile(), keys.remoteKey(), keys.remoteSalt());

    private final Map<CandidatePair, Integer> came = new HashMap<>();
    private final Map<CandidatePair, Integer> went = new HashMap<>();
    private final List<StunMessage> asked = new ArrayList<>();
    private final List<CandidatePair> paths = new ArrayList<>();
    private int unproven;
    private int sequence;

    @ParameterizedTest
    @MethodSource("weir.testkit.Seeds#thousand")
    void nobodyWhoDoesNotAnswerIsSentMediaOrMoreThanCameInHisName(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        long now = 0;
        try (Peer peer = connected(random)) {
            for (int i = 0; i < DATAGRAMS; i++) {
                CandidatePair victim = victim(random.nextInt(VICTIMS));
                switch (random.nextInt(8)) {
                    case 0 -> receive(peer, check(random, true), PeerPair.AT_NODE, now);
                    case 1, 2 -> receive(peer, check(random, true), victim, now);
                    case 3 -> receive(peer, check(random, false), victim, now);
                    case 4 -> receive(peer, media(), victim, now);
                    case 5 -> receive(peer, guessed(random), victim, now);
                    case 6 -> receive(peer, guessed(random), PeerPair.AT_NODE, now);
                    default -> now += random.nextLong(Duration.ofSeconds(1).toNanos());
                }
                send(peer, now);
                for (int n = 0; n < VICTIMS; n++) {
                    assertThat(went.getOrDefault(victim(n), 0))
                            .isLessThanOrEqualTo(
                                    came.getOrDefault(victim(n), 0) + (1 + unproven) * ANSWER);
                }
            }
            assertThat(paths).containsExactly(PeerPair.AT_NODE);
            assertThat(peer.selected()).contains(PeerPair.AT_NODE);
            assertThat(unproven).isLessThan(PROOFS_MAX);
        }
    }

    @Test
    void whoIsReallyElsewhereIsSentToThereAfterOneRoundTrip() {
        SplittableRandom random = new SplittableRandom(1);
        long roundTrip = Duration.ofMillis(80).toNanos();
        try (Peer peer = connected(random)) {
            receive(peer, check(random, true), ELSEWHERE, 1);
            send(peer, 1);
            assertThat(peer.isMoving()).isTrue();
            receive(peer, media(), ELSEWHERE, 2);

            StunMessage request = asked.getLast();
            assertThat(request.isBinding(StunClass.REQUEST)).isTrue();
            ByteBuf answer = StunWriter.success(request.transactionId()).signed(REMOTE_KEY);
            receive(peer, answer, ELSEWHERE, 1 + roundTrip);
            send(peer, 1 + roundTrip);

            assertThat(paths).containsExactly(PeerPair.AT_NODE, ELSEWHERE);
            assertThat(peer.selected()).contains(ELSEWHERE);
            assertThat(peer.isMoving()).isFalse();
            assertThat(peer.receiving().totals().packets()).as("from there, before").isEqualTo(1);
        }
    }

    @Test
    void oneWhoMovesInTheMiddleOfTheHandshakeProvesItToo() {
        SplittableRandom random = new SplittableRandom(1);
        try (Peer peer = peer(random)) {
            receive(peer, check(random, true), PeerPair.AT_NODE, 0);
            peer.sendDtls(Unpooled.buffer().writeZero(1000));
            send(peer, 0);

            receive(peer, check(random, true), ELSEWHERE, 1);
            peer.onKeys(keys, 2);
            peer.sendDtls(Unpooled.buffer().writeZero(100));
            send(peer, 2);

            assertThat(peer.isConnected()).isTrue();
            assertThat(paths).containsExactly(PeerPair.AT_NODE);
        }
    }

    private Peer connected(SplittableRandom random) {
        Peer peer = peer(random);
        receive(peer, check(random, true), PeerPair.AT_NODE, 0);
        peer.sendDtls(Unpooled.buffer().writeZero(1000));
        peer.onKeys(keys, 0);
        send(peer, 0);
        return peer;
    }

    private static Peer peer(SplittableRandom random) {
        DatagramSink none =
                new DatagramSink() {
                    private final ByteBuf memory = Unpooled.buffer();

                    @Override
                    public ByteBuf begin(int lengthMax) {
                        return memory.clear().ensureWritable(lengthMax);
                    }

                    /// To the path that was told last.
                    @Override
                    public void end(int index) {}
                };
        return PeerPair.node(PARAMETERS, none, random.split());
    }

    private void receive(Peer peer, ByteBuf datagram, CandidatePair pair, long now) {
        came.merge(pair, datagram.readableBytes(), Integer::sum);
        try {
            peer.handle(datagram, pair, now);
        } catch (MalformedPacketException broken) {
            throw new AssertionError(broken);
        } finally {
            datagram.release();
        }
    }

    private void send(Peer peer, long now) {
        for (PeerOutput output; (output = peer.poll(now)) != null; ) {
            switch (output) {
                case PeerOutput.Transmit(var datagram, var pair) -> {
                    went.merge(pair, datagram.readableBytes(), Integer::sum);
                    keepRequest(datagram, pair);
                    datagram.release();
                }
                case PeerOutput.MediaReceived(var burst) -> burst.close();
                case PeerOutput.PathSelected(var pair) -> paths.add(pair);
                case PeerOutput.PathUnproven _ -> unproven++;
                case PeerOutput.Closed closed -> throw new AssertionError(closed);
                case PeerOutput _ -> {}
            }
        }
    }

    private void keepRequest(ByteBuf datagram, CandidatePair pair) {
        if (pair.equals(PeerPair.AT_NODE)) {
            return;
        }
        try {
            asked.add(StunMessage.read(datagram));
        } catch (MalformedPacketException wrong) {
            throw new AssertionError(wrong);
        }
    }

    private static ByteBuf check(SplittableRandom random, boolean nominates) {
        StunWriter check =
                StunWriter.bindingRequest(TransactionId.next(random))
                        .username(USERNAME)
                        .priority(1 + random.nextInt(5))
                        .iceControlling(1);
        return nominates ? check.useCandidate().signed(KEY) : check.signed(KEY);
    }

    /// Signed well: only the transaction, which came to somebody else, is not known.
    private static ByteBuf guessed(SplittableRandom random) {
        return StunWriter.success(TransactionId.next(random)).signed(REMOTE_KEY);
    }

    private ByteBuf media() {
        ByteBuf packet = Unpooled.buffer();
        packet.writeByte(0x80).writeByte(MediaWriter.VP8).writeShort(sequence).writeInt(sequence);
        packet.writeInt(MediaWriter.VIDEO_SSRC).writeZero(20);
        sequence++;
        int length = sealer.sealRtp(packet, 0, 12, packet.readableBytes());
        return packet.writerIndex(length);
    }

    private static CandidatePair victim(int n) {
        return new CandidatePair(PeerPair.NODE, new InetSocketAddress("192.0.2." + n, 1000));
    }
}
