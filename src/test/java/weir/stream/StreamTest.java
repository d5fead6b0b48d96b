package weir.stream;

import static org.assertj.core.api.Assertions.assertThat;

import static weir.stream.Arrivals.assertConsecutive;
import static weir.stream.Arrivals.keyFramesAskedOf;
import static weir.stream.Arrivals.payloads;
import static weir.stream.Stage.AUDIO;
import static weir.stream.Stage.INTER_FRAME;
import static weir.stream.Stage.KEY_FRAME;
import static weir.stream.Stage.VIDEO;
import static weir.stream.Stage.VIEWER_AUDIO;
import static weir.stream.Stage.VIEWER_VIDEO;
import static weir.stream.Stage.audio;
import static weir.stream.Stage.video;

import io.netty.buffer.Unpooled;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import weir.forward.BurstReader;
import weir.forward.MediaBurst;
import weir.forward.MediaPacket;
import weir.forward.SourceLayer;
import weir.peer.CloseReason;
import weir.rtcp.GenericNack;
import weir.rtcp.SenderReport;
import weir.rtp.Burst;
import weir.rtp.PayloadFormat;
import weir.rtp.RtpHeader;
import weir.rtp.RtpPacket;
import weir.testkit.Loops;
import weir.transport.TestSession;
import weir.wire.MalformedPacketException;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/// One stream from its publisher to viewers on two loops.
class StreamTest {
    private static final String NAME = "s";

    @AutoClose private static final Loops loops = new Loops(2);

    @AutoClose private final Stage stage = new Stage(loops);

    @Test
    void tenViewersOnTwoLoopsSeeTheSame() {
        TestSession publisher = stage.publish(NAME, 1, 0);
        List<TestSession> viewers =
                IntStream.range(0, 10).mapToObj(i -> stage.watch(NAME, i % 2)).toList();

        stage.send(publisher, video(VIDEO, 10, KEY_FRAME), audio(AUDIO, 7));
        stage.send(publisher, video(VIDEO, 11, INTER_FRAME));

        assertThat(viewers)
                .allSatisfy(
                        viewer -> {
                            assertThat(payloads(viewer, VIEWER_VIDEO)).containsExactly(3, 6);
                            assertThat(payloads(viewer, VIEWER_AUDIO)).containsExactly(7);
                            assertConsecutive(viewer, VIEWER_VIDEO);
                        });
        assertThat(stage.heard).contains("s epoch 1", "s viewers 10");
    }

    @Test
    void aViewerBeginsWithAKeyFrameAndThePublisherIsAskedForOne() {
        TestSession publisher = stage.publish(NAME, 1, 0);
        stage.send(publisher, video(VIDEO, 10, KEY_FRAME));
        publisher.reports.clear();

        TestSession viewer = stage.watch(NAME, 1);
        stage.send(publisher, video(VIDEO, 11, INTER_FRAME));
        stage.send(publisher, video(VIDEO, 12, KEY_FRAME));

        assertThat(keyFramesAskedOf(publisher)).hasSize(1);
        assertThat(payloads(viewer, VIEWER_VIDEO)).containsExactly(3);
    }

    @Test
    void aTakeoverKeepsTheViewerAndItsNumbers() {
        TestSession first = stage.publish(NAME, 1, 0);
        TestSession viewer = stage.watch(NAME, 1);
        stage.send(first, video(VIDEO, 10, KEY_FRAME), audio(AUDIO, 1));

        TestSession second = stage.publish(NAME, 2, 1);
        stage.send(second, video(VIDEO + 8, 5000, KEY_FRAME), audio(AUDIO + 8, 9000));
        stage.send(second, video(VIDEO + 8, 5001, INTER_FRAME));

        assertThat(first.hasEnded()).isTrue();
        assertThat(viewer.hasEnded()).isFalse();
        assertThat(payloads(viewer, VIEWER_VIDEO)).containsExactly(3, 3, 6);
        assertConsecutive(viewer, VIEWER_VIDEO);
        assertConsecutive(viewer, VIEWER_AUDIO);
    }

