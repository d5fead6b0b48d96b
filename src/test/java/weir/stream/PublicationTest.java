package weir.stream;

import static org.assertj.core.api.Assertions.assertThat;

import static weir.stream.Stage.AUDIO;
import static weir.stream.Stage.audio;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import weir.rtcp.SenderReport;
import weir.testkit.Loops;
import weir.transport.TestSession;

import java.util.List;

class PublicationTest {
    private static Loops loops;

    private final Stage stage = new Stage(loops);

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
        assertThat(stage.counting.bytesHeld()).isZero();
    }

    @Test
    void isSilentWhileNeitherMediaNorReportsCome() {
        TestSession publisher = stage.publish("s", 1, 1);
        long begun = System.nanoTime();
        stage.send(publisher, audio(AUDIO, 1));
        long sent = System.nanoTime();

        publisher.connect(); // a check alone is no sign of life
        long asked = System.nanoTime();
        assertThat(silenceNanos()).isBetween(asked - sent, System.nanoTime() - begun);

        long reporting = System.nanoTime();
        publisher.receiveReport(new SenderReport(AUDIO, 0, 0, 0, 0, List.of()));
        assertThat(silenceNanos()).isLessThan(System.nanoTime() - reporting);
    }

    private long silenceNanos() {
        PublicationRef publication = stage.publication("s");
        return loops.call(loops.loop(0), () -> publication.silence(loops.loop(0)))
                .toCompletionStage()
                .toCompletableFuture()
                .join()
                .toNanos();
    }
}
