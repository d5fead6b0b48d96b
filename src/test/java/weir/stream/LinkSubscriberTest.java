package weir.stream;

import static org.assertj.core.api.Assertions.assertThat;

import static weir.stream.Stage.AUDIO;
import static weir.stream.Stage.INTER_FRAME;
import static weir.stream.Stage.KEY_FRAME;
import static weir.stream.Stage.VIDEO;
import static weir.stream.Stage.audio;
import static weir.stream.Stage.sequences;
import static weir.stream.Stage.video;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import weir.peer.CloseReason;
import weir.rtcp.GenericNack;
import weir.rtcp.SenderReport;
import weir.testkit.Loops;
import weir.transport.TestSession;

import java.util.Arrays;
import java.util.List;

/// A stream on its way to another node.
class LinkSubscriberTest {
    private static final String NAME = "s";

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
        assertThat(stage.snapshot(NAME)).isEmpty();
        assertThat(stage.counting.bytesHeld()).isZero();
    }

    @Test
    void aLinkCarriesPacketsAndReportsAsTheyAre() {
        TestSession publisher = stage.publish(NAME, 1, 0);
        TestSession link = stage.link(NAME, stage.publication(NAME), 1);

        stage.send(publisher, video(VIDEO, 65_535, INTER_FRAME), audio(AUDIO, 7));
        stage.send(publisher, video(VIDEO, 0, INTER_FRAME));
        publisher.receiveReport(new SenderReport(VIDEO, 1L << 40, 77, 5, 6, List.of()));
        loops.settle();

        assertThat(sequences(link, VIDEO)).containsExactly(65_535, 0);
        assertThat(link.media.getFirst().bytes()).isEqualTo(video(VIDEO, 65_535, INTER_FRAME));
        assertThat(sequences(link, AUDIO)).containsExactly(7);
        assertThat(link.reports).contains(new SenderReport(VIDEO, 1L << 40, 77, 5, 6, List.of()));
        assertThat(stage.heard).doesNotContain("s viewers 1");
    }

    @Test
    void aLinkAnswersNacksUnderThePublishersNumbers() {
        TestSession publisher = stage.publish(NAME, 1, 0);
        TestSession link = stage.link(NAME, stage.publication(NAME), 1);
        stage.send(publisher, video(VIDEO, 10, KEY_FRAME), video(VIDEO, 11, INTER_FRAME));
        byte[] original = link.sealed.getLast();
        link.sealed.clear();

        link.receiveReport(new GenericNack(1, VIDEO, Arrays.asList(11, 12)));
        loops.settle();

        assertThat(link.sealed).hasSize(1);
        assertThat(link.sealed.getFirst()).isEqualTo(original);
    }

    @Test
    void aLinkEndsWithItsPublication() {
        TestSession publisher = stage.publish(NAME, 1, 0);
        TestSession link = stage.link(NAME, stage.publication(NAME), 1);

        publisher.ref().close(CloseReason.HUNG_UP);
        loops.settle();

        assertThat(link.hasEnded()).isTrue();
    }

    @Test
    void aLinkEndsWhenAnotherPublicationTakesOver() {
        stage.publish(NAME, 1, 0);
        TestSession link = stage.link(NAME, stage.publication(NAME), 1);

        stage.publish(NAME, 2, 0);

        assertThat(link.hasEnded()).isTrue();
    }

    @Test
    void aLinkToAPublicationThatHasEndedEndsToo() {
        TestSession publisher = stage.publish(NAME, 1, 0);
        PublicationRef gone = stage.publication(NAME);
        publisher.ref().close(CloseReason.HUNG_UP);
        loops.settle();

        TestSession link = stage.link(NAME, gone, 1);

        assertThat(link.hasEnded()).isTrue();
    }
}
