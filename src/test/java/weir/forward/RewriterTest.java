package weir.forward;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;

import org.junit.jupiter.api.Test;

import weir.forward.TestViewer.Written;
import weir.rtp.MediaKind;
import weir.rtp.RtpPacket;

import java.util.Random;

class RewriterTest {
    private static final String H264_KEY = "65 88";
    private static final String H264_DELTA = "41 9a";

    private final TestViewer viewer = new TestViewer(MediaKind.VIDEO);
    private final TestSource h264 = TestSource.video("H264", 0x1111);

    @Test
    void writesThePacketAsTheViewersOwn() {
        viewer.onSource(1);

        Written written =
                viewer.write(h264.packet(7, 900, TestSource.bytes("65 88 01"), 5, 0)).orElseThrow();

        assertThat(written.payloadType()).isEqualTo(TestViewer.PAYLOAD_TYPE);
        assertThat(written.marker()).isTrue();
        assertThat(written.sequenceNumber()).isEqualTo(1000);
        assertThat(written.timestamp()).isEqualTo(50_000);
        assertThat(written.ssrc()).isEqualTo(TestViewer.SSRC);
        assertThat(written.payload()).isEqualTo(TestSource.bytes("65 88 01"));
    }

    @Test
    void beginsBelowHalfOfTheSequenceNumbers() {
        for (int seed = 0; seed < 200; seed++) {
            Rewriter rewriter = new Rewriter(MediaKind.AUDIO, 1, new Random(seed));
            SourceClock clock = new SourceClock();
            RtpPacket packet = TestSource.audio(48_000, 5).packet(1, 1, "aa");
            clock.onPacket(MediaKind.AUDIO, 1, 48_000, 1, 0);
            rewriter.onSource(1, clock);
            var output = Unpooled.buffer();
            rewriter.write(packet, TestSource.describe(packet), 111, output);

            assertThat(output.getUnsignedShort(2)).isLessThan(1 << 15);
            packet.close();
        }
    }

    @Test
    void writesNothingWithoutASource() {
        assertThat(viewer.write(h264.packet(7, 900, H264_KEY))).isEmpty();
        assertThat(viewer.rewriter.isAwaitingKeyFrame()).isFalse();
        assertThat(viewer.rewriter.report(0)).isEmpty();
        assertThat(viewer.rewriter.sourceSequence(1000)).isEqualTo(-1);
    }

    @Test
    void beginsVideoWithAKeyFrame() {
        viewer.onSource(1);

        assertThat(viewer.rewriter.isAwaitingKeyFrame()).isTrue();
        assertThat(viewer.write(h264.packet(7, 900, H264_DELTA))).isEmpty();
        assertThat(sequence(h264.packet(8, 3900, H264_KEY))).isEqualTo(1000);
        assertThat(viewer.rewriter.isAwaitingKeyFrame()).isFalse();
        assertThat(sequence(h264.packet(9, 6900, H264_DELTA))).isEqualTo(1001);
    }

    @Test
    void beginsAudioWithTheNextPacketThatHasAPayload() {
        TestViewer listener = new TestViewer(MediaKind.AUDIO);
        TestSource opus = TestSource.audio(48_000, 0x2222);
        listener.onSource(1);

        assertThat(listener.rewriter.isAwaitingKeyFrame()).isFalse();
        assertThat(listener.write(opus.padding(6, 0))).isEmpty();
        assertThat(listener.write(opus.packet(7, 960, "aa")).orElseThrow().sequenceNumber())
                .isEqualTo(1000);
    }

    @Test
    void isGaplessOverThreePublishers() {
        viewer.onSource(1);
        Written a = write(TestSource.video("VP8", 1).packet(65535, -1, 0, "10 00"));
        Written b = write(TestSource.video("VP8", 1).packet(0, 2999, 33, "10 01"));
        viewer.onSource(2);
        Written c = write(TestSource.video("H264", 2).packet(300, 7, 533, "67 42"));
        Written d = write(TestSource.video("H264", 2).packet(301, 7, 533, "65 88"));
        viewer.onSource(3);
        RtpPacket delta = TestSource.video("VP9", 3).packet(9, (1 << 31) - 9000, 1433, "c8 01");
        assertThat(viewer.write(delta)).isEmpty();
        Written e = write(TestSource.video("VP9", 3).packet(10, 1 << 31, 1533, "88 02"));

        assertThat(new int[] {a.sequenceNumber(), b.sequenceNumber(), c.sequenceNumber()})
                .containsExactly(1000, 1001, 1002);
        assertThat(new int[] {d.sequenceNumber(), e.sequenceNumber()}).containsExactly(1003, 1004);
        assertThat(new int[] {a.timestamp(), b.timestamp(), c.timestamp(), d.timestamp()})
                .containsExactly(50_000, 53_000, 50_000 + 90 * 533, 50_000 + 90 * 533);
        assertThat(e.timestamp()).isEqualTo(50_000 + 90 * 1533);
    }

