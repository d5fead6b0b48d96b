package weir.peer;

import static org.assertj.core.api.Assertions.assertThat;

import static weir.peer.MediaWriter.VIDEO_SSRC;
import static weir.peer.MediaWriter.VP8;

import io.netty.buffer.Unpooled;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import weir.rtcp.FullIntraRequest;
import weir.rtcp.PauseMessage;
import weir.rtcp.PictureLossIndication;
import weir.rtcp.ReceiverEstimatedMaximumBitrate;
import weir.rtcp.ReceiverReport;
import weir.rtcp.RtcpPacket;
import weir.rtcp.SourceDescription;
import weir.rtcp.TransportFeedback;
import weir.rtp.MediaKind;
import weir.rtp.RtcpFeedback;
import weir.rtp.RtpHeader;
import weir.rtp.RtpPacket;
import weir.srtp.SrtpProfile;
import weir.wire.MalformedPacketException;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// What a publisher is told of the media it sends, and asked for.
class PeerFeedbackTest {
    private static final long MILLI = 1_000_000;
    private static final RtcpFeedback[] ALL = {
        RtcpFeedback.NACK, RtcpFeedback.PLI, RtcpFeedback.TRANSPORT_CC
    };

    @AutoClose private PeerPair pair;

    @Test
    void aGapTooLongToBeAskedForAsksForAKeyFrameAtOnce() {
        pair = connected(RtcpFeedback.NACK, RtcpFeedback.PLI);
        pair.sendVideo(10);
        run(100);

        pair.sendVideo(1000);
        run(30);

        assertThat(pair.asked()).isEmpty();
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

        assertThat(pair.asked()).hasSizeGreaterThan(256);
        assertThat(pair.feedback(TransportFeedback.class)).isNotEmpty();
        assertThat(pair.node.rtcpLengths).allMatch(length -> length <= 1200);
    }

    @Test
    void feedbackIsBehindAReport() {
        pair = connected(RtcpFeedback.NACK, RtcpFeedback.PLI);

        loseOneAndRequestAKeyFrame();

        assertThat(pair.asked()).containsOnly(11);
        assertThat(pair.node.compounds)
                .allMatch(compound -> compound.getFirst() instanceof ReceiverReport)
                .allMatch(compound -> compound.get(1) instanceof SourceDescription)
                .anyMatch(compound -> compound.size() > 2);
    }

    @Test
    void whereReducedSizeWasAgreedOnAllFeedbackIsAloneAndReportsAreWhole() {
        IncomingMedia video = MediaWriter.incoming(RtcpFeedback.NACK, RtcpFeedback.PLI).getLast();
        IncomingMedia reduced =
                new IncomingMedia(
                        video.kind(),
                        video.mid(),
                        video.formats(),
                        video.extensions(),
                        video.ssrcs(),
                        video.repairs(),
                        video.rids(),
                        true);
        pair = new PeerPair(1, SrtpProfile.AES128_CM_HMAC_SHA1_80, List.of(reduced)).connect();

        loseOneAndRequestAKeyFrame();

        assertThat(pair.asked()).containsOnly(11);
        assertThat(pair.feedback(PictureLossIndication.class)).isNotEmpty();
        assertThat(pair.feedback(ReceiverReport.class)).isNotEmpty();
        for (List<RtcpPacket> compound : pair.node.compounds) {
            if (compound.getFirst() instanceof ReceiverReport) {
                assertThat(compound).hasSize(2);
                assertThat(compound.getLast()).isInstanceOf(SourceDescription.class);
            } else {
                assertThat(compound).hasSize(1);
            }
        }
    }

    private void loseOneAndRequestAKeyFrame() {
        pair.sendVideo(10);
        run(100);
        pair.lose(11);
        pair.sendVideo(11, 12);
        pair.node.peer.requestKeyFrame(VIDEO_SSRC, pair.nowNanos);
        run(1200);
    }