    @Test
    void anOlderEpochLoses() {
        TestSession newer = stage.publish(NAME, 2, 0);

        TestSession older = stage.publish(NAME, 1, 1);

        assertThat(older.hasEnded()).isTrue();
        assertThat(newer.hasEnded()).isFalse();
        assertThat(stage.publication(NAME).epoch()).isEqualTo(2);
        assertThat(stage.heard).containsExactly("s epoch 2");
    }

    @Test
    void aBurstOfAnOldPublicationIsDropped() {
        TestSession old = stage.publish(NAME, 1, 0);
        TestSession viewer = stage.watch(NAME, 1);
        PublicationRef oldRef = stage.publication(NAME);
        stage.send(old, video(VIDEO, 10, KEY_FRAME));
        LoopFanOut fanOut = stage.fanOut(NAME, viewer);

        stage.publish(NAME, 2, 1);
        deliver(fanOut, oldRef, 0, video(VIDEO, 11, KEY_FRAME));

        assertThat(payloads(viewer, VIEWER_VIDEO)).containsExactly(3);
    }

    @Test
    void afterABurstThatWaitedTooLongAKeyFrameIsAwaitedAndAskedForOnce() {
        TestSession publisher = stage.publish(NAME, 1, 0);
        TestSession viewer = stage.watch(NAME, 1);
        PublicationRef publication = stage.publication(NAME);
        stage.send(publisher, video(VIDEO, 10, KEY_FRAME));
        publisher.reports.clear();
        LoopFanOut fanOut = stage.fanOut(NAME, viewer);
        viewer.reports.clear();

        for (int i = 0; i < 20; i++) {
            deliver(fanOut, publication, 501_000_000, video(VIDEO, 11 + i, INTER_FRAME));
        }
        stage.send(publisher, video(VIDEO, 40, INTER_FRAME));
        stage.send(publisher, video(VIDEO, 41, KEY_FRAME));
        stage.send(publisher, video(VIDEO, 42, INTER_FRAME));

        assertThat(payloads(viewer, VIEWER_VIDEO)).containsExactly(3, 3, 6);
        assertConsecutive(viewer, VIEWER_VIDEO);
        assertThat(stage.streams.counters().burstsTooOld()).isEqualTo(20);
        assertThat(viewer.reports).isEmpty();
        assertThat(publisher.driver().peer().receiving().stats().getFirst().plisSent())
                .isLessThanOrEqualTo(2);
    }

    @Test
    void soundThatWaitedTooLongLeavesNoGap() {
        TestSession publisher = stage.publish(NAME, 1, 0);
        TestSession viewer = stage.watch(NAME, 1);
        LoopFanOut fanOut = stage.fanOut(NAME, viewer);
        stage.send(publisher, audio(AUDIO, 1));

        deliver(fanOut, stage.publication(NAME), 501_000_000, audio(AUDIO, 2));
        stage.send(publisher, audio(AUDIO, 3), audio(AUDIO, 4));

        assertThat(payloads(viewer, VIEWER_AUDIO)).containsExactly(1, 3, 4);
        assertConsecutive(viewer, VIEWER_AUDIO);
    }

    @Test
    void soundForWhichTheSocketHadNoRoomLeavesNoGap() {
        TestSession publisher = stage.publish(NAME, 1, 0);
        TestSession viewer = stage.watch(NAME, 1);
        stage.send(publisher, audio(AUDIO, 1));

        viewer.writable(false);
        stage.send(publisher, audio(AUDIO, 2), audio(AUDIO, 3));
        viewer.writable(true);
        stage.send(publisher, audio(AUDIO, 4), audio(AUDIO, 5));

        assertThat(payloads(viewer, VIEWER_AUDIO)).containsExactly(1, 4, 5);
        assertConsecutive(viewer, VIEWER_AUDIO);
    }

    @Test
    void aNewSsrcBeginsAnewForThatViewer() {
        TestSession publisher = stage.publish(NAME, 1, 0);
        TestSession viewer = stage.watch(NAME, 1);
        stage.send(publisher, video(VIDEO, 10, KEY_FRAME));

        stage.send(publisher, video(0x55, 3, INTER_FRAME));
        stage.send(publisher, video(0x55, 4, KEY_FRAME));

        assertThat(payloads(viewer, VIEWER_VIDEO)).containsExactly(3, 3);
        assertConsecutive(viewer, VIEWER_VIDEO);
    }

