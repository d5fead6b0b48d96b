package weir.stream;

import static org.assertj.core.api.Assertions.assertThat;

import static weir.stream.Arrivals.assertConsecutive;
import static weir.stream.Arrivals.sequences;
import static weir.stream.Stage.AUDIO;
import static weir.stream.Stage.HIGH;
import static weir.stream.Stage.INTER_FRAME;
import static weir.stream.Stage.KEY_FRAME;
import static weir.stream.Stage.VIDEO;
import static weir.stream.Stage.VIEWER_VIDEO;
import static weir.stream.Stage.audio;
import static weir.stream.Stage.video;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import weir.rtcp.GenericNack;
import weir.rtcp.PauseMessage;
import weir.testkit.Loops;
import weir.transport.TestSession;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/// Whatever a publisher does with its numbers and payloads, its viewers and links stay: nothing
/// that it sends makes us break a rule of ours.
class HostilePublisherTest {
    private static final String NAME = "s";
    private static final int ROUND = 1 << 16;
    private static final int PADDING = 1 << 11;
    private static final int STEPS = 150;

    @AutoClose private static final Loops loops = new Loops(2);

    @AutoClose private final Stage stage = new Stage(loops);
    private TestSession publisher;

    /// It leaves out the numbers of which a packet would be sent.
    @Test
    void aLinkKeepsCountOfAPausedSourceThatJumps() {
        publisher = stage.publishSimulcast(NAME, 0);
        TestSession link = stage.link(NAME, stage.publication(NAME), 1);
        stage.send(publisher, video(HIGH, 60_001, KEY_FRAME));
        stage.send(publisher, video(HIGH, 20_001, INTER_FRAME), video(HIGH, 40_001, INTER_FRAME));
        link.receiveReport(pause(PauseMessage.Type.PAUSE));

        for (int number : new int[] {60_001, 14_465, 24_001}) {
            stage.send(publisher, video(HIGH, number, INTER_FRAME));
        }
        link.receiveReport(pause(PauseMessage.Type.RESUME));
        stage.send(publisher, video(HIGH, 24_002, KEY_FRAME));

        assertThat(link.hasEnded()).isFalse();
        assertThat(sequences(link, HIGH)).endsWith(24_002);
    }

    /// What the kernel had no room for is more than half a round of numbers.
    @Test
    void aLinkThatLostCountIsSentNothingItCannotOpen() {
        publisher = stage.publish(NAME, 1, 0);
        TestSession link = stage.link(NAME, stage.publication(NAME), 1);
        stage.send(publisher, video(VIDEO, 10, KEY_FRAME), video(VIDEO, 30_000, INTER_FRAME));
        stage.send(publisher, video(VIDEO, 60_000, INTER_FRAME));

        link.writable(false);
        stage.send(publisher, video(VIDEO, 20_000, INTER_FRAME));
        link.writable(true);
        stage.send(publisher, video(VIDEO, 40_000, INTER_FRAME));

        assertThat(link.hasEnded()).isFalse();
        assertThat(sequences(link, VIDEO)).containsExactly(10, 30_000, 60_000);
    }

    /// Padding takes numbers, but none of it is sent on.
    @Test
    void aViewerGoesOnAtTheNextKeyFrameAfterAJumpThatPaddingHid() {
        publisher = stage.publish(NAME, 1, 0);
        TestSession viewer = stage.watch(NAME, 1);
        stage.send(publisher, video(VIDEO, 1, KEY_FRAME));

        stage.send(publisher, video(VIDEO, 32_000, new byte[0]));
        stage.send(publisher, video(VIDEO, 64_000, INTER_FRAME));
        stage.send(publisher, video(VIDEO, 64_001, KEY_FRAME));

        assertThat(viewer.hasEnded()).isFalse();
        assertThat(sequences(viewer, VIEWER_VIDEO)).hasSize(2);
        assertConsecutive(viewer, VIEWER_VIDEO);
    }

    /// A viewer that loses what is between two leaps could open nothing any more.
    @Test
    void aViewerIsToldOfALeapOnlyIfItIsShort() {
        publisher = stage.publish(NAME, 1, 0);
        TestSession viewer = stage.watch(NAME, 1);

        stage.send(publisher, video(VIDEO, 1, KEY_FRAME), video(VIDEO, 4097, INTER_FRAME));
        stage.send(publisher, video(VIDEO, 8194, INTER_FRAME), video(VIDEO, 8195, KEY_FRAME));

        int first = sequences(viewer, VIEWER_VIDEO).getFirst();
        assertThat(sequences(viewer, VIEWER_VIDEO))
                .containsExactly(first, first + 4096 & 0xffff, first + 4097 & 0xffff);
    }

