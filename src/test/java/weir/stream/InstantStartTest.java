package weir.stream;

import static org.assertj.core.api.Assertions.assertThat;

import static weir.stream.Arrivals.assertConsecutive;
import static weir.stream.Arrivals.payloads;
import static weir.stream.Arrivals.sequences;
import static weir.stream.Stage.INTER_FRAME;
import static weir.stream.Stage.KEY_FRAME;
import static weir.stream.Stage.VIDEO;
import static weir.stream.Stage.VIEWER_VIDEO;
import static weir.stream.Stage.video;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import weir.rtcp.GenericNack;
import weir.testkit.Loops;
import weir.transport.TestSession;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/// What a viewer gets who comes between two key frames.
class InstantStartTest {
    private static final String NAME = "s";
    private static final int BYTES_MAX = 1000;

    @AutoClose private static final Loops loops = new Loops(2);

    @AutoClose private final Stage stage = new Stage(loops, config(InstantStart.ALWAYS));

    private static StreamConfig config(InstantStart when) {
        return config(when, BYTES_MAX);
    }

    private static StreamConfig config(InstantStart when, int bytesMax) {
        return new StreamConfig(when, Duration.ofSeconds(30), bytesMax);
    }

    @Test
    void aViewerIsGivenTheGroupOfPicturesAndThenWhatComes() {
        TestSession publisher = stage.publish(NAME, 1, 0);
        stage.send(publisher, video(VIDEO, 9, INTER_FRAME), video(VIDEO, 10, KEY_FRAME));
        stage.send(publisher, video(VIDEO, 11, inter(1)), video(VIDEO, 12, inter(2)));

        TestSession viewer = stage.watch(NAME, 1);
        stage.send(publisher, video(VIDEO, 13, inter(3)));
        wake(viewer);
        stage.send(publisher, video(VIDEO, 14, inter(4)));

        assertThat(payloads(viewer, VIEWER_VIDEO)).containsExactly(3, 1, 2, 3, 4);
        assertConsecutive(viewer, VIEWER_VIDEO);
        assertThat(stage.streams.counters().instantStarts()).isEqualTo(1);
        assertThat(requests(publisher)).isZero();
    }

    @Test
    void aViewerOnALoopThatHasHistoryIsGivenItOnConnecting() {
        TestSession publisher = stage.publish(NAME, 1, 0);
        TestSession first = stage.watch(NAME, 1);
        stage.send(publisher, video(VIDEO, 10, KEY_FRAME), video(VIDEO, 11, inter(1)));

        TestSession second = stage.watch(NAME, 1);
        wake(second);

        assertThat(payloads(second, VIEWER_VIDEO)).containsExactly(3, 1);
        assertThat(payloads(first, VIEWER_VIDEO)).containsExactly(3, 1);
    }

    @Test
    void whatCameBeforeTheViewerIsSentAgainToo() {
        TestSession publisher = stage.publish(NAME, 1, 0);
        stage.send(publisher, video(VIDEO, 10, KEY_FRAME), video(VIDEO, 11, inter(1)));
        TestSession viewer = stage.watch(NAME, 1);
        stage.send(publisher, video(VIDEO, 12, inter(2)));
        wake(viewer);
        byte[] first = viewer.sealed.getFirst();
        int sequence = sequences(viewer, VIEWER_VIDEO).getFirst();
        viewer.sealed.clear();

        viewer.receiveReport(new GenericNack(1, VIEWER_VIDEO, List.of(sequence)));
        loops.settle();

        assertThat(viewer.sealed).hasSize(1);
        assertThat(viewer.sealed.getFirst()).isEqualTo(first);
    }

    @Test
    void aGroupThatLacksAPacketIsGivenWhileItMayStillBeRepaired() {
        TestSession publisher = stage.publish(NAME, 1, 0);
        stage.send(publisher, video(VIDEO, 10, KEY_FRAME), video(VIDEO, 12, inter(2)));
        stage.send(publisher, video(VIDEO, 11, inter(1)));

        TestSession viewer = stage.watch(NAME, 1);
        stage.send(publisher, video(VIDEO, 14, inter(4)));
        wake(viewer);
        stage.send(publisher, video(VIDEO, 13, inter(3)));

        assertThat(payloads(viewer, VIEWER_VIDEO)).containsExactly(3, 2, 1, 4, 3);
    }

    @Test
    void aGroupThatIsTooLongIsGivenToNobody() {
        TestSession publisher = stage.publish(NAME, 1, 0);
        stage.send(publisher, video(VIDEO, 10, KEY_FRAME));
        stage.send(publisher, video(VIDEO, 11, new byte[BYTES_MAX]));

        TestSession viewer = stage.watch(NAME, 1);
        stage.send(publisher, video(VIDEO, 12, INTER_FRAME));
        wake(viewer);
        assertThat(payloads(viewer, VIEWER_VIDEO)).isEmpty();
        stage.send(publisher, video(VIDEO, 13, KEY_FRAME));

        assertThat(payloads(viewer, VIEWER_VIDEO)).containsExactly(3);
        assertThat(stage.streams.counters().groupsTooLong()).isEqualTo(1);
        assertThat(requests(publisher)).isPositive();
    }

