package weir.it.browser;

import org.junit.jupiter.api.Test;

import weir.it.Figures;

import java.util.List;
import java.util.Map;

/// What viewers see when the node that their stream comes from is no more.
class NodeDeathIT {
    private static final double RETURNED_MILLIS = 2_000;
    private static final int FRAMES_AFTER = 30;

    @Test
    void viewersGoOnWhenTheStreamIsPublishedOnAnotherNodeThanTheDeadOne() {
        try (Stage stage = Stage.open("node-death", 3, Map.of());
                Publisher first = stage.chromium().publish(stage.node(1), "orphan", "VP8")) {
            first.awaitFirstFrameSent();
            List<Viewer> viewers =
                    List.of(
                            stage.chromium().watch(stage.node(3), "orphan"),
                            stage.chromium().watch(stage.node(2), "orphan"));
            viewers.forEach(Viewer::awaitFirstFrame);

            stage.node(1).kill();
            List<Received> before = viewers.stream().map(Viewer::expectKeyFrame).toList();
            Publisher next = stage.chromium().publish(stage.node(2), "orphan", "VP8");

            double sent = next.awaitFirstFrameSent();
            for (int i = 0; i < viewers.size(); i++) {
                double seen = viewers.get(i).awaitKeyFrame(sent);
                Figures.note("picture again, its node killed", seen - sent, "ms", RETURNED_MILLIS);
                viewers.get(i).awaitDecodedBeyond(before.get(i), FRAMES_AFTER);
                viewers.get(i).assertSameConnection();
            }
        }
    }
}