    @Test
    void wrapsItsOwnNumbers() {
        TestViewer wrapping = new TestViewer(MediaKind.VIDEO, 32_767, -3000);
        wrapping.onSource(1);
        wrapping.write(h264.packet(100, 0, H264_KEY));
        int sequence = 100;
        for (int expected = 32_768; expected < 65_536 + 100; expected++) {
            Written written =
                    wrapping.write(h264.packet(++sequence & 0xffff, 3000, H264_DELTA))
                            .orElseThrow();
            assertThat(written.sequenceNumber()).isEqualTo(expected & 0xffff);
            assertThat(written.timestamp()).isZero();
        }

        assertThat(wrapping.rewriter.sourceSequence(65_535)).isEqualTo(32_868);
    }

    @Test
    void neverRepeatsATimestampAtASwitch() {
        viewer.onSource(1);
        write(h264.packet(1, 0, 0, H264_KEY));
        write(h264.packet(2, 900_000, 10, H264_DELTA));
        viewer.onSource(2);

        assertThat(write(h264.packet(1, 77, 20, H264_KEY)).timestamp()).isEqualTo(950_000 + 90);
    }

    @Test
    void countsTheTicksOfANewClockRateFromWhereTheOldOnesEnded() {
        TestViewer listener = new TestViewer(MediaKind.AUDIO);
        listener.onSource(1);
        listener.write(TestSource.audio(48_000, 1).packet(1, 0, 0, "aa"));
        listener.write(TestSource.audio(48_000, 1).packet(2, 48_000, 1000, "aa"));
        listener.onSource(2);
        int first = at(listener, TestSource.audio(8000, 2).packet(1, 5, 3000, "aa"));
        int second = at(listener, TestSource.audio(8000, 2).packet(2, 165, 3020, "aa"));
        int third = at(listener, TestSource.audio(48_000, 2).packet(3, 960, 3040, "aa"));

        assertThat(new int[] {first, second, third})
                .containsExactly(98_000 + 16_000, 98_000 + 16_160, 98_000 + 16_160 + 960);
    }

    @Test
    void closesTheGapThatPaddingLeaves() {
        begin(10);

        assertThat(viewer.write(h264.padding(11, 0))).isEmpty();
        assertThat(viewer.write(h264.padding(12, 0))).isEmpty();
        assertThat(sequence(h264.packet(13, 0, H264_DELTA))).isEqualTo(1001);
        assertThat(viewer.write(h264.padding(14, 0))).isEmpty();
        assertThat(sequence(h264.packet(15, 0, H264_DELTA))).isEqualTo(1002);
        assertThat(viewer.rewriter.sourceSequence(1001)).isEqualTo(13);
        assertThat(viewer.rewriter.sourceSequence(1002)).isEqualTo(15);
    }

    @Test
    void placesWhatCameLateAroundPadding() {
        begin(10);
        viewer.write(h264.padding(12, 0));
        viewer.write(h264.padding(14, 0));

        assertThat(sequence(h264.packet(15, 0, H264_DELTA))).isEqualTo(1003);
        assertThat(sequence(h264.packet(13, 0, H264_DELTA))).isEqualTo(1002);
        assertThat(sequence(h264.packet(11, 0, H264_DELTA))).isEqualTo(1001);
        assertThat(viewer.write(h264.packet(12, 0, H264_DELTA))).isEmpty();
        assertThat(viewer.write(h264.packet(14, 0, H264_DELTA))).isEmpty();
    }

    /// Its number is given away already, and a receiver waits until the number comes.
    @Test
    void forwardsPaddingThatCameLateAsAnEmptyPacket() {
        begin(10);
        write(h264.packet(12, 0, 0, H264_DELTA));

        Written late = viewer.write(h264.padding(11, 0)).orElseThrow();

        assertThat(late.sequenceNumber()).isEqualTo(1001);
        assertThat(late.payload()).isEmpty();
        assertThat(viewer.write(h264.padding(11, 0))).isEmpty();
    }

