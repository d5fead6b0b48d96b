package weir.peer;

import static org.assertj.core.api.Assertions.assertThat;

import static weir.peer.MediaWriter.AUDIO_SSRC;
import static weir.peer.MediaWriter.OPUS;
import static weir.peer.MediaWriter.VIDEO_SSRC;
import static weir.peer.MediaWriter.VP8;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import weir.rtcp.GenericNack;
import weir.rtcp.ReceiverReport;
import weir.rtp.RtcpFeedback;
import weir.srtp.SrtpProfile;
import weir.wire.DatagramKind;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/// A publisher and a node over a network in simulated time: the path, and media on it.
class PeerPairTest {
    private static final long MILLI = 1_000_000;
    private static final RtcpFeedback[] ALL = {
        RtcpFeedback.NACK, RtcpFeedback.PLI, RtcpFeedback.TRANSPORT_CC
    };

    @AutoClose private PeerPair pair;

    @ParameterizedTest
    @EnumSource(SrtpProfile.class)
    void connectInEitherProfile(SrtpProfile profile) {
        pair = new PeerPair(1, profile, ALL).connect();

        pair.sendVideo(100);
        run(20);

        assertThat(pair.client.all(PeerOutput.Connected.class)).hasSize(1);
        assertThat(pair.node.all(PeerOutput.Connected.class)).hasSize(1);
        assertThat(pair.node.sequences(VIDEO_SSRC)).containsExactly(100);
    }

    @Test
    void itIsHeardByWhatItSealedAndNotByItsChecks() {
        pair = new PeerPair(1, ALL);
        ReceivingSide receiving = pair.node.peer.receiving();
        assertThat(receiving.heardNanos()).isZero();
        pair.connect();
        assertThat(receiving.heardNanos()).isBetween(1L, pair.nowNanos);
        pair.sendVideo(10);
        run(50);
        long heard = receiving.heardNanos();
        pair.toNode.drop(datagram -> DatagramKind.of(datagram) != DatagramKind.STUN);

        run(7000);
        assertThat(receiving.heardNanos()).isEqualTo(heard);

        pair.toNode.drop(datagram -> DatagramKind.of(datagram) == DatagramKind.RTP);
        run(7000);
        assertThat(receiving.heardNanos()).isGreaterThan(heard);
    }

    @Test
    void sendNothingBeforeTheyAreConnected() {
        pair = new PeerPair(1, ALL);

        pair.findPath();
        run(1000);

        assertThat(pair.client.peer.isConnected()).isFalse();
        assertThat(pair.node.has(PeerOutput.ReportDue.class)).isFalse();
        assertThat(pair.feedback(ReceiverReport.class)).isEmpty();
    }

    @Test
    void whatOneReadBringsIsOneBurstInTheOrderOfArrival() {
        pair = connected(ALL);

        pair.sendVideo(10, 11, 12);
        MediaWriter.write(pair.client.peer.sending(), OPUS, AUDIO_SSRC, 500, 60);
        run(15);
        pair.sendVideo(13);
        run(15);

        assertThat(pair.node.packets)
                .extracting(PeerEnd.Packet::burst)
                .containsExactly(0, 0, 0, 0, 1);
        assertThat(pair.node.packets)
                .extracting(PeerEnd.Packet::sequence)
                .containsExactly(10, 11, 12, 500, 13);
    }

    @Test
    void aLostPacketIsAskedForAndComesAgain() {
        pair = connected(ALL);
        pair.lose(65_535);

        pair.sendVideo(65_534, 65_535, 0, 1);
        run(30);
        assertThat(pair.node.sequences(VIDEO_SSRC)).containsExactly(65_534, 0, 1);
        run(30);
        answerNacks();
        run(30);

        assertThat(pair.feedback(GenericNack.class)).hasSize(1);
        assertThat(pair.asked()).containsExactly(65_535);
        assertThat(pair.node.sequences(VIDEO_SSRC)).containsExactly(65_534, 0, 1, 65_535);
        assertThat(pair.node.peer.receiving().stats().getFirst().nacksSent()).isEqualTo(1);
    }

    @Test
    void aRetransmissionIsUnwrappedAndCountsAsTheOriginal() {
        pair = connected(ALL);
        pair.lose(11);
        pair.sendVideo(10, 11, 12);
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
        assertThat(pair.asked()).containsExactly(11);
    }

    @Test
    void aRetransmissionThatCarriesNothingIsNoPacket() {
        pair = connected(ALL);
        pair.sendVideo(10);

        MediaWriter.write(pair.client.peer.sending(), MediaWriter.RTX, MediaWriter.RTX_SSRC, 1, 0);
        MediaWriter.write(pair.client.peer.sending(), MediaWriter.RTX, MediaWriter.RTX_SSRC, 2, 1);
        run(50);

        assertThat(pair.node.packets).hasSize(1);
        assertThat(pair.node.refused).isEmpty();
    }

