package weir.it.browser;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import weir.it.Figures;

import java.util.List;
import java.util.Map;

/// Whether lips move when one hears them. The test picture flashes when it beeps; what lies between
/// the two at the publisher, where they are made, is not what was added on the way.
class LipSyncIT {
    private static final double APART_MILLIS = 50;

    private static final int MEASURED_SECONDS = 6;
    private static final int BEEPS_MIN = 3;
    /// Browsers bring the two together step by step.
    private static final int ATTEMPTS = 5;

    @Test
    void pictureAndSoundBelongTogetherAfterThreeChanges() {
        Map<String, String> settings = Map.of("WEIR_WHEP_NOT_LIVE", "wait");
        try (Stage stage = Stage.open("lip-sync", 3, settings)) {
            Publisher publisher = publish(stage, 1, "VP8");
            try (Viewer viewer = stage.chromium().watch(stage.node(3), "spoken")) {
                viewer.awaitFirstFrame();
                apart("before any change", publisher, viewer);

                publisher.stop();
                publisher.start();
                awaitReturn(publisher, viewer);
                publisher.close();
                publisher = publish(stage, 2, "VP8");
                awaitReturn(publisher, viewer);
                publisher.close();
                publisher = publish(stage, 1, "H264");
                awaitReturn(publisher, viewer);

                assertThat(apart("after three changes", publisher, viewer))
                        .isLessThanOrEqualTo(APART_MILLIS);
                viewer.assertSameConnection();
            }
        }
    }

    private static Publisher publish(Stage stage, int node, String codec) {
        Publisher publisher = stage.chromium().publish(stage.node(node), "spoken", codec, "test");
        publisher.awaitFirstFrameSent();
        return publisher;
    }

    private static void awaitReturn(Publisher publisher, Viewer viewer) {
        publisher.awaitFirstFrameSent();
        Received before = viewer.received();
        viewer.awaitDecodedBeyond(before, 60);
    }

    /// @return milliseconds, of the first measurement that is good enough or else of the last
    private static double apart(String when, Publisher publisher, Viewer viewer) {
        double apart = Double.NaN;
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            double made = median(publisher.flashesAfterBeeps(MEASURED_SECONDS));
            double seen = median(viewer.flashesAfterBeeps(MEASURED_SECONDS));
            String what = "picture and sound apart, %s (made %.0f ms, seen %.0f ms)";
            apart = Math.abs(seen - made);
            Figures.note(what.formatted(when, made, seen), apart, "ms", APART_MILLIS);
            if (apart <= APART_MILLIS) {
                break;
            }
        }
        return apart;
    }

    /// @return NaN of too few: a page on a busy machine misses one or another
    private static double median(List<Number> gaps) {
        if (gaps.size() < BEEPS_MIN) {
            return Double.NaN;
        }
        return gaps.stream()
                .mapToDouble(Number::doubleValue)
                .sorted()
                .skip(gaps.size() / 2)
                .findFirst()
                .orElseThrow();
    }
}