    @Test
    void writesAPacketThatCameTwiceOnce() {
        begin(10);
        write(h264.packet(12, 0, 0, H264_DELTA));

        assertThat(viewer.write(h264.packet(12, 0, H264_KEY))).isEmpty();
        assertThat(viewer.write(h264.packet(10, 0, H264_KEY))).isEmpty();
        assertThat(sequence(h264.packet(11, 0, H264_DELTA))).isEqualTo(1001);
        assertThat(viewer.write(h264.packet(11, 0, H264_DELTA))).isEmpty();
    }

    @Test
    void dropsWhatIsOlderThanTheJoin() {
        begin(10);

        assertThat(viewer.write(h264.packet(9, 0, H264_KEY))).isEmpty();
        assertThat(viewer.write(h264.padding(8, 0))).isEmpty();
        assertThat(sequence(h264.packet(11, 0, H264_DELTA))).isEqualTo(1001);
    }

    @Test
    void joinsAKeyFrameWhoseFirstPacketCameSecond() {
        viewer.onSource(1);
        viewer.write(h264.packet(11, 0, H264_DELTA));
        assertThat(sequence(h264.packet(10, 0, H264_KEY))).isEqualTo(1000);
        assertThat(sequence(h264.packet(12, 0, H264_DELTA))).isEqualTo(1002);

        assertThat(viewer.rewriter.sourceSequence(1001)).isEqualTo(11);
        Written repaired = viewer.writeAgain(h264.packet(11, 0, H264_DELTA), 1001).orElseThrow();
        assertThat(repaired.sequenceNumber()).isEqualTo(1001);
        assertThat(repaired.payloadType()).isEqualTo(TestViewer.PAYLOAD_TYPE);
        assertThat(viewer.write(h264.packet(11, 0, H264_DELTA))).isEmpty();
    }

    @Test
    void goesOnWithoutAGapAfterADrop() {
        begin(10);
        viewer.rewriter.awaitKeyFrame();
        assertThat(viewer.rewriter.isAwaitingKeyFrame()).isTrue();
        assertThat(viewer.write(h264.packet(11, 3000, H264_DELTA))).isEmpty();
        assertThat(viewer.write(h264.packet(9, 0, H264_KEY))).isEmpty();
        assertThat(viewer.write(h264.packet(10, 0, H264_KEY))).isEmpty();

        Written again = write(h264.packet(13, 9000, 500, H264_KEY));

        assertThat(again.sequenceNumber()).isEqualTo(1001);
        assertThat(again.timestamp()).isEqualTo(50_000 + 9000);
        assertThat(viewer.write(h264.packet(12, 6000, H264_DELTA))).isEmpty();
        assertThat(viewer.write(h264.packet(11, 3000, H264_DELTA))).isEmpty();
    }

    @Test
    void fillsAHoleFromBeforeTheDropAfterIt() {
        begin(10);
        write(h264.packet(12, 0, 0, H264_DELTA));
        viewer.rewriter.awaitKeyFrame();
        assertThat(sequence(h264.packet(20, 0, H264_KEY))).isEqualTo(1003);

        assertThat(sequence(h264.packet(11, 0, H264_DELTA))).isEqualTo(1001);
        assertThat(viewer.write(h264.packet(13, 0, H264_DELTA))).isEmpty();
    }

    @Test
    void reservesNothingForPacketsThatWereLostBeforePaddingAndASwitch() {
        begin(10);
        viewer.write(h264.padding(12, 0));
        viewer.write(h264.padding(14, 0));
        viewer.onSource(2);

        assertThat(sequence(h264.packet(40_000, 0, H264_KEY))).isEqualTo(1001);
        assertThat(sequence(h264.packet(40_001, 0, H264_DELTA))).isEqualTo(1002);
    }

    @Test
    void startsAgainThoughHalfOfTheNumbersWereKeptFromIt() {
        begin(10);
        viewer.rewriter.awaitKeyFrame();

        assertThat(sequence(h264.packet(50_000, 0, H264_KEY))).isEqualTo(1001);
        assertThat(viewer.write(h264.padding(50_001, 0))).isEmpty();
        assertThat(sequence(h264.packet(50_002, 0, H264_DELTA))).isEqualTo(1002);
    }

    @Test
    void dropsAnotherSsrcThanTheOneItJoined() {
        begin(10);

        assertThat(viewer.write(TestSource.video("H264", 9).packet(11, 0, H264_KEY))).isEmpty();
        assertThat(sequence(h264.packet(11, 0, H264_DELTA))).isEqualTo(1001);
    }