    @Test
    void oneBurstMayEndOneSourceAndBeginTheNext() {
        TestSession publisher = stage.publish(NAME, 1, 0);
        TestSession viewer = stage.watch(NAME, 1);
        stage.send(publisher, audio(AUDIO, 1));

        stage.send(publisher, audio(AUDIO, 2), audio(0x66, 50));
        stage.send(publisher, audio(0x66, 51));

        assertThat(payloads(viewer, VIEWER_AUDIO)).containsExactly(1, 50, 51);
    }

    @Test
    void aStragglerOfAReplacedSourceDoesNotBringItBack() {
        TestSession publisher = stage.publish(NAME, 1, 0);
        TestSession viewer = stage.watch(NAME, 1);
        stage.send(publisher, video(VIDEO, 10, KEY_FRAME));
        stage.send(publisher, video(0x55, 3, KEY_FRAME));

        stage.send(publisher, video(VIDEO, 11, INTER_FRAME));
        stage.send(publisher, video(0x55, 4, INTER_FRAME));

        assertThat(payloads(viewer, VIEWER_VIDEO)).containsExactly(3, 3, 6);
    }

    @Test
    void aNackIsAnsweredByteForByte() {
        TestSession publisher = stage.publish(NAME, 1, 0);
        TestSession viewer = stage.watch(NAME, 1);
        stage.send(publisher, video(VIDEO, 10, KEY_FRAME), video(VIDEO, 11, INTER_FRAME));
        byte[] original = viewer.sealed.getLast();
        int sequence = viewer.media.getLast().header().sequenceNumber();
        viewer.sealed.clear();

        viewer.receiveReport(new GenericNack(1, VIEWER_VIDEO, List.of(sequence)));
        loops.settle();

        assertThat(viewer.sealed).hasSize(1);
        assertThat(viewer.sealed.getFirst()).isEqualTo(original);
        assertThat(viewer.hasEnded()).isFalse();
    }

    @Test
    void aNackThatAsksForTheSameOverAndOverIsAnsweredWithinABudget() {
        TestSession publisher = stage.publish(NAME, 1, 0);
        TestSession viewer = stage.watch(NAME, 1);
        stage.send(publisher, video(VIDEO, 10, KEY_FRAME));
        int sequence = viewer.media.getLast().header().sequenceNumber();
        viewer.sealed.clear();

        for (int i = 0; i < 100; i++) {
            viewer.receiveReport(
                    new GenericNack(1, VIEWER_VIDEO, Collections.nCopies(100, sequence)));
        }

        assertThat(viewer.sealed).hasSizeBetween(100, 5000);
    }

    @Test
    void aViewerWhoseSocketIsFullWaitsForAKeyFrame() {
        TestSession publisher = stage.publish(NAME, 1, 0);
        TestSession viewer = stage.watch(NAME, 1);
        stage.send(publisher, video(VIDEO, 10, KEY_FRAME));

        viewer.writable(false);
        stage.send(publisher, video(VIDEO, 11, INTER_FRAME));
        viewer.writable(true);
        stage.send(publisher, video(VIDEO, 12, INTER_FRAME));
        stage.send(publisher, video(VIDEO, 13, KEY_FRAME));

        assertThat(payloads(viewer, VIEWER_VIDEO)).containsExactly(3, 3);
        assertConsecutive(viewer, VIEWER_VIDEO);
    }

    @Test
    void aViewerThatEndsInItsTurnTakesNothingFromTheOthers() {
        TestSession publisher = stage.publish(NAME, 1, 0);
        List<TestSession> viewers =
                IntStream.range(0, 4).mapToObj(_ -> stage.watch(NAME, 0)).toList();
        loops.run(loops.loop(0), () -> viewers.get(1).driver().peer().close(CloseReason.HUNG_UP));

        stage.send(publisher, video(VIDEO, 10, KEY_FRAME));
        publisher.receiveReport(new SenderReport(VIDEO, 1L << 40, 30_000, 1, 1, List.of()));
        loops.settle();

        for (int i : new int[] {0, 2, 3}) {
            assertThat(payloads(viewers.get(i), VIEWER_VIDEO)).containsExactly(3);
        }
        assertThat(publisher.hasEnded()).isFalse();
    }

