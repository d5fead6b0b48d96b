package weir.peer;

import static org.assertj.core.api.Assertions.assertThat;

import static weir.peer.MediaWriter.VIDEO_SSRC;
import static weir.peer.MediaWriter.VP8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import weir.rtp.RtcpFeedback;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// What a peer refuses, and that the rest goes on.
class PeerLimitsTest {
    @AutoClose
    private final PeerPair pair =
            new PeerPair(1, RtcpFeedback.NACK, RtcpFeedback.PLI, RtcpFeedback.TRANSPORT_CC);

    @Test
    void mediaThatComesBeforeTheKeysWaitsForThem() {
        clientIsAhead();

        sendVideo(10, 11, 12);
        run();
        assertThat(pair.node.packets).isEmpty();
        pair.node.peer.onKeys(pair.node.keys, pair.nowNanos);
        run();

        assertThat(pair.node.sequences(VIDEO_SSRC)).containsExactly(10, 11, 12);
        assertThat(pair.node.bursts()).isEqualTo(1);
    }

    @Test
    void ofMediaBeforeTheKeysSixtyFourDatagramsAreKept() {
        clientIsAhead();

        // The client's first report is one of them.
        sendVideo(IntStream.range(0, 63).toArray());
        run();
        assertThat(pair.node.refused).isEmpty();
        sendVideo(63, 64);
        run();
        assertThat(pair.node.refused).containsExactly("MEDIA_BEFORE_KEYS", "MEDIA_BEFORE_KEYS");
        pair.node.peer.onKeys(pair.node.keys, pair.nowNanos);
        run();

        assertThat(pair.node.sequences(VIDEO_SSRC)).hasSize(63).endsWith(62);
    }

    @Test
    void whatOfItIsBrokenIsDroppedAndCounted() {
        clientIsAhead();
        pair.node.receive(PeerPair.bytes(0x80, 96, 0, 1, 0, 0, 0, 0), 0);
        sendVideo(10);
        run();

        pair.node.peer.onKeys(pair.node.keys, pair.nowNanos);
        run();

        assertThat(pair.node.sequences(VIDEO_SSRC)).containsExactly(10);
        assertThat(pair.node.peer.receiving().totals().earlyMediaDropped()).isEqualTo(1);
    }

    @Test
    void fromASourceThatWasNotCheckedNothingIsTaken() {
        pair.node.receive(PeerPair.bytes(22, 0xfe, 0xfd, 0, 0), 0);
        pair.node.receive(PeerPair.bytes(0x80, 96, 0, 1), 0);
        run();

        assertThat(pair.node.refused).containsExactly("DTLS_BEFORE_ICE", "MEDIA_BEFORE_ICE");
        assertThat(pair.node.has(PeerOutput.DtlsReceived.class)).isFalse();
    }

    @Test
    void dtlsFromACheckedSourceIsHandedOn() {
        pair.findPath();

        pair.node.receive(PeerPair.bytes(22, 0xfe, 0xfd, 0, 0), pair.nowNanos);
        run();

        assertThat(pair.node.all(PeerOutput.DtlsReceived.class)).hasSize(1);
    }

    @Test
    void dtlsGoesNowhereBeforeThereIsAPath() {
        ByteBuf datagram = PeerPair.bytes(22);
        pair.client.peer.sendDtls(datagram);
        run();

        assertThat(datagram.refCnt()).isZero();
        assertThat(pair.client.refused).isEmpty();
    }

    @Test
    void whatIsNoProtocolOfOursIsRefused() {
        pair.node.receive(PeerPair.bytes(0x40, 0, 0, 0), 0);
        pair.node.receive(PeerPair.bytes(), 0);

        assertThat(pair.node.refused).containsExactly("KIND_UNKNOWN", "KIND_UNKNOWN");
    }

    @Test
    void aPayloadTypeThatWasNotAgreedOnLeavesTheRestUntouched() {
        pair.connect();

        MediaWriter.write(pair.client.peer.sending(), 98, VIDEO_SSRC, 9, 100);
        sendVideo(10);
        run();

        assertThat(pair.node.refused).containsExactly("PAYLOAD_TYPE_UNKNOWN");
        assertThat(pair.node.sequences(VIDEO_SSRC)).containsExactly(10);
    }

    @Test
    void sixteenSourcesAreKeptAndTheNextTakesThePlaceOfOneThatWasReplaced() {
        pair.connect();

        for (int ssrc = 1; ssrc <= 16; ssrc++) {
            MediaWriter.write(pair.client.peer.sending(), VP8, ssrc, 10, 100);
            pair.run(Duration.ofMillis(1));
        }
        MediaWriter.write(pair.client.peer.sending(), VP8, 1, 11, 100);
        pair.run(Duration.ofMillis(1));
        MediaWriter.write(pair.client.peer.sending(), VP8, 17, 10, 100);
        run();

        assertThat(pair.node.refused).isEmpty();
        assertThat(pair.node.peer.receiving().stats())
                .extracting(SourceStats::ssrc)
                .hasSize(16)
                .contains(1, 17)
                .doesNotContain(2);
        assertThat(pair.node.sequences(1)).containsExactly(10, 11);
        assertThat(pair.node.all(PeerOutput.SourceBegun.class)).hasSize(17);
    }

    @Test
    void aRetransmissionBeforeItsSourceIsRefused() {
        pair.connect();

        MediaWriter.writeRtx(pair.client.peer.sending(), 1, 10, 100);
        run();

        assertThat(pair.node.refused).containsExactly("REPAIR_UNKNOWN");
    }

    @Test
    void reportsThatAreMalformedLeaveTheRestUntouched() {
        pair.connect();

        // A receiver report that is longer than the datagram.
        pair.client.peer.sending().sendRtcp(PeerPair.bytes(0x80, 201, 0, 9, 0, 0, 0, 1));
        sendVideo(10);
        run();

        assertThat(pair.node.refused).containsExactly("RTCP_LENGTH_BEYOND_DATAGRAM");
        assertThat(pair.node.sequences(VIDEO_SSRC)).containsExactly(10);
    }

    @Test
    void aPacketThatIsTamperedWithOrReplayedIsRefused() {
        pair.connect();
        List<byte[]> seen = new ArrayList<>();
        pair.toNode.drop(
                datagram -> {
                    seen.add(ByteBufUtil.getBytes(datagram));
                    return false;
                });
        sendVideo(10);
        run();
        byte[] sealed = seen.getFirst();

        pair.node.receive(Unpooled.wrappedBuffer(sealed), pair.nowNanos);
        sealed[3]++;
        pair.node.receive(Unpooled.wrappedBuffer(sealed), pair.nowNanos);

        assertThat(pair.node.refused)
                .containsExactly("SRTP_REPLAYED", "SRTP_AUTHENTICATION_FAILED");
        assertThat(pair.node.sequences(VIDEO_SSRC)).containsExactly(10);
    }

    /// The client has a path and keys, the node only a path.
    private void clientIsAhead() {
        pair.findPath();
        pair.client.peer.onKeys(pair.client.keys, pair.nowNanos);
        run();
    }

    private void sendVideo(int... sequences) {
        for (int sequence : sequences) {
            MediaWriter.write(pair.client.peer.sending(), VP8, VIDEO_SSRC, sequence, 100);
        }
    }

    private void run() {
        pair.run(Duration.ofMillis(30));
    }
}