    @Test
    void tellsTheSourceOfWhatIsNackedUpTo1024Back() {
        begin(65_000);
        for (int i = 1; i <= 1100; i++) {
            write(h264.packet(65_000 + i & 0xffff, 0, 0, H264_DELTA));
        }

        assertThat(viewer.rewriter.sourceSequence(2100)).isEqualTo(66_100 - 65_536);
        assertThat(viewer.rewriter.sourceSequence(2100 - 1023)).isEqualTo(65_077);
        assertThat(viewer.rewriter.sourceSsrc(2100 - 1023)).isEqualTo(0x1111);
        assertThat(viewer.rewriter.sourceSequence(2100 - 1024)).isEqualTo(-1);
        assertThat(viewer.rewriter.sourceSequence(2101)).isEqualTo(-1);
    }

    @Test
    void tellsNothingOfAnotherPublisherButOfAnotherLayer() {
        begin(10);
        viewer.onSource(1);
        write(TestSource.video("H264", 9).packet(70, 0, 100, H264_KEY));

        assertThat(viewer.rewriter.sourceSequence(1000)).isEqualTo(10);
        assertThat(viewer.rewriter.sourceSsrc(1000)).isEqualTo(0x1111);
        assertThat(viewer.rewriter.sourceSsrc(1001)).isEqualTo(9);

        viewer.onSource(2);

        assertThat(viewer.rewriter.sourceSequence(1000)).isEqualTo(-1);
        assertThat(viewer.rewriter.sourceSsrc(1000)).isZero();
    }

    @Test
    void writesAgainAsThePayloadTypeOfTheFirstTime() {
        begin(10);
        viewer.write(h264.packet(11, 0, H264_DELTA), 77);
        viewer.write(h264.packet(12, 0, H264_DELTA), 78);

        assertThat(viewer.writeAgain(h264.packet(11, 0, H264_DELTA), 1001).orElseThrow())
                .extracting(Written::payloadType)
                .isEqualTo(77);
        assertThat(viewer.writeAgain(h264.packet(12, 0, H264_DELTA), 1001)).isEmpty();
        assertThat(viewer.writeAgain(TestSource.video("H264", 9).packet(11, 0, "41"), 1001))
                .isEmpty();
    }

    @Test
    void keepsOpenWhatAJumpPassedOverAsFarAsItIsRemembered() {
        begin(10);

        assertThat(sequence(h264.packet(2010, 0, H264_DELTA))).isEqualTo(3000);
        assertThat(viewer.write(h264.packet(2010 - 1024, 0, H264_DELTA))).isEmpty();
        assertThat(sequence(h264.packet(2010 - 1023, 0, H264_DELTA))).isEqualTo(3000 - 1023);
        assertThat(sequence(h264.packet(2009, 0, H264_DELTA))).isEqualTo(2999);
        assertThat(viewer.writeAgain(h264.packet(10, 0, H264_KEY), 1000)).isEmpty();
    }

    @Test
    void reportsTheTimestampOfNow() {
        viewer.onSource(1);
        write(h264.packet(10, 0, 1000, H264_KEY));
        write(h264.packet(11, 9000, 1100, H264_DELTA));

        assertThat(viewer.rewriter.report(millis(1600)))
                .contains(new SenderReportValues(50_000 + 9000 + 45_000, 2, 4));
    }

    @Test
    void reportsTheOldSourceUntilTheNewOneBegins() {
        viewer.onSource(1);
        write(h264.packet(10, 0, 1000, H264_KEY));
        viewer.onSource(2);

        assertThat(viewer.rewriter.report(millis(2000)).orElseThrow().rtpTimestamp())
                .isEqualTo(50_000 + 90_000);

        write(h264.packet(99, 777, 3000, H264_KEY));

        assertThat(viewer.rewriter.report(millis(4000)).orElseThrow().rtpTimestamp())
                .isEqualTo(50_000 + 270_000);
    }

    private void begin(int sequenceNumber) {
        viewer.onSource(1);
        assertThat(sequence(h264.packet(sequenceNumber, 0, H264_KEY))).isEqualTo(1000);
    }

    private int sequence(RtpPacket packet) {
        return write(packet).sequenceNumber();
    }

    private Written write(RtpPacket packet) {
        return viewer.write(packet).orElseThrow();
    }

    private static int at(TestViewer listener, RtpPacket packet) {
        return listener.write(packet).orElseThrow().timestamp();
    }

    private static long millis(long millis) {
        return millis * 1_000_000;
    }
}
