package weir.stream;

import static org.assertj.core.api.Assertions.assertThat;

import static weir.stream.Stage.sequences;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

import weir.rtcp.RtcpPacket;
import weir.testkit.Loops;
import weir.transport.TestSession;

import java.util.ArrayList;
import java.util.List;

/// One stream on two loops, and what tests do with it.
abstract class StreamScene {
    static final String NAME = "s";

    static Loops loops;

    final Stage stage = new Stage(loops);

    @BeforeAll
    static void start() {
        loops = new Loops(2);
    }

    @AfterAll
    static void stop() {
        loops.close();
    }

    @AfterEach
    void nothingIsLeft() {
        stage.closeAll();
        assertThat(stage.snapshot(NAME)).isEmpty();
        assertThat(stage.counting.bytesHeld()).isZero();
    }

    LoopFanOut fanOut(TestSession member) {
        return loops.call(
                loops.loop(0),
                () ->
                        stage.table
                                .obtain(NAME)
                                .join(
                                        member.ref(),
                                        StreamMember.Role.VIEWER,
                                        member.driver().owner(),
                                        0));
    }

    /// @param ageNanos how long the packet has been waiting
    void deliver(LoopFanOut fanOut, PublicationRef from, long ageNanos, byte[] packet) {
        loops.run(
                loops.loop(1),
                () -> {
                    try (weir.rtp.Burst burst = burst(packet);
                            weir.forward.MediaBurst media = weir.forward.MediaBurst.of(burst)) {
                        fanOut.onBurst(from, media, ageNanos);
                    }
                });
        loops.settle();
    }

    static weir.rtp.Burst burst(byte[] packet) {
        var bytes = io.netty.buffer.Unpooled.wrappedBuffer(packet);
        weir.rtp.Burst burst = new weir.rtp.Burst();
        try (weir.rtp.RtpPacket parsed =
                weir.rtp.RtpPacket.of(
                        bytes,
                        weir.rtp.RtpHeader.read(bytes),
                        Stage.incoming().getLast().formats().getFirst(),
                        0)) {
            burst.add(parsed);
        } catch (weir.wire.MalformedPacketException impossible) {
            throw new AssertionError(impossible);
        }
        return burst;
    }

    static FanOutTarget failing(TestSession session) {
        return new FanOutTarget() {
            @Override
            public void onSource(SourceFeed source) {}

            @Override
            public void onSourceEnded() {}

            @Override
            public void onBurst(weir.forward.MediaBurst burst) {
                throw new IllegalStateException("on purpose");
            }

            @Override
            public void onBurstTooOld(weir.forward.MediaBurst burst) {}

            @Override
            public void onSenderReport(TimedReport report) {}

            @Override
            public void fail(Throwable wrong) {
                session.driver().fail(wrong);
            }
        };
    }

    static long count(List<RtcpPacket> reports, Class<?> type) {
        return new ArrayList<>(reports).stream().filter(type::isInstance).count();
    }

    static void assertConsecutive(List<Integer> sequences) {
        for (int i = 1; i < sequences.size(); i++) {
            assertThat(sequences.get(i)).isEqualTo(sequences.get(i - 1) + 1 & 0xffff);
        }
    }
}
