package weir.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

import org.junit.jupiter.api.Test;

import weir.ice.CandidatePair;
import weir.ice.IceCredentials;
import weir.ice.IceSession;
import weir.stun.StunKey;
import weir.stun.StunWriter;
import weir.stun.TransactionId;
import weir.wire.MalformedPacketException;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/// A client that restarts ICE while it sends, as a phone that leaves its Wi-Fi does.
class PeerRestartTest {
    private static final CandidatePair ELSEWHERE =
            new CandidatePair(
                    PeerPair.NODE, new InetSocketAddress(InetAddress.getLoopbackAddress(), 50_001));

    private static final IceSession NEXT =
            new IceSession(
                    new IceCredentials("nextnode", "the-next-password-of-the-node"),
                    new IceCredentials("nextclnt", "the-next-password-of-the-client"));

    @Test
    void losesNothingOfTheMediaWhileItRestarts() {
        try (PeerPair pair = new PeerPair(1).connect()) {
            send(pair, 0, 20);
            pair.node.peer.restartIce(NEXT);
            send(pair, 20, 40);
            check(pair, ELSEWHERE, false);
            send(pair, 40, 60);
            check(pair, ELSEWHERE, true);
            send(pair, 60, 80);

            assertThat(pair.node.sequences(MediaWriter.VIDEO_SSRC))
                    .isEqualTo(IntStream.range(0, 80).boxed().toList());
            assertThat(pair.node.refused).isEmpty();
            assertThat(pair.asked()).isEmpty();
            assertThat(pair.node.all(PeerOutput.Connected.class)).hasSize(1);
        }
    }

    @Test
    void sendsToTheOldPairUntilTheNewOneIsNominated() {
        try (PeerPair pair = new PeerPair(2).connect()) {
            pair.node.peer.restartIce(NEXT);
            check(pair, ELSEWHERE, false);
            assertThat(pair.node.peer.selected()).contains(PeerPair.AT_NODE);
            assertThat(paths(pair)).containsExactly(PeerPair.AT_NODE);

            check(pair, ELSEWHERE, true);

            assertThat(pair.node.peer.selected()).contains(ELSEWHERE);
            assertThat(paths(pair)).containsExactly(PeerPair.AT_NODE, ELSEWHERE);
            assertThat(pair.node.peer.localUserFragments()).containsExactly("nextnode");
        }
    }

    @Test
    void livesOnWhereTheNewSessionIsNeverTakenUp() {
        try (PeerPair pair = new PeerPair(3).connect()) {
            pair.node.peer.restartIce(NEXT);

            pair.run(Duration.ofSeconds(60));

            assertThat(pair.node.has(PeerOutput.Closed.class)).isFalse();
            assertThat(pair.node.peer.selected()).contains(PeerPair.AT_NODE);
            send(pair, 0, 10);
            assertThat(pair.node.sequences(MediaWriter.VIDEO_SSRC)).hasSize(10);
        }
    }

    @Test
    void letsNoMediaInBeforeKeysFromWhereNoCheckCameFrom() throws Exception {
        try (PeerPair pair = new PeerPair(4)) {
            pair.findPath();
            pair.node.peer.restartIce(NEXT);
            ByteBuf dtls = Unpooled.wrappedBuffer(new byte[] {22, 1, 2, 3});

            pair.node.peer.handle(dtls, PeerPair.AT_NODE, pair.nowNanos);

            assertThat(pair.node.peer.poll(pair.nowNanos))
                    .isInstanceOfSatisfying(
                            PeerOutput.DtlsReceived.class, it -> it.datagram().release());
            assertThat(pair.node.peer.isChecked(ELSEWHERE)).isFalse();
        }
    }

    private static void send(PeerPair pair, int from, int until) {
        for (int sequence = from; sequence < until; sequence++) {
            pair.sendVideo(sequence);
            pair.run(Duration.ofMillis(10));
        }
        pair.run(Duration.ofMillis(20));
    }

    /// As it comes from the client's other address.
    private static void check(PeerPair pair, CandidatePair from, boolean nominates) {
        StunWriter check =
                StunWriter.bindingRequest(new TransactionId(3, nominates ? 1 : 2))
                        .username("nextnode:nextclnt")
                        .priority(1);
        ByteBuf datagram =
                (nominates ? check.useCandidate() : check)
                        .signed(StunKey.shortTerm(NEXT.local().password()));
        try {
            pair.node.peer.handle(datagram, from, pair.nowNanos);
        } catch (MalformedPacketException broken) {
            throw new AssertionError(broken);
        } finally {
            datagram.release();
        }
        pair.run(Duration.ofMillis(1));
    }

    private static List<CandidatePair> paths(PeerPair pair) {
        return pair.node.all(PeerOutput.PathSelected.class).stream()
                .map(it -> it.what().pair())
                .toList();
    }
}
