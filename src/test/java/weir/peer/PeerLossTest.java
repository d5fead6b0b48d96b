package weir.peer;

import static org.assertj.core.api.Assertions.assertThat;

import static weir.peer.MediaWriter.VIDEO_SSRC;
import static weir.peer.MediaWriter.VP8;

import org.junit.jupiter.api.Test;

import weir.rtcp.GenericNack;
import weir.rtp.RtcpFeedback;

import java.time.Duration;
import java.util.stream.IntStream;

/// Packets that are lost, come twice or out of order between a publisher and a node.
class PeerLossTest extends PeerPairScene {
    @Test
    void aLostPacketIsAskedForAndComesAgain() {
        pair = connected(ALL);
        lose(65_535);

        sendVideo(65_534, 65_535, 0, 1);
        run(30);
        assertThat(pair.node.sequences(VIDEO_SSRC)).containsExactly(65_534, 0, 1);
        run(30);
        answerNacks();
        run(30);

        assertThat(pair.feedback(GenericNack.class)).hasSize(1);
        assertThat(asked()).containsExactly(65_535);
        assertThat(pair.node.sequences(VIDEO_SSRC)).containsExactly(65_534, 0, 1, 65_535);
        assertThat(pair.node.peer.receiving().stats().getFirst().nacksSent()).isEqualTo(1);
    }

    @Test
    void aRetransmissionIsUnwrappedAndCountsAsTheOriginal() {
        pair = connected(ALL);
        lose(11);
        sendVideo(10, 11, 12);
        run(50);

        MediaWriter.writeRtx(pair.client.peer.sending(), 7000, 11, 100);
        run(50);

        assertThat(pair.node.packets.getLast())
                .isEqualTo(new PeerEnd.Packet(VIDEO_SSRC, VP8, 11, 100, 1));
        SourceStats source = pair.node.peer.receiving().stats().getFirst();
        assertThat(source.retransmitted()).isEqualTo(1);
        assertThat(source.reception().packets()).isEqualTo(2);
        assertThat(pair.node.peer.receiving().stats()).hasSize(1);
        run(500);
        assertThat(asked()).containsExactly(11);
    }

    @Test
    void aRetransmissionThatCarriesNothingIsNoPacket() {
        pair = connected(ALL);
        sendVideo(10);

        MediaWriter.write(pair.client.peer.sending(), MediaWriter.RTX, MediaWriter.RTX_SSRC, 1, 0);
        MediaWriter.write(pair.client.peer.sending(), MediaWriter.RTX, MediaWriter.RTX_SSRC, 2, 1);
        run(50);

        assertThat(pair.node.packets).hasSize(1);
        assertThat(pair.node.refused).isEmpty();
    }

    @Test
    void whatComesTwiceCountsOnce() {
        pair = connected(ALL);
        sendVideo(10, 11, 12);

        MediaWriter.writeRtx(pair.client.peer.sending(), 7000, 11, 100);
        MediaWriter.writeRtx(pair.client.peer.sending(), 7001, 11, 100);
        run(50);

        assertThat(pair.node.sequences(VIDEO_SSRC)).containsExactly(10, 11, 12);
        assertThat(pair.node.refused).containsExactly("DUPLICATE", "DUPLICATE");
    }

    @Test
    void packetsOutOfOrderWithinAFewMillisecondsAreNotAskedFor() {
        pair = connected(ALL);
        pair.toNode.delay(Duration.ofMillis(10), Duration.ofMillis(8));

        for (int sequence = 0; sequence < 500; sequence++) {
            sendVideo(sequence);
            run(1);
        }
        run(100);

        assertThat(pair.node.sequences(VIDEO_SSRC))
                .hasSize(500)
                .isNotEqualTo(IntStream.range(0, 500).boxed().toList());
        assertThat(asked()).isEmpty();
    }

    @Test
    void aGapTooLongToBeAskedForAsksForAKeyFrameAtOnce() {
        pair = connected(RtcpFeedback.NACK, RtcpFeedback.PLI);
        sendVideo(10);
        run(100);

        sendVideo(1000);
        run(30);

        assertThat(asked()).isEmpty();
        assertThat(pair.client.all(PeerOutput.KeyFrameRequested.class)).hasSize(1);
    }
}