    @Test
    void aKeyFrameIsAskedForOnceHoweverOftenItIsWanted() {
        pair = connected(ALL);
        pair.sendVideo(10);
        run(50);

        for (int i = 0; i < 100; i++) {
            pair.node.peer.requestKeyFrame(VIDEO_SSRC, pair.nowNanos);
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
        pair.sendVideo(10);
        run(50);

        pair.node.peer.requestKeyFrame(VIDEO_SSRC, pair.nowNanos);
        run(3100);
        assertThat(pair.feedback(PictureLossIndication.class))
                .hasSize(3)
                .satisfies(asked -> assertThat(gaps(asked)).containsExactly(500L, 1000L));
        pair.node.peer.receiving().onKeyFrame(packetOf(VIDEO_SSRC));
        run(60_000);

        assertThat(pair.feedback(PictureLossIndication.class)).hasSize(3);
    }

    @Test
    void whoKnowsOnlyFullIntraRequestsIsAskedByThem() {
        pair = connected(RtcpFeedback.NACK, RtcpFeedback.FIR);
        pair.sendVideo(10);
        run(50);

        pair.node.peer.requestKeyFrame(VIDEO_SSRC, pair.nowNanos);
        run(900);

        assertThat(pair.feedback(PictureLossIndication.class)).isEmpty();
        assertThat(pair.feedback(FullIntraRequest.class))
                .flatExtracting(fir -> fir.what().entries())
                .containsExactly(
                        new FullIntraRequest.Entry(VIDEO_SSRC, 0),
                        new FullIntraRequest.Entry(VIDEO_SSRC, 0));
        assertThat(pair.client.all(PeerOutput.KeyFrameRequested.class)).hasSize(2);
        SourceStats source = pair.node.peer.receiving().stats().getFirst();
        assertThat(source.firsSent()).isEqualTo(2);
        assertThat(source.plisSent()).isZero();
    }

    @Test
    void aSourceThatIsReplacedIsAskedForNothingMore() {
        pair = connected(ALL);
        pair.sendVideo(10);
        run(50);
        pair.node.peer.requestKeyFrame(VIDEO_SSRC, pair.nowNanos);
        run(50);

        MediaWriter.write(pair.client.peer.sending(), VP8, 0x4444, 1, 100);
        run(10_000);

        assertThat(pair.feedback(PictureLossIndication.class))
                .extracting(pli -> pli.what().mediaSsrc())
                .containsOnlyOnce(VIDEO_SSRC)
                .contains(0x4444);
    }

    @Test
    void theSenderHearsOnceOfEachPauseThoughMessagesAreLost() {
        pair = connected(ALL);
        pair.toClient.loss(0.5);
        ReceivingSide receiving = pair.node.peer.receiving();

        receiving.requestPause(VIDEO_SSRC, true, pair.nowNanos);
        run(5000);
        receiving.requestPause(VIDEO_SSRC, false, pair.nowNanos);
        run(10_000);
        int said = pair.feedback(PauseMessage.class).size();
        run(10_000);

        assertThat(pair.client.all(PeerOutput.PauseRequested.class))
                .extracting(PeerEnd.Timed::what)
                .containsExactly(
                        new PeerOutput.PauseRequested(VIDEO_SSRC, true),
                        new PeerOutput.PauseRequested(VIDEO_SSRC, false));
        assertThat(pair.feedback(PauseMessage.class)).hasSize(said).hasSizeBetween(15, 25);
    }

    @Test
    void whatASourceLeavesOutWhileItIsPausedIsNotMissing() {
        pair = connected(ALL);
        ReceivingSide receiving = pair.node.peer.receiving();
        pair.sendVideo(10);
        run(30);

        receiving.requestPause(VIDEO_SSRC, true, pair.nowNanos);
        pair.sendVideo(20, 9000);
        run(100);
        receiving.requestPause(VIDEO_SSRC, false, pair.nowNanos);
        pair.sendVideo(9300, 9302);
        run(30);

        assertThat(pair.asked()).containsExactly(9301);
        assertThat(pair.feedback(PictureLossIndication.class)).isEmpty();
        assertThat(receiving.stats().getFirst().reception().lost()).isEqualTo(1);
        assertThat(pair.node.sequences(VIDEO_SSRC)).containsExactly(10, 20, 9000, 9300, 9302);
    }

    @Test
    void reportsGoOnceASecondAndTellTheLoss() {
        pair = connected(ALL);
        pair.lose(11);
        pair.sendVideo(10, 11, 12, 13);
        run(1000);
        pair.sendVideo(14);
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
        pair.sendVideo(10);
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
    void reportsComeByAnSsrcThatThePublisherDoesNotName() {
        pair = naming(List.of(VIDEO_SSRC), Map.of());
        assertThat(reportedBy()).containsOnly(1);
        pair.close();

        pair = naming(List.of(1, VIDEO_SSRC), Map.of(2, 1));
        assertThat(reportedBy()).containsOnly(3);
    }

    @Test
    void aPublisherThatKnowsOnlyRembIsToldAllItMaySend() {
        pair = connected(RtcpFeedback.NACK, RtcpFeedback.PLI, RtcpFeedback.REMB);

        for (int sequence = 0; sequence < 300; sequence++) {
            pair.sendVideo(sequence);
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

    private PeerPair connected(RtcpFeedback... videoFeedback) {
        return new PeerPair(1, videoFeedback).connect();
    }

    /// A publisher of video whose offer names these sources.
    private static PeerPair naming(List<Integer> ssrcs, Map<Integer, Integer> repairs) {
        IncomingMedia video = MediaWriter.incoming(ALL).getLast();
        IncomingMedia named =
                new IncomingMedia(
                        video.kind(),
                        video.mid(),
                        video.formats(),
                        video.extensions(),
                        ssrcs,
                        repairs,
                        video.rids(),
                        false);
        return new PeerPair(1, SrtpProfile.AEAD_AES_128_GCM, List.of(named)).connect();
    }

    private List<Integer> reportedBy() {
        pair.sendVideo(10);
        run(1200);
        return pair.feedback(ReceiverReport.class).stream()
                .map(report -> report.what().ssrc())
                .toList();
    }

    private void run(long millis) {
        pair.run(Duration.ofMillis(millis));
    }

    private static List<Long> gaps(List<? extends PeerEnd.Timed<?>> all) {
        return IntStream.range(1, all.size())
                .mapToObj(i -> (all.get(i).nanos() - all.get(i - 1).nanos()) / MILLI)
                .toList();
    }

    private static RtpPacket packetOf(int ssrc) {
        var bytes = Unpooled.buffer().writeLong(0x8060_0001_0000_0000L);
        bytes.writeInt(ssrc);
        try {
            return RtpPacket.of(
                    bytes,
                    RtpHeader.read(bytes),
                    MediaWriter.incoming().getLast().formats().getFirst(),
                    0);
        } catch (MalformedPacketException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
