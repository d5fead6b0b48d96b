package weir.peer;

import static org.assertj.core.api.Assertions.assertThat;

import static weir.peer.MediaWriter.VIDEO_SSRC;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import weir.recovery.NackGenerator;
import weir.rtcp.PictureLossIndication;
import weir.rtp.RtcpFeedback;
import weir.wire.DatagramKind;

import java.time.Duration;

/// A minute of video at 30 frames and 150 packets a second, over a path with a round trip of 50 ms
/// that loses: what is repaired, and what that costs.
class PeerRepairTest {
    private static final int FRAMES = 60 * 30;
    private static final int PACKETS_PER_FRAME = 5;
    private static final int PACKETS = FRAMES * PACKETS_PER_FRAME;
    private static final Duration FRAME = Duration.ofNanos(1_000_000_000L / 30);
    private static final Duration ONE_WAY = Duration.ofMillis(25);

    @AutoClose private PeerPair pair;
    private int retransmission = 1;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void fivePercentEachWayAreRepairedWithoutAKeyFrame(boolean rtx) {
        pair = connected(7);
        pair.toNode.loss(0.05);
        pair.toClient.loss(0.05);

        play(rtx);

        assertThat(missing()).isZero();
        assertThat(pair.feedback(PictureLossIndication.class)).isEmpty();
        NackGenerator.Stats nacks = stats().nacks();
        assertThat(nacks.recovered()).isGreaterThan(400);
        assertThat(nacks.needless()).isZero();
        assertThat(stats().reception().lost()).isEqualTo(nacks.recovered());
        assertThat(stats().reception().jitterNanos()).isLessThan(40_000_000L);
        // Each packet asked for costs a request or a repair lost now and then, and no more.
        assertThat(nacks.requested()).isLessThan(nacks.recovered() * 125 / 100);
        assertThat(stats().duplicates()).isLessThan(nacks.recovered() / 50);
        assertThat(stats().roundTripNanos()).isBetween(50_000_000L, 65_000_000L);
    }

    @Test
    void aLongRoundTripCostsFewCopies() {
        pair = connected(7);
        pair.toNode.loss(0.05).delay(Duration.ofMillis(100), Duration.ZERO);
        pair.toClient.loss(0.05).delay(Duration.ofMillis(100), Duration.ZERO);

        play(true);

        NackGenerator.Stats nacks = stats().nacks();
        assertThat(missing()).isZero();
        assertThat(pair.feedback(PictureLossIndication.class)).isEmpty();
        assertThat(nacks.requested()).isLessThan(nacks.recovered() * 130 / 100);
        assertThat(stats().roundTripNanos()).isBetween(200_000_000L, 230_000_000L);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void tenPacketsLostEveryTwoSecondsAreRepairedWithoutAKeyFrame(boolean rtx) {
        pair = connected(7);
        pair.toNode.drop(
                datagram ->
                        DatagramKind.of(datagram) == DatagramKind.RTP
                                && datagram.getUnsignedByte(1) == MediaWriter.VP8
                                && datagram.getUnsignedShort(2) % 300 / 10 == 14
                                && first(datagram.getUnsignedShort(2)));

        play(rtx);

        assertThat(missing()).isZero();
        assertThat(stats().nacks().recovered()).isEqualTo(300);
        assertThat(stats().nacks().requested()).isLessThanOrEqualTo(310);
        assertThat(pair.feedback(PictureLossIndication.class)).isEmpty();
    }

    @Test
    void packetsThatAreOftenLateAreSoonAskedForInVainNoMore() {
        pair = connected(7);
        pair.toNode.loss(0.02).delay(ONE_WAY, Duration.ofMillis(25));

        play(true);

        NackGenerator.Stats nacks = stats().nacks();
        assertThat(missing()).isZero();
        assertThat(nacks.reordered()).isGreaterThan(2000);
        assertThat(nacks.needless()).isLessThan(PACKETS / 100);
        assertThat(pair.feedback(PictureLossIndication.class)).isEmpty();
    }

    @Test
    void whoAnswersNoNackIsAskedSeldomAndForAKeyFrameOnceASecondAtMost() {
        pair = connected(7);
        pair.toNode.loss(0.05);

        for (int sequence = 0; sequence < PACKETS; sequence++) {
            pair.sendVideo(sequence);
            pair.run(FRAME.dividedBy(PACKETS_PER_FRAME));
        }

        assertThat(missing()).isGreaterThan(300);
        assertThat(pair.feedback(PictureLossIndication.class)).hasSizeLessThanOrEqualTo(60);
        // 50 packets ten times and those under way, then one twice each three seconds.
        assertThat(stats().nacks().requested()).isLessThan(650);
    }

    private boolean[] lostOnce = new boolean[PACKETS];

    private boolean first(int sequence) {
        boolean first = !lostOnce[sequence];
        lostOnce[sequence] = true;
        return first;
    }

    private PeerPair connected(long seed) {
        PeerPair connected =
                new PeerPair(seed, RtcpFeedback.NACK, RtcpFeedback.PLI, RtcpFeedback.TRANSPORT_CC)
                        .connect();
        connected.toNode.delay(ONE_WAY, Duration.ZERO);
        connected.toClient.delay(ONE_WAY, Duration.ZERO);
        return connected;
    }

    private void play(boolean rtx) {
        for (int sequence = 0; sequence < PACKETS; sequence++) {
            pair.sendVideo(sequence);
            if (sequence % PACKETS_PER_FRAME == PACKETS_PER_FRAME - 1) {
                runAndAnswer(FRAME, rtx);
            }
        }
        // What is lost at the very end nobody misses without one more frame.
        for (int i = 0; i < 100; i++) {
            runAndAnswer(FRAME, rtx);
        }
    }

    private void runAndAnswer(Duration time, boolean rtx) {
        for (int i = 0; i < 10; i++) {
            pair.run(time.dividedBy(10));
            answerNacks(rtx);
        }
    }

    private void answerNacks(boolean rtx) {
        for (var request : pair.client.all(PeerOutput.RetransmissionRequested.class)) {
            for (int sequence : request.what().sequenceNumbers()) {
                if (rtx) {
                    MediaWriter.writeRtx(
                            pair.client.peer.sending(), retransmission++, sequence, 100);
                } else {
                    pair.sendVideo(sequence);
                }
            }
        }
        pair.client.outputs.clear();
    }

    private int missing() {
        long received = pair.node.sequences(VIDEO_SSRC).stream().distinct().count();
        int highest = pair.node.sequences(VIDEO_SSRC).stream().mapToInt(it -> it).max().orElse(0);
        return (int) (highest + 1 - received);
    }

    private SourceStats stats() {
        return pair.node.peer.receiving().stats().getFirst();
    }
}