    /// One number, two packets: what the viewer lacks can be had no more. Padding in between leaves
    /// no gap that would tell.
    @Test
    void aViewerIsNotSentAnotherPacketForTheOneItLacks() {
        publisher = stage.publish(NAME, 1, 0);
        TestSession viewer = stage.watch(NAME, 1);
        stage.send(publisher, video(VIDEO, 1, KEY_FRAME), video(VIDEO, 2, INTER_FRAME));
        int lacked = sequences(viewer, VIEWER_VIDEO).getLast();
        for (int number = 3; number < ROUND + 2; number += PADDING) {
            stage.send(publisher, padding(number, Math.min(number + PADDING, ROUND + 2)));
        }
        stage.send(publisher, video(VIDEO, 2, KEY_FRAME));
        viewer.sealed.clear();

        viewer.receiveReport(new GenericNack(1, VIEWER_VIDEO, List.of(lacked)));
        loops.settle();

        assertThat(viewer.hasEnded()).isFalse();
        assertThat(viewer.sealed).isEmpty();
    }

    private static byte[][] padding(int first, int afterLast) {
        return IntStream.range(first, afterLast)
                .mapToObj(number -> video(VIDEO, number & 0xffff, new byte[0]))
                .toArray(byte[][]::new);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void itsViewersAndLinksStayWhateverItSends(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        publisher = stage.publish(NAME, 1, 0);
        TestSession link = stage.link(NAME, stage.publication(NAME), 1);
        List<TestSession> viewers =
                List.of(
                        stage.watch(NAME, 0),
                        stage.watch(NAME, 1),
                        stage.watch(NAME, 1, ViewerMedia.repaired()));

        int picture = random.nextInt(1 << 15);
        int sound = random.nextInt(1 << 15);
        for (int i = 0; i < STEPS; i++) {
            picture = jump(picture, random);
            byte[][] packets = new byte[1 + random.nextInt(4)][];
            for (int n = 0; n < packets.length; n++) {
                packets[n] =
                        n > 0 && random.nextInt(8) == 0
                                ? audio(AUDIO, sound++ & 0xffff)
                                : video(VIDEO, picture++ & 0xffff, payload(random));
            }
            stage.send(publisher, packets);
            disturb(link, viewers, random);
        }

        assertThat(publisher.hasEnded()).isFalse();
        assertThat(link.hasEnded()).isFalse();
        assertThat(viewers).noneMatch(TestSession::hasEnded);
    }

    private static int jump(int sequence, SplittableRandom random) {
        return switch (random.nextInt(8)) {
            case 0 -> sequence + 32_766 - random.nextInt(3);
            case 1 -> sequence + random.nextInt(32_767);
            case 2 -> sequence + random.nextInt(20);
            default -> sequence;
        };
    }

    private static byte[] payload(SplittableRandom random) {
        byte[] payload =
                switch (random.nextInt(4)) {
                    case 0 -> KEY_FRAME.clone();
                    case 1 -> INTER_FRAME.clone();
                    case 2 -> new byte[random.nextInt(3)];
                    default -> new byte[1 + random.nextInt(60)];
                };
        if (random.nextInt(3) == 0) {
            random.nextBytes(payload);
        }
        return payload;
    }

    private void disturb(TestSession link, List<TestSession> viewers, SplittableRandom random) {
        switch (random.nextInt(6)) {
            case 0 -> askAgain(viewers.get(random.nextInt(viewers.size())), VIEWER_VIDEO);
            case 1 -> askAgain(link, VIDEO);
            case 2 -> link.writable(random.nextBoolean());
            case 3 -> viewers.get(random.nextInt(viewers.size())).writable(random.nextBoolean());
            default -> {}
        }
        loops.settle();
    }

    private static void askAgain(TestSession session, int ssrc) {
        List<Integer> sent = sequences(session, ssrc);
        if (!sent.isEmpty()) {
            int last = sent.getLast();
            session.receiveReport(
                    new GenericNack(
                            1,
                            ssrc,
                            IntStream.rangeClosed(-20, 3)
                                    .map(back -> last + back & 0xffff)
                                    .boxed()
                                    .toList()));
        }
    }

    private static PauseMessage pause(PauseMessage.Type type) {
        return new PauseMessage(1, List.of(new PauseMessage.Entry(HIGH, type, 0)));
    }
}
