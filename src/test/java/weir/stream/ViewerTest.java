package weir.stream;

import static org.assertj.core.api.Assertions.assertThat;

import static weir.stream.Arrivals.assertConsecutive;
import static weir.stream.Arrivals.keyFramesAskedOf;
import static weir.stream.Arrivals.payloads;
import static weir.stream.Arrivals.sequences;
import static weir.stream.Stage.AUDIO;
import static weir.stream.Stage.INTER_FRAME;
import static weir.stream.Stage.KEY_FRAME;
import static weir.stream.Stage.VIDEO;
import static weir.stream.Stage.VIEWER_AUDIO;
import static weir.stream.Stage.VIEWER_VIDEO;
import static weir.stream.Stage.audio;
import static weir.stream.Stage.video;
import static weir.stream.ViewerMedia.HIGH;
import static weir.stream.ViewerMedia.LOW;
import static weir.stream.ViewerMedia.MIDDLE;
import static weir.stream.ViewerMedia.RETRANSMISSION;
import static weir.stream.ViewerMedia.large;
import static weir.stream.ViewerMedia.layer;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import weir.peer.CloseReason;
import weir.rtcp.GenericNack;
import weir.rtcp.ReceiverEstimatedMaximumBitrate;
import weir.rtp.MediaKind;
import weir.testkit.Loops;
import weir.transport.TestSession;

import java.util.List;
import java.util.stream.IntStream;

/// What viewers choose, and what their paths make necessary.
class ViewerTest {
    private static final String NAME = "s";
    private static final long HOUR_NANOS = 3_600_000_000_000L;

    @AutoClose private static final Loops loops = new Loops(2);

    @AutoClose private final Stage stage = new Stage(loops);
    private int hours;

    @Test
    void getsOneEncodingOfThree() {
        TestSession publisher = simulcast();
        TestSession viewer = watch("m");

        sendAll(publisher, 10, true, 1);
        sendAll(publisher, 11, false, 2);
        sendAll(publisher, 12, false, 3);

        assertThat(payloads(viewer, VIEWER_VIDEO)).containsExactly(21, 22, 23);
        assertConsecutive(viewer, VIEWER_VIDEO);
    }

    @Test
    void changesTheEncodingAtItsNextKeyFrameWithoutAGap() {
        TestSession publisher = simulcast();
        TestSession viewer = watch("h");
        sendAll(publisher, 10, true, 1);
        publisher.reports.clear();

        stage.limit(NAME, viewer, "l");
        sendAll(publisher, 11, false, 2);
        stage.send(
                publisher,
                layer(HIGH, 12, false, 33),
                layer(MIDDLE, 12, true, 23),
                layer(LOW, 12, true, 13),
                layer(HIGH, 13, false, 34));
        stage.send(publisher, layer(LOW, 13, false, 15), layer(HIGH, 14, false, 35));

        assertThat(payloads(viewer, VIEWER_VIDEO)).containsExactly(31, 32, 33, 13, 15);
        assertConsecutive(viewer, VIEWER_VIDEO);
    }

    @Test
    void anEncodingThatIsAwaitedIsAskedForAKeyFrameAndNoOther() {
        TestSession publisher = simulcast();
        TestSession viewer = watch("h");
        sendAll(publisher, 10, true, 1);
        publisher.reports.clear();

        stage.limit(NAME, viewer, "l");
        loops.settle();

        assertThat(keyFramesAskedOf(publisher)).containsOnly(LOW);
    }

    @Test
    void whatIsMissedOfAnAwaitedEncodingDoesNotStopTheOneThatIsSent() {
        TestSession publisher = simulcast();
        TestSession viewer = watch("h");
        sendAll(publisher, 10, true, 1);
        stage.limit(NAME, viewer, "l");

        viewer.writable(false);
        stage.send(publisher, layer(LOW, 11, false, 12));
        viewer.writable(true);
        stage.send(publisher, layer(HIGH, 11, false, 32));

        assertThat(payloads(viewer, VIEWER_VIDEO)).containsExactly(31, 32);
    }

    @Test
    void goesOnWithAKeyFrameAfterThePictureWasPaused() {
        TestSession publisher = stage.publish(NAME, 1, 0);
        TestSession viewer = stage.watch(NAME, 1);
        stage.send(publisher, video(VIDEO, 10, KEY_FRAME), audio(AUDIO, 1));

        stage.enable(NAME, viewer, MediaKind.VIDEO, false);
        stage.send(publisher, video(VIDEO, 11, KEY_FRAME), audio(AUDIO, 2));
        stage.enable(NAME, viewer, MediaKind.VIDEO, true);
        stage.send(publisher, video(VIDEO, 12, INTER_FRAME));
        stage.send(publisher, video(VIDEO, 13, KEY_FRAME), audio(AUDIO, 3));

        assertThat(payloads(viewer, VIEWER_VIDEO)).containsExactly(3, 3);
        assertConsecutive(viewer, VIEWER_VIDEO);
        assertThat(payloads(viewer, VIEWER_AUDIO)).containsExactly(1, 2, 3);
    }

