package weir.it.browser;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.Map;

/// Chromium takes an offer of the server instead of making one (WHEP, counter-offer).
class CounterOfferIT {
    private static final int FRAMES_AFTER = 30;

    @Test
    void thePageAnswersTheServersOfferAndRestartsIceAfterwards() {
        try (Stage stage =
                        Stage.open(
                                "counter-offer", 1, Map.of("WEIR_WHEP_COUNTER_OFFER", "always"));
                Publisher publisher =
                        stage.chromium().publish(stage.node(1), "countered", "H264")) {
            publisher.awaitFirstFrameSent();
            try (Viewer viewer = stage.chromium().watch(stage.node(1), "countered")) {
                viewer.awaitFirstFrame();
                Received before = viewer.received();
                assertThat(before.codec()).isEqualTo("video/H264");

                viewer.page().evaluate("weir.restart()");

                viewer.awaitDecodedBeyond(before, FRAMES_AFTER);
                viewer.assertSameConnection();
            }
        }
    }
}
