package weir.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import weir.ice.CandidatePair;
import weir.stun.StunKey;
import weir.stun.StunWriter;
import weir.stun.TransactionId;
import weir.wire.DatagramKind;
import weir.wire.MalformedPacketException;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/// An address from which no valid check has come is sent no more bytes than came from it, whatever
/// came: nobody can have us flood somebody else by sending in his name.
class PeerAmplificationTest {
    private static final int DATAGRAMS = 60;
    private static final int FLIGHT = 1200;

    private static final PeerParameters PARAMETERS =
            PeerPair.parameters(IceRole.LITE, List.of(), List.of());
    private static final StunKey KEY = StunKey.shortTerm(PARAMETERS.localIce().password());
    private static final StunKey WRONG_KEY = StunKey.shortTerm("a-password-that-is-wrong");
    private static final String USERNAME =
            PARAMETERS.localIce().userFragment() + ":" + PARAMETERS.remoteIce().userFragment();

    private final Map<CandidatePair, Integer> came = new HashMap<>();
    private final Map<CandidatePair, Integer> went = new HashMap<>();
    private final List<ByteBuf> captured = new ArrayList<>();

    @ParameterizedTest
    @MethodSource("weir.testkit.Seeds#thousand")
    void noAddressIsSentMoreThanCameFromItBeforeAValidCheck(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        try (Peer peer = peer()) {
            for (int i = 0; i < DATAGRAMS; i++) {
                CandidatePair victim = victim(random.nextInt(5));
                switch (random.nextInt(8)) {
                    case 0 -> receive(peer, fresh(random), PeerPair.AT_NODE, i);
                    case 1 -> receive(peer, captured(random), victim, i);
                    case 2 -> receive(peer, forged(random), victim, i);
                    case 3 -> receive(peer, cutShort(forged(random), random), victim, i);
                    case 4 -> receive(peer, cutShort(captured(random), random), victim, i);
                    case 5 -> peer.sendDtls(Unpooled.buffer(FLIGHT).writeZero(FLIGHT));
                    default -> receive(peer, anything(random), victim, i);
                }
                send(peer, i);
                for (int n = 0; n < 5; n++) {
                    assertThat(went.getOrDefault(victim(n), 0))
                            .isLessThanOrEqualTo(came.getOrDefault(victim(n), 0));
                }
            }
        }
    }

    private static Peer peer() {
        DatagramSink none =
                new DatagramSink() {
                    @Override
                    public ByteBuf begin(int lengthMax) {
                        throw new AssertionError("media to nobody");
                    }

                    @Override
                    public void end(int index) {}
                };
        return PeerPair.node(PARAMETERS, none, new SplittableRandom(1));
    }

    private void receive(Peer peer, ByteBuf datagram, CandidatePair pair, long now) {
        came.merge(pair, datagram.readableBytes(), Integer::sum);
        try {
            peer.handle(datagram, pair, now);
        } catch (MalformedPacketException _) {
            // Counted by whoever drives it.
        }
        datagram.release();
    }

    private void send(Peer peer, long now) {
        for (PeerOutput output; (output = peer.poll(now)) != null; ) {
            switch (output) {
                case PeerOutput.Transmit(var datagram, var pair) -> {
                    went.merge(pair, datagram.readableBytes(), Integer::sum);
                    datagram.release();
                }
                case PeerOutput.DtlsReceived(var datagram) -> {
                    datagram.release();
                    throw new AssertionError("DTLS was let in from where no check came");
                }
                case PeerOutput.PathSelected(var pair) ->
                        assertThat(pair).isEqualTo(PeerPair.AT_NODE);
                case PeerOutput other -> throw new AssertionError(other);
            }
        }
    }

    /// What the true peer sends; whoever is on the way may keep it.
    private ByteBuf fresh(SplittableRandom random) {
        ByteBuf check = check(random, KEY);
        captured.add(check.copy());
        return check;
    }

    private ByteBuf captured(SplittableRandom random) {
        return captured.isEmpty()
                ? Unpooled.buffer()
                : captured.get(random.nextInt(captured.size())).copy();
    }

    private static ByteBuf forged(SplittableRandom random) {
        StunWriter request = StunWriter.bindingRequest(TransactionId.next(random));
        return switch (random.nextInt(5)) {
            case 0 -> request.unsigned();
            case 1 -> request.username(USERNAME).unsigned();
            case 2 -> request.priority(1).signed(WRONG_KEY);
            case 3 -> request.username("x").useCandidate().signed(WRONG_KEY);
            default -> check(random, WRONG_KEY);
        };
    }

    private static ByteBuf check(SplittableRandom random, StunKey key) {
        StunWriter check =
                StunWriter.bindingRequest(TransactionId.next(random))
                        .username(USERNAME)
                        .priority(random.nextInt(1 << 30));
        if (random.nextBoolean()) {
            check.iceControlling(random.nextLong());
        }
        return random.nextBoolean() ? check.useCandidate().signed(key) : check.signed(key);
    }

    private static ByteBuf cutShort(ByteBuf datagram, SplittableRandom random) {
        return datagram.writerIndex(random.nextInt(datagram.readableBytes() + 1));
    }

    /// Of every kind.
    private static ByteBuf anything(SplittableRandom random) {
        byte[] bytes = new byte[random.nextInt(1400)];
        random.nextBytes(bytes);
        int[] firsts = {0, 1, 22, 23, 63, 100, 0x80, 0x90, 0xbf};
        if (bytes.length > 1) {
            bytes[0] = (byte) firsts[random.nextInt(firsts.length)];
            bytes[1] = random.nextBoolean() ? bytes[1] : (byte) 200;
        }
        ByteBuf datagram = Unpooled.wrappedBuffer(bytes);
        assertThat(DatagramKind.of(datagram)).isNotNull();
        return datagram;
    }

    private static CandidatePair victim(int n) {
        return new CandidatePair(PeerPair.NODE, new InetSocketAddress("192.0.2.9", 1000 + n));
    }
}