    @Test
    void aViewerWhoFailsIsTheOnlyOneWhoEnds() {
        TestSession publisher = stage.publish(NAME, 1, 0);
        TestSession broken = stage.watch(NAME, 0);
        TestSession other = stage.watch(NAME, 0);
        FanOutTarget failing = failing(broken);
        LoopFanOut fanOut = stage.fanOut(NAME, other);
        loops.run(loops.loop(0), () -> fanOut.add(failing));

        stage.send(publisher, video(VIDEO, 10, KEY_FRAME));
        stage.send(publisher, video(VIDEO, 11, INTER_FRAME));

        assertThat(broken.hasEnded()).isTrue();
        assertThat(publisher.hasEnded()).isFalse();
        assertThat(payloads(other, VIEWER_VIDEO)).containsExactly(3, 6);
        loops.run(loops.loop(0), () -> fanOut.remove(failing));
    }

    @Test
    void whoLeavesLastTakesTheStreamAlong() {
        TestSession viewer = stage.joining(NAME, 1);
        viewer.ref().close(CloseReason.HUNG_UP);
        loops.settle();

        assertThat(stage.snapshot(NAME)).isEmpty();
        assertThat(stage.heard).containsExactly("s viewers 1", "s viewers 0");
    }

    @Test
    void aViewerWaitsForThePublisherToComeBack() {
        TestSession viewer = stage.watch(NAME, 1);
        TestSession first = stage.publish(NAME, 1, 0);
        stage.send(first, video(VIDEO, 10, KEY_FRAME));
        first.ref().close(CloseReason.HUNG_UP);
        loops.settle();
        assertThat(stage.snapshot(NAME).orElseThrow().publication()).isEmpty();

        TestSession second = stage.publish(NAME, 2, 1);
        stage.send(second, video(VIDEO, 10, KEY_FRAME));

        assertThat(payloads(viewer, VIEWER_VIDEO)).containsExactly(3, 3);
        assertThat(stage.heard).containsExactly("s viewers 1", "s epoch 1", "s ended", "s epoch 2");
    }

    /// @param ageNanos how long the packet has been waiting
    private void deliver(LoopFanOut fanOut, PublicationRef from, long ageNanos, byte[] packet) {
        loops.run(
                loops.loop(1),
                () -> {
                    try (Burst burst = burst(packet);
                            MediaBurst media = new BurstReader().read(burst)) {
                        fanOut.onBurst(from, media, ageNanos);
                    }
                });
        loops.settle();
    }

    private static PayloadFormat format(int payloadType) {
        return Stage.incoming().stream()
                .flatMap(media -> media.formats().stream())
                .filter(each -> each.payloadType() == payloadType)
                .findFirst()
                .orElseThrow();
    }

    private static Burst burst(byte[] packet) {
        var bytes = Unpooled.wrappedBuffer(packet);
        Burst burst = new Burst();
        try (RtpPacket parsed =
                RtpPacket.of(bytes, RtpHeader.read(bytes), format(packet[1] & 0x7f), 0)) {
            burst.add(parsed);
        } catch (MalformedPacketException impossible) {
            throw new AssertionError(impossible);
        }
        return burst;
    }

    private static FanOutTarget failing(TestSession session) {
        return new FanOutTarget() {
            @Override
            public void onSource(SourceFeed source) {}

            @Override
            public void onSourceEnded() {}

            @Override
            public void onLayers(List<SourceLayer> layers, long nowNanos) {}

            @Override
            public void onBurst(MediaBurst burst, long nowNanos) {
                throw new IllegalStateException("on purpose");
            }

            @Override
            public void onPast(List<MediaPacket> past, long nowNanos) {}

            @Override
            public void onBurstTooOld(MediaBurst burst) {}

            @Override
            public void onSenderReport(TimedReport report) {}

            @Override
            public boolean wants(int ssrc) {
                return false;
            }

            @Override
            public void fail(Throwable wrong) {
                session.driver().fail(wrong);
            }
        };
    }
}
