package weir.stream;

import static org.assertj.core.api.Assertions.assertThat;

import static weir.stream.Arrivals.keyFramesAskedOf;
import static weir.stream.Arrivals.sequences;
import static weir.stream.Stage.AUDIO;
import static weir.stream.Stage.HIGH;
import static weir.stream.Stage.INTER_FRAME;
import static weir.stream.Stage.KEY_FRAME;
import static weir.stream.Stage.LOW;
import static weir.stream.Stage.VIDEO;
import static weir.stream.Stage.audio;
import static weir.stream.Stage.video;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import weir.peer.CloseReason;
import weir.rtcp.GenericNack;
import weir.rtcp.PauseMessage;
import weir.rtcp.PictureLossIndication;
import weir.rtcp.SenderReport;
import weir.rtcp.SourceDescription;
import weir.testkit.Loops;
import weir.transport.TestSession;

import java.util.Arrays;
import java.util.List;

/// A stream on its way to another node.
class LinkSubscriberTest {
    private static final String NAME = "s";

    @AutoClose private static final Loops loops = new Loops(2);

    @AutoClose private final Stage stage = new Stage(loops);

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
    void aLinkTellsTheNamesOfEncodingsBeforeTheirPackets() {
        TestSession publisher = stage.publishSimulcast(NAME, 0);
        stage.send(publisher, video(HIGH, 10, KEY_FRAME));

        TestSession link = stage.link(NAME, stage.publication(NAME), 1);
        stage.send(publisher, video(HIGH, 11, INTER_FRAME));
        assertThat(names(link)).contains("h").doesNotContain("l");
        stage.send(publisher, video(LOW, 20, KEY_FRAME));

        assertThat(names(link)).contains("h", "l");
    }

    @Test
    void aLinkTellsTheNameOfAnEncodingWithEachOfItsReports() {
        TestSession publisher = stage.publishSimulcast(NAME, 0);
        TestSession link = stage.link(NAME, stage.publication(NAME), 1);
        stage.send(publisher, video(LOW, 20, KEY_FRAME));
        link.reports.clear();

        publisher.receiveReport(new SenderReport(LOW, 1L << 40, 77, 5, 6, List.of()));
        loops.settle();

        assertThat(names(link)).containsExactly("l");
    }

    @Test
    void aPausedEncodingIsLeftOutButItsReportsAreNot() {
        TestSession publisher = stage.publishSimulcast(NAME, 0);
        TestSession link = stage.link(NAME, stage.publication(NAME), 1);
        stage.send(publisher, video(HIGH, 10, KEY_FRAME), video(LOW, 20, KEY_FRAME));

        link.receiveReport(pause(PauseMessage.Type.PAUSE, HIGH));
        stage.send(publisher, video(HIGH, 11, INTER_FRAME), video(LOW, 21, INTER_FRAME));
        publisher.receiveReport(new SenderReport(HIGH, 1L << 40, 77, 5, 6, List.of()));
        loops.settle();

        assertThat(sequences(link, HIGH)).containsExactly(10);
        assertThat(sequences(link, LOW)).containsExactly(20, 21);
        assertThat(link.reports).contains(new SenderReport(HIGH, 1L << 40, 77, 5, 6, List.of()));
    }

    @Test
    void aResumedEncodingIsSentAgain() {
        TestSession publisher = stage.publishSimulcast(NAME, 0);
        TestSession link = stage.link(NAME, stage.publication(NAME), 1);
        stage.send(publisher, video(HIGH, 10, KEY_FRAME), video(LOW, 20, KEY_FRAME));
        link.receiveReport(pause(PauseMessage.Type.PAUSE, HIGH));
        stage.send(publisher, video(HIGH, 11, INTER_FRAME));

        link.receiveReport(pause(PauseMessage.Type.RESUME, HIGH));
        stage.send(publisher, video(HIGH, 12, INTER_FRAME));

        assertThat(sequences(link, HIGH)).containsExactly(10, 12);
    }

    @Test
    void aPauseOfMoreThanARoundOfSequenceNumbersKeepsTheLinkInStep() {
        TestSession publisher = stage.publishSimulcast(NAME, 0);
        TestSession link = stage.link(NAME, stage.publication(NAME), 1);
        stage.send(publisher, video(HIGH, 10, KEY_FRAME));
        link.receiveReport(pause(PauseMessage.Type.PAUSE, HIGH));

        for (int number = 1024; number < 200_000; number += 1024) {
            stage.send(publisher, video(HIGH, number & 0xffff, INTER_FRAME));
        }
        link.receiveReport(pause(PauseMessage.Type.RESUME, HIGH));
        stage.send(publisher, video(HIGH, 200_000 & 0xffff, KEY_FRAME));

        assertThat(link.hasEnded()).isFalse();
        assertThat(sequences(link, HIGH)).hasSize(2 + 200_000 / 4096);
        assertThat(sequences(link, HIGH)).endsWith(200_000 & 0xffff);
    }

    @Test
    void aRequestForAKeyFrameIsOfOneEncoding() {
        TestSession publisher = stage.publishSimulcast(NAME, 0);
        TestSession link = stage.link(NAME, stage.publication(NAME), 1);
        stage.send(publisher, video(HIGH, 10, KEY_FRAME), video(LOW, 20, KEY_FRAME));
        assertThat(keyFramesAskedOf(publisher)).isEmpty();

        link.receiveReport(new PictureLossIndication(1, LOW));
        loops.settle();

        assertThat(keyFramesAskedOf(publisher)).containsExactly(LOW);
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

    private static PauseMessage pause(PauseMessage.Type type, int ssrc) {
        return new PauseMessage(1, List.of(new PauseMessage.Entry(ssrc, type, 0)));
    }

    private static List<String> names(TestSession link) {
        return link.reports.stream()
                .filter(SourceDescription.class::isInstance)
                .flatMap(description -> ((SourceDescription) description).chunks().stream())
                .map(SourceDescription.Chunk::streamId)
                .filter(name -> !name.isEmpty())
                .toList();
    }
}