    @Test
    void whatComesTwiceCountsOnce() {
        pair = connected(ALL);
        pair.sendVideo(10, 11, 12);

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
            pair.sendVideo(sequence);
            run(1);
        }
        run(100);

        assertThat(pair.node.sequences(VIDEO_SSRC))
                .hasSize(500)
                .isNotEqualTo(IntStream.range(0, 500).boxed().toList());
        assertThat(pair.asked()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void everythingArrivesThroughLossDelayAndReordering(long seed) {
        pair = new PeerPair(seed, ALL).connect();
        pair.toNode.loss(0.10).delay(Duration.ofMillis(20), Duration.ofMillis(15));
        pair.toClient.loss(0.10).delay(Duration.ofMillis(20), Duration.ofMillis(15));

        for (int sequence = 65_000; sequence < 66_000; sequence++) {
            pair.sendVideo(sequence & 0xffff);
            run(2);
            answerNacks();
        }
        for (int i = 0; i < 200; i++) {
            run(5);
            answerNacks();
        }

        // Nobody can ask for the last ones, were they lost.
        List<Integer> received = pair.node.sequences(VIDEO_SSRC);
        assertThat(received).doesNotHaveDuplicates();
        assertThat(received)
                .contains(
                        IntStream.range(65_010, 65_990)
                                .mapToObj(it -> it & 0xffff)
                                .toArray(Integer[]::new));
        assertThat(pair.toNode.dropped()).isPositive();
    }

    @Test
    void thirtySecondsOfSilenceAreTheEnd() {
        pair = connected(ALL);
        run(1000);
        long silentFrom = pair.nowNanos;
        pair.toNode.drop(_ -> true);

        run(40_000);

        var closed = pair.node.all(PeerOutput.Closed.class);
        assertThat(closed)
                .extracting(PeerEnd.Timed::what)
                .containsExactly(new PeerOutput.Closed(CloseReason.CONSENT_EXPIRED));
        assertThat((closed.getFirst().nanos() - silentFrom) / MILLI).isBetween(24_000L, 30_000L);
        assertThat(pair.node.peer.deadlineNanos()).isEqualTo(Long.MAX_VALUE);
        assertThat(pair.node.peer.isConnected()).isFalse();
    }

    @Test
    void mediaAloneKeepsThePeerAlive() {
        pair = connected(ALL);
        pair.toNode.drop(datagram -> datagram.getByte(0) >= 0);

        for (int sequence = 0; sequence < 60; sequence++) {
            pair.sendVideo(sequence);
            run(1000);
            if (pair.client.has(PeerOutput.Closed.class)) {
                break;
            }
        }

        assertThat(pair.node.has(PeerOutput.Closed.class)).isFalse();
    }

    @Test
    void whoIsNotConnectedAfterFifteenSecondsIsLetGo() {
        pair = new PeerPair(1, ALL);

        pair.findPath();
        run(20_000);

        var closed = pair.node.all(PeerOutput.Closed.class);
        assertThat(closed)
                .extracting(PeerEnd.Timed::what)
                .containsExactly(new PeerOutput.Closed(CloseReason.NOT_ESTABLISHED));
        assertThat(closed.getFirst().nanos()).isEqualTo(15_000 * MILLI);
    }

    @Test
    void afterTheEndNothingIsTakenAndNothingSent() {
        pair = connected(ALL);
        pair.sendVideo(10);
        pair.node.peer.close(CloseReason.HUNG_UP);
        pair.node.peer.close(CloseReason.FAILED);
        run(5000);

        assertThat(pair.node.all(PeerOutput.Closed.class))
                .extracting(PeerEnd.Timed::what)
                .containsExactly(new PeerOutput.Closed(CloseReason.HUNG_UP));
        assertThat(pair.node.packets).isEmpty();
        assertThat(pair.node.outputs.getLast().what()).isInstanceOf(PeerOutput.Closed.class);
    }

    private PeerPair connected(RtcpFeedback... videoFeedback) {
        return new PeerPair(1, videoFeedback).connect();
    }

    private void run(long millis) {
        pair.run(Duration.ofMillis(millis));
    }

    /// The client sends again, byte for byte, what it was asked for.
    private void answerNacks() {
        for (var request : pair.client.all(PeerOutput.RetransmissionRequested.class)) {
            pair.sendVideo(request.what().sequenceNumbers());
        }
        pair.client.outputs.removeIf(
                output -> output.what() instanceof PeerOutput.RetransmissionRequested);
    }
}