    @Test
    void goesOnWithTheNextPacketAfterTheSoundWasPaused() {
        TestSession publisher = stage.publish(NAME, 1, 0);
        TestSession viewer = stage.watch(NAME, 1);
        stage.send(publisher, audio(AUDIO, 1));

        stage.enable(NAME, viewer, MediaKind.AUDIO, false);
        stage.send(publisher, audio(AUDIO, 2));
        stage.enable(NAME, viewer, MediaKind.AUDIO, true);
        stage.send(publisher, audio(AUDIO, 3));

        assertThat(payloads(viewer, VIEWER_AUDIO)).containsExactly(1, 3);
        assertConsecutive(viewer, VIEWER_AUDIO);
    }

    /// While it was off, the numbers went once around and stopped a little short of where it was.
    @Test
    void soundComesBackHoweverLongItWasOff() {
        TestSession publisher = stage.publish(NAME, 1, 0);
        TestSession viewer = stage.watch(NAME, 1);
        stage.send(publisher, audio(AUDIO, 1000));
        stage.enable(NAME, viewer, MediaKind.AUDIO, false);
        for (int sequence : new int[] {21_000, 41_000, 61_000}) {
            stage.send(publisher, audio(AUDIO, sequence));
        }
        stage.send(publisher, audio(AUDIO, 500));

        stage.enable(NAME, viewer, MediaKind.AUDIO, true);
        stage.send(publisher, audio(AUDIO, 501));

        assertThat(payloads(viewer, VIEWER_AUDIO)).containsExactly(-24, -11);
        assertConsecutive(viewer, VIEWER_AUDIO);
    }

    @Test
    void pictureComesBackHoweverLongItWasOff() {
        TestSession publisher = stage.publish(NAME, 1, 0);
        TestSession viewer = stage.watch(NAME, 1);
        stage.send(publisher, video(VIDEO, 1000, KEY_FRAME));
        stage.enable(NAME, viewer, MediaKind.VIDEO, false);
        for (int sequence : new int[] {21_000, 41_000, 61_000, 500}) {
            stage.send(publisher, video(VIDEO, sequence, INTER_FRAME));
        }

        stage.enable(NAME, viewer, MediaKind.VIDEO, true);
        stage.send(publisher, video(VIDEO, 501, KEY_FRAME));
        stage.send(publisher, video(VIDEO, 502, INTER_FRAME));

        assertThat(payloads(viewer, VIEWER_VIDEO)).containsExactly(3, 3, 6);
        assertConsecutive(viewer, VIEWER_VIDEO);
    }

    @Test
    void aPictureThatWasNotPausedGoesOnWhenItIsSwitchedOn() {
        TestSession publisher = stage.publish(NAME, 1, 0);
        TestSession viewer = stage.watch(NAME, 1);
        stage.send(publisher, video(VIDEO, 10, KEY_FRAME), audio(AUDIO, 1));

        stage.enable(NAME, viewer, MediaKind.VIDEO, true);
        stage.enable(NAME, viewer, MediaKind.AUDIO, true);
        stage.send(publisher, video(VIDEO, 11, INTER_FRAME), audio(AUDIO, 2));

        assertThat(payloads(viewer, VIEWER_VIDEO)).containsExactly(3, 6);
        assertThat(payloads(viewer, VIEWER_AUDIO)).containsExactly(1, 2);
    }

    @Test
    void aLostPacketComesAgainByRetransmission() {
        TestSession publisher = stage.publish(NAME, 1, 0);
        TestSession viewer = stage.watch(NAME, 1, ViewerMedia.repaired());
        stage.send(publisher, video(VIDEO, 10, KEY_FRAME), video(VIDEO, 11, INTER_FRAME));
        int lost = sequences(viewer, VIEWER_VIDEO).getLast();

        askAgain(viewer, lost);

        assertThat(viewer.hasEnded()).isFalse();
        assertThat(originals(viewer)).containsExactly(lost);
        assertThat(payloads(viewer, RETRANSMISSION)).contains(6);
    }

    @Test
    void whatWasLostBeforeAChangeOfTheEncodingComesAgainAfterIt() {
        TestSession publisher = simulcast();
        TestSession viewer = stage.watch(NAME, 1, ViewerMedia.repaired());
        stage.limit(NAME, viewer, "h");
        sendAll(publisher, 10, true, 1);
        sendAll(publisher, 11, false, 2);
        int lost = sequences(viewer, VIEWER_VIDEO).getLast();
        stage.limit(NAME, viewer, "l");
        sendAll(publisher, 12, true, 3);

        askAgain(viewer, lost);

        assertThat(payloads(viewer, VIEWER_VIDEO)).containsExactly(31, 32, 13);
        assertThat(originals(viewer)).containsExactly(lost);
        assertThat(payloads(viewer, RETRANSMISSION)).contains(32);
    }

