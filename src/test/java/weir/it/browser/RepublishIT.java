package weir.it.browser;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import weir.it.Figures;

import java.util.Map;

/// A viewer on node 3 stays while publishers come and go, with one peer connection.
class RepublishIT {
    private static final double RETURNED_MILLIS = 2_000;
    private static final int FRAMES_AFTER = 30;

    @AutoClose private static Stage stage;

    @BeforeAll
    static void start() {
        stage = Stage.open("republish", 3, Map.of("WEIR_WHEP_NOT_LIVE", "wait"));
    }

    @Test
    void thePictureReturnsAfterThePublisherStoppedAndStarted() {
        try (Publisher publisher = publish(1, "stopped", "VP8");
                Viewer viewer = watch("stopped")) {
            publisher.stop();
            Received before = viewer.expectKeyFrame();

            publisher.start();

            assertReturns("stopped and started", viewer, before, publisher);
        }
    }

    @Test
    void thePictureReturnsAfterThePublisherWasKilled() {
        try (Chromium doomed = Chromium.start("republish-doomed")) {
            doomed.publish(stage.node(1), "killed", "VP8").awaitFirstFrameSent();
            try (Viewer viewer = watch("killed")) {
                doomed.kill();
                Received before = viewer.expectKeyFrame();

                try (Publisher next = publish(1, "killed", "VP8")) {
                    assertReturns("killed and started", viewer, before, next);
                }
            }
        }
    }

    @Test
    void thePictureReturnsWhenItIsPublishedOnAnotherNode() {
        try (Publisher first = publish(1, "moved", "VP8");
                Viewer viewer = watch("moved")) {
            first.stop();
            Received before = viewer.expectKeyFrame();

            try (Publisher next = publish(2, "moved", "VP8")) {
                assertReturns("started on another node", viewer, before, next);
            }
        }
    }

    @Test
    void aPublisherOnAnotherNodeTakesOverFromALiveOne() {
        try (Publisher first = publish(1, "taken", "VP8");
                Viewer viewer = watch("taken")) {
            Received before = viewer.expectKeyFrame();

            try (Publisher next = publish(2, "taken", "VP8")) {
                assertReturns("taken over on another node", viewer, before, next);
                first.page().getByText("The server has ended the session.").waitFor();
            }
        }
    }

    @Test
    void thePictureReturnsInAnotherCodec() {
        try (Publisher first = publish(1, "recoded", "VP8");
                Viewer viewer = watch("recoded")) {
            first.stop();
            Received before = viewer.expectKeyFrame();

            try (Publisher next = publish(1, "recoded", "H264")) {
                assertReturns("started with another codec", viewer, before, next);
                assertThat(viewer.received().codec()).isEqualTo("video/H264");
            }
        }
    }

    @Test
    void aViewerMayComeBeforeThePublisher() {
        try (Viewer viewer = stage.chromium().watch(stage.node(3), "awaited")) {
            viewer.awaitConnected();
            Received before = viewer.expectKeyFrame();

            try (Publisher publisher = publish(1, "awaited", "VP8")) {
                assertReturns("first came after the viewer", viewer, before, publisher);
            }
        }
    }

    private static Publisher publish(int node, String stream, String codec) {
        Publisher publisher = stage.chromium().publish(stage.node(node), stream, codec);
        publisher.awaitFirstFrameSent();
        return publisher;
    }

    private static Viewer watch(String stream) {
        Viewer viewer = stage.chromium().watch(stage.node(3), stream);
        viewer.awaitFirstFrame();
        return viewer;
    }

    private static void assertReturns(
            String what, Viewer viewer, Received before, Publisher publisher) {
        double sent = publisher.awaitFirstFrameSent();
        double seen = viewer.awaitKeyFrame(sent);
        double millis = Figures.note("picture again, " + what, seen - sent, "ms", RETURNED_MILLIS);
        assertThat(millis).isLessThan(Figures.TOLERANCE * RETURNED_MILLIS);
        viewer.awaitDecodedBeyond(before, FRAMES_AFTER);
        viewer.assertSameConnection();
    }
}
