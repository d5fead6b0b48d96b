package weir.stream;

import static org.assertj.core.api.Assertions.assertThat;

import static weir.stream.Stage.AUDIO;
import static weir.stream.Stage.audio;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import weir.rtcp.SenderReport;
import weir.testkit.Loops;
import weir.transport.TestSession;

import java.util.List;

class PublicationTest {
    @AutoClose private static final Loops loops = new Loops(2);

    @AutoClose private final Stage stage = new Stage(loops);

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

    /// Claims lie in the memory of all nodes: what a session's URL is made of is not for them.
    @Test
    void itsClaimHasTheNameOfItsSessionAndNotItsSecret() {
        TestSession publisher = stage.publish("s", 1, 1);

        assertThat(stage.publication("s").claimId())
                .isEqualTo(publisher.ref().id().name())
                .doesNotContain(publisher.ref().id().secret());
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