    @Test
    void aNackOfTheLastPublishersPacketsIsNotAnsweredByThoseOfTheNext() {
        TestSession first = stage.publish(NAME, 1, 0);
        TestSession viewer = stage.watch(NAME, 1);
        stage.send(first, video(VIDEO, 10, KEY_FRAME), video(VIDEO, 11, INTER_FRAME));
        int sequence = viewer.media.getLast().header().sequenceNumber();
        TestSession second = stage.publish(NAME, 2, 0);
        stage.send(second, video(VIDEO, 11, new byte[] {0x10, 0x01, 7, 8, 9}));
        viewer.sealed.clear();

        askAgain(viewer, sequence);

        assertThat(viewer.hasEnded()).isFalse();
        assertThat(viewer.sealed).isEmpty();
    }

    @Test
    void whatWaitsForThePathIsSentInOrderWhenItOpens() {
        TestSession publisher = stage.publish(NAME, 1, 0);
        TestSession viewer = narrow();

        stage.send(publisher, keyFrame(10, 6));
        int atOnce = payloads(viewer, VIEWER_VIDEO).size();
        wake(viewer);

        assertThat(atOnce).isBetween(1, 5);
        assertThat(payloads(viewer, VIEWER_VIDEO)).startsWith(0, 1);
        assertConsecutive(viewer, VIEWER_VIDEO);
        for (int i = 0; i < 6; i++) {
            wake(viewer);
        }
        assertThat(payloads(viewer, VIEWER_VIDEO)).containsExactly(0, 1, 2, 3, 4, 5);
    }

    @Test
    void whatWaitsTooLongIsLeftOutUpToAKeyFrame() {
        TestSession publisher = stage.publish(NAME, 1, 0);
        TestSession viewer = narrow();
        stage.send(publisher, keyFrame(10, 30));
        long dropped = stage.streams.counters().packetsDropped();

        stage.send(publisher, large(40, false, 40));
        int sent = payloads(viewer, VIEWER_VIDEO).size();
        wake(viewer);
        stage.send(publisher, large(41, true, 41));
        wake(viewer);

        assertThat(stage.streams.counters().packetsDropped()).isGreaterThan(dropped);
        assertThat(sent).isLessThan(30);
        assertThat(payloads(viewer, VIEWER_VIDEO)).hasSize(sent + 1).endsWith(41);
        assertConsecutive(viewer, VIEWER_VIDEO);
    }

    @Test
    void whatWaitsIsLetGoWhenThePublisherOrTheViewerLeaves() {
        TestSession publisher = stage.publish(NAME, 1, 0);
        TestSession leaving = narrow();
        TestSession staying = narrow();
        stage.send(publisher, keyFrame(10, 30));

        leaving.ref().close(CloseReason.HUNG_UP);
        publisher.ref().close(CloseReason.HUNG_UP);
        loops.settle();

        assertThat(staying.hasEnded()).isFalse();
        assertThat(stage.counting.bytesHeld()).isZero();
    }

    /// A viewer that has chosen an encoding.
    private TestSession watch(String rid) {
        TestSession viewer = stage.watch(NAME, 1);
        stage.limit(NAME, viewer, rid);
        return viewer;
    }

    private TestSession simulcast() {
        TestSession publisher = stage.publish(NAME, 1, 0, ViewerMedia.simulcast());
        sendAll(publisher, 1, true, 0);
        return publisher;
    }

    private void sendAll(TestSession publisher, int sequence, boolean key, int last) {
        stage.send(
                publisher,
                layer(LOW, sequence, key, 10 + last),
                layer(MIDDLE, sequence, key, 20 + last),
                layer(HIGH, sequence, key, 30 + last));
    }

    /// A viewer whose path carries 50 kbit/s.
    private TestSession narrow() {
        TestSession viewer = stage.watch(NAME, 1, ViewerMedia.estimating());
        viewer.receiveReport(new ReceiverEstimatedMaximumBitrate(1, 50_000, List.of(VIEWER_VIDEO)));
        return viewer;
    }

    /// One frame, its packets numbered by their last byte from 0.
    private static byte[][] keyFrame(int sequence, int packets) {
        return IntStream.range(0, packets)
                .mapToObj(i -> large(sequence + i, i == 0, i))
                .toArray(byte[][]::new);
    }

    private void wake(TestSession viewer) {
        stage.on(viewer, subscriber -> subscriber.onWake(System.nanoTime() + ++hours * HOUR_NANOS));
    }

    private void askAgain(TestSession viewer, int sequence) {
        viewer.receiveReport(new GenericNack(1, VIEWER_VIDEO, List.of(sequence)));
        loops.settle();
    }

    /// Numbers of what came again.
    private static List<Integer> originals(TestSession viewer) {
        return viewer.media.stream()
                .filter(packet -> packet.header().ssrc() == RETRANSMISSION)
                .filter(packet -> (packet.bytes()[0] & 0x20) == 0)
                .map(packet -> number(packet.bytes(), packet.header().length()))
                .toList();
    }

    private static int number(byte[] bytes, int index) {
        return (bytes[index] & 0xff) << 8 | bytes[index + 1] & 0xff;
    }
}
