package weir.stream;

import static org.assertj.core.api.Assertions.assertThat;

import static weir.stream.Stage.audio;
import static weir.stream.Stage.video;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import weir.forward.Diagnosis;
import weir.testkit.Loops;
import weir.transport.TestSession;

class PublicationMeterTest {
    /// A key frame of 640x360 (RFC 6386 §9.1) behind a descriptor of one byte.
    private static final byte[] KEY_FRAME = {
        0x10, 0x50, 0x01, 0x00, (byte) 0x9d, 0x01, 0x2a, (byte) 0x80, 0x02, 0x68, 0x01, 0, 0
    };

    private static final byte[] DELTA_FRAME = {0x10, 0x51, 0x01, 0x00, 0, 0};

    @AutoClose private static final Loops loops = new Loops(2);

    @AutoClose private final Stage stage = new Stage(loops);

    @Test
    void hasNothingToTellBeforeTheFirstPacket() {
        stage.publish("s", 1, 1);

        PublicationStats stats = stats();

        assertThat(stats.encodings()).isEmpty();
        assertThat(stats.facts().videoOffered()).isTrue();
        assertThat(stats.facts().sincePacketNanos()).isEqualTo(Diagnosis.NEVER);
        assertThat(stats.facts().sinceVideoNanos()).isEqualTo(Diagnosis.NEVER);
        assertThat(stats.facts().format()).isEmpty();
    }

    @Test
    void countsFramesAndReadsTheirSize() {
        TestSession publisher = stage.publish("s", 1, 1);
        stage.send(publisher, video(0x222, 1, KEY_FRAME), video(0x222, 2, DELTA_FRAME));

        EncodingStats encoding = stats().encodings().getFirst();

        assertThat(encoding.ssrc()).isEqualTo(0x222);
        assertThat(encoding.width()).isEqualTo(640);
        assertThat(encoding.height()).isEqualTo(360);
        assertThat(encoding.frames().frames()).isEqualTo(2);
        assertThat(encoding.frames().keyFrames()).isEqualTo(1);
        assertThat(encoding.reordering()).isFalse();
    }

    @Test
    void soundAloneIsNoVideo() {
        TestSession publisher = stage.publish("s", 1, 1);
        stage.send(publisher, audio(0x111, 1));

        PublicationStats stats = stats();

        assertThat(stats.encodings()).isEmpty();
        assertThat(stats.facts().sincePacketNanos()).isNotEqualTo(Diagnosis.NEVER);
        assertThat(stats.facts().sinceVideoNanos()).isEqualTo(Diagnosis.NEVER);
        assertThat(Diagnosis.of(stats.facts()))
                .extracting(Diagnosis::type)
                .containsExactly(Diagnosis.Type.AUDIO_ONLY);
    }

    @Test
    void aRequestIsOpenUntilTheNextKeyFrame() {
        TestSession publisher = stage.publish("s", 1, 1);
        stage.send(publisher, video(0x222, 1, KEY_FRAME));
        stage.publication("s").requestKeyFrame(0x222);
        loops.settle();
        assertThat(stats().facts().unansweredRequestNanos()).isNotEqualTo(Diagnosis.NEVER);

        stage.send(publisher, video(0x222, 2, KEY_FRAME));

        assertThat(stats().facts().unansweredRequestNanos()).isEqualTo(Diagnosis.NEVER);
    }

    private PublicationStats stats() {
        PublicationRef publication = stage.publication("s");
        return loops.call(loops.loop(0), () -> publication.stats(loops.loop(0)))
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }
}