    @Test
    void theNextKeyFrameOvertakesWhatStillWaits() {
        TestSession publisher = stage.publish(NAME, 1, 0);
        stage.send(publisher, video(VIDEO, 10, KEY_FRAME), video(VIDEO, 11, inter(1)));
        TestSession viewer = stage.watch(NAME, 1);
        stage.send(publisher, video(VIDEO, 12, inter(2)));

        // In one read with the wake-up still to come, or behind it: either is in order.
        stage.send(publisher, video(VIDEO, 13, KEY_FRAME), video(VIDEO, 14, inter(5)));
        wake(viewer);

        List<Integer> got = payloads(viewer, VIEWER_VIDEO);
        assertThat(got.subList(got.size() - 2, got.size())).containsExactly(3, 5);
        assertConsecutive(viewer, VIEWER_VIDEO);
    }

    @Test
    void aPictureThatHasBegunToLeaveIsEndedBeforeItIsOvertaken() {
        Stage large = new Stage(loops, config(InstantStart.ALWAYS, 1 << 22));
        TestSession publisher = large.publish(NAME, 1, 0);
        large.send(publisher, of(1000, video(VIDEO, 0, KEY_FRAME)));
        IntStream.range(1, 400)
                .forEach(i -> large.send(publisher, of(1000, ViewerMedia.large(i, false, 1))));
        IntStream.range(400, 500)
                .forEach(i -> large.send(publisher, of(4000, ViewerMedia.large(i, false, 2))));
        TestSession viewer = large.watch(NAME, 1);
        large.send(publisher, of(7000, video(VIDEO, 500, inter(4))));
        wake(viewer);
        assertThat(payloads(viewer, VIEWER_VIDEO)).hasSizeBetween(2, 399);

        large.send(publisher, of(10_000, video(VIDEO, 501, KEY_FRAME)));
        wake(viewer);
        large.send(publisher, of(13_000, video(VIDEO, 502, inter(5))));
        wake(viewer);

        List<Integer> got = payloads(viewer, VIEWER_VIDEO);
        assertThat(got).hasSize(402).doesNotContain(2, 4);
        assertThat(got.subList(1, 400)).containsOnly(1);
        assertThat(got.subList(400, 402)).containsExactly(3, 5);
        assertConsecutive(viewer, VIEWER_VIDEO);
        large.close();
    }

    private static byte[] of(int timestamp, byte[] packet) {
        ByteBuffer.wrap(packet).putInt(4, timestamp);
        return packet;
    }

    @Test
    void whereItIsAutomaticAPublisherThatAnswersIsAsked() {
        Stage automatic = new Stage(loops, config(InstantStart.AUTO));
        TestSession publisher = automatic.publish(NAME, 1, 0);
        automatic.send(publisher, video(VIDEO, 10, KEY_FRAME));

        TestSession viewer = automatic.watch(NAME, 1);
        automatic.send(publisher, video(VIDEO, 11, INTER_FRAME));
        wake(viewer);

        assertThat(payloads(viewer, VIEWER_VIDEO)).isEmpty();
        assertThat(requests(publisher)).isPositive();
        automatic.close();
    }

    @Test
    void aLongGroupLeavesAtABoundedPace() {
        Stage large = new Stage(loops, config(InstantStart.ALWAYS, 1 << 22));
        TestSession publisher = large.publish(NAME, 1, 0);
        large.send(publisher, video(VIDEO, 0, KEY_FRAME));
        IntStream.range(1, 500)
                .forEach(i -> large.send(publisher, video(VIDEO, i, new byte[1000])));

        TestSession viewer = large.watch(NAME, 1);
        large.send(publisher, video(VIDEO, 500, INTER_FRAME));
        wake(viewer);

        assertThat(payloads(viewer, VIEWER_VIDEO)).hasSizeBetween(2, 300);
        large.close();
    }

    private static byte[] inter(int last) {
        byte[] payload = INTER_FRAME.clone();
        payload[payload.length - 1] = (byte) last;
        return payload;
    }

    /// What a session's timer does.
    private void wake(TestSession viewer) {
        loops.settle();
        loops.run(
                viewer.driver().owner(),
                () -> viewer.driver().onTimer(System.nanoTime() + 50_000_000));
        loops.settle();
    }

    private static long requests(TestSession publisher) {
        return publisher.driver().peer().receiving().stats().stream()
                .mapToLong(source -> source.plisSent())
                .sum();
    }
}
