package weir.peer;

import static org.assertj.core.api.Assertions.assertThat;

import static weir.peer.MediaWriter.AUDIO_SSRC;
import static weir.peer.MediaWriter.OPUS;
import static weir.peer.MediaWriter.VIDEO_SSRC;
import static weir.peer.MediaWriter.VP8;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import weir.rtcp.GenericNack;
import weir.rtcp.PictureLossIndication;
import weir.rtcp.ReceiverEstimatedMaximumBitrate;
import weir.rtcp.ReceiverReport;
import weir.rtcp.TransportFeedback;
import weir.rtp.MediaKind;
import weir.rtp.RtcpFeedback;
import weir.srtp.SrtpProfile;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/// A publisher and a node over a network in simulated time.
class PeerPairTest {
    private static final long MILLI = 1_000_000;
    private static final RtcpFeedback[] ALL = {
        RtcpFeedback.NACK, RtcpFeedback.PLI, RtcpFeedback.TRANSPORT_CC
    };

    private PeerPair pair;

    @AfterEach
    void nothingLeaks() {
        pair.close();
        assertThat(pair.counting.bytesHeld()).isZero();
    }

    @ParameterizedTest
    @EnumSource(SrtpProfile.class)
    void connectInEitherProfile(SrtpProfile profile) {
        pair = new PeerPair(1, profile, ALL).connect();

        sendVideo(100);
        run(20);

        assertThat(pair.client.all(PeerOutput.Connected.class)).hasSize(1);
        assertThat(pair.node.all(PeerOutput.Connected.class)).hasSize(1);
        assertThat(pair.node.sequences(VIDEO_SSRC)).containsExactly(100);
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

        sendVideo(10, 11, 12);
        MediaWriter.write(pair.client.peer.sending(), OPUS, AUDIO_SSRC, 500, 60);
        run(15);
        sendVideo(13);
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

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void everythingArrivesThroughLossDelayAndReordering(long seed) {
        pair = new PeerPair(seed, ALL).connect();
        pair.toNode.loss(0.10).delay(Duration.ofMillis(20), Duration.ofMillis(15));
        pair.toClient.loss(0.10).delay(Duration.ofMillis(20), Duration.ofMillis(15));

        for (int sequence = 65_000; sequence < 66_000; sequence++) {
            sendVideo(sequence & 0xffff);
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
    void aGapTooLongToBeAskedForAsksForAKeyFrameAtOnce() {
        pair = connected(RtcpFeedback.NACK, RtcpFeedback.PLI);
        sendVideo(10);
        run(100);

        sendVideo(1000);
        run(30);

        assertThat(asked()).isEmpty();
        assertThat(pair.client.all(PeerOutput.KeyFrameRequested.class)).hasSize(1);
    }

    @Test
    void noFeedbackIsLongerThanADatagramMayBe() {
        pair = connected(ALL);

        for (int sequence = 0; sequence < 5000; sequence++) {
            if (sequence % 18 != 17) {
                MediaWriter.writeNumbered(
                        pair.client.peer.sending(), VP8, VIDEO_SSRC, sequence, sequence);
            }
        }
        run(300);

        assertThat(asked()).hasSizeGreaterThan(256);
        assertThat(pair.feedback(TransportFeedback.class)).isNotEmpty();
        assertThat(pair.node.rtcpLengths).allMatch(length -> length <= 1200);
    }

    @Test
    void aKeyFrameIsAskedForOnceHoweverOftenItIsWanted() {
        pair = connected(ALL);
        sendVideo(10);
        run(50);

        for (int i = 0; i < 100; i++) {
            pair.node.peer.requestKeyFrame(MediaKind.VIDEO, pair.nowNanos);
            run(1);
        }
        run(50);

        assertThat(pair.client.all(PeerOutput.KeyFrameRequested.class))
                .extracting(PeerEnd.Timed::what)
                .containsExactly(new PeerOutput.KeyFrameRequested(VIDEO_SSRC));
    }

    @Test
    void aKeyFrameIsAskedForAgainUntilItComes() {
        pair = connected(ALL);
        sendVideo(10);
        run(50);

        pair.node.peer.requestKeyFrame(MediaKind.VIDEO, pair.nowNanos);
        run(1600);
        assertThat(pair.feedback(PictureLossIndication.class))
                .hasSize(3)
                .satisfies(asked -> assertThat(gaps(asked)).containsExactly(500L, 1000L));
        pair.node.peer.receiving().onKeyFrame(packetOf(VIDEO_SSRC));
        run(60_000);

        assertThat(pair.feedback(PictureLossIndication.class)).hasSize(3);
    }

    @Test
    void aKeyFrameWantedBeforeTheFirstPacketIsAskedForWhenItComes() {
        pair = connected(ALL);

        pair.node.peer.requestKeyFrame(MediaKind.VIDEO, pair.nowNanos);
        run(500);
        assertThat(pair.feedback(PictureLossIndication.class)).isEmpty();
        sendVideo(10);
        run(50);

        assertThat(pair.client.all(PeerOutput.KeyFrameRequested.class)).hasSize(1);
    }

    @Test
    void aSourceThatIsReplacedIsAskedForNothingMore() {
        pair = connected(ALL);
        sendVideo(10);
        run(50);
        pair.node.peer.requestKeyFrame(MediaKind.VIDEO, pair.nowNanos);
        run(50);

        MediaWriter.write(pair.client.peer.sending(), VP8, 0x4444, 1, 100);
        run(10_000);

        assertThat(pair.feedback(PictureLossIndication.class))
                .extracting(pli -> pli.what().mediaSsrc())
                .containsOnlyOnce(VIDEO_SSRC)
                .contains(0x4444);
    }

    @Test
    void reportsGoOnceASecondAndTellTheLoss() {
        pair = connected(ALL);
        lose(11);
        sendVideo(10, 11, 12, 13);
        run(1000);
        sendVideo(14);
        run(9000);

        List<PeerEnd.Timed<ReceiverReport>> reports =
                pair.feedback(ReceiverReport.class).stream()
                        .filter(report -> !report.what().blocks().isEmpty())
                        .toList();
        assertThat(reports).hasSize(2);
        assertThat(reports.getFirst().what().blocks().getFirst().cumulativeLost()).isEqualTo(1);
        assertThat(reports.getFirst().what().blocks().getFirst().fractionLost()).isEqualTo(64);
        assertThat(gaps(pair.client.all(PeerOutput.ReportDue.class))).allMatch(gap -> gap == 1000);
        assertThat(pair.client.all(PeerOutput.ReportDue.class)).hasSize(11);
        assertThat(pair.node.rtcpMalformed()).isZero();
    }

    @Test
    void aSenderReportArrivesWithTheClockOfItsMedium() {
        pair = connected(ALL);
        sendVideo(10);
        run(20);

        OutgoingMedia video = pair.client.peer.sending().media().getLast();
        pair.client.peer.sending().sendReport(video, pair.nowNanos, 4711, 1, 100);
        run(20);

        var received = pair.node.all(PeerOutput.SenderReportReceived.class).getFirst().what();
        assertThat(received.kind()).isEqualTo(MediaKind.VIDEO);
        assertThat(received.clockRate()).isEqualTo(90_000);
        assertThat(received.report().rtpTimestamp()).isEqualTo(4711);
    }

    @Test
    void transportFeedbackGoesEveryFiftyMilliseconds() {
        pair = connected(ALL);

        for (int number = 0; number < 100; number++) {
            MediaWriter.writeNumbered(
                    pair.client.peer.sending(), VP8, VIDEO_SSRC, number, number + 65_500 & 0xffff);
            run(10);
        }
        run(100);

        List<PeerEnd.Timed<TransportFeedback>> feedback = pair.feedback(TransportFeedback.class);
        assertThat(gaps(feedback)).allMatch(gap -> gap >= 50 && gap <= 61);
        assertThat(feedback.stream().mapToInt(each -> each.what().arrivals().length).sum())
                .isEqualTo(100);
        assertThat(pair.feedback(ReceiverEstimatedMaximumBitrate.class)).isEmpty();
    }

    @Test
    void aPublisherThatKnowsOnlyRembIsToldAllItMaySend() {
        pair = connected(RtcpFeedback.NACK, RtcpFeedback.PLI, RtcpFeedback.REMB);

        for (int sequence = 0; sequence < 300; sequence++) {
            sendVideo(sequence);
            run(10);
        }

        assertThat(pair.feedback(ReceiverEstimatedMaximumBitrate.class))
                .hasSizeBetween(2, 4)
                .allSatisfy(
                        remb -> {
                            assertThat(remb.what().bitrateBps())
                                    .isBetween(19_900_000L, 20_000_000L);
                            assertThat(remb.what().ssrcs()).containsExactly(VIDEO_SSRC);
                        });
        assertThat(pair.feedback(TransportFeedback.class)).isEmpty();
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
            sendVideo(sequence);
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
        sendVideo(10);
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

    private void sendVideo(int... sequences) {
        for (int sequence : sequences) {
            MediaWriter.write(pair.client.peer.sending(), VP8, VIDEO_SSRC, sequence, 100);
        }
    }

    /// The first packet of this number does not arrive.
    private void lose(int sequence) {
        boolean[] done = new boolean[1];
        pair.toNode.drop(
                datagram -> {
                    boolean isIt =
                            (datagram.getByte(0) & 0xc0) == 0x80
                                    && datagram.getUnsignedByte(1) == VP8
                                    && datagram.getUnsignedShort(2) == sequence;
                    boolean first = isIt && !done[0];
                    done[0] |= isIt;
                    return first;
                });
    }

    /// The client sends again, byte for byte, what it was asked for.
    private void answerNacks() {
        for (var request : pair.client.all(PeerOutput.RetransmissionRequested.class)) {
            sendVideo(request.what().sequenceNumbers());
        }
        pair.client.outputs.removeIf(
                output -> output.what() instanceof PeerOutput.RetransmissionRequested);
    }

    private List<Integer> asked() {
        return pair.feedback(GenericNack.class).stream()
                .flatMap(nack -> nack.what().sequenceNumbers().stream())
                .toList();
    }

    private static List<Long> gaps(List<? extends PeerEnd.Timed<?>> all) {
        return IntStream.range(1, all.size())
                .mapToObj(i -> (all.get(i).nanos() - all.get(i - 1).nanos()) / MILLI)
                .toList();
    }

    private static weir.rtp.RtpPacket packetOf(int ssrc) {
        var bytes = io.netty.buffer.Unpooled.buffer().writeLong(0x8060_0001_0000_0000L);
        bytes.writeInt(ssrc);
        try {
            return weir.rtp.RtpPacket.of(
                    bytes,
                    weir.rtp.RtpHeader.read(bytes),
                    MediaWriter.incoming().getLast().formats().getFirst(),
                    0);
        } catch (weir.wire.MalformedPacketException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
