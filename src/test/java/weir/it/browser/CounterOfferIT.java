package weir.it.browser;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.util.Map;

/// A browser takes an offer of the server instead of making one (WHEP, counter-offer).
class CounterOfferIT {
    private static final int FRAMES_AFTER = 30;

    @AutoClose private static Stage stage;

    @BeforeAll
    static void start() {
        stage = Stage.open("counter-offer", 1, Map.of("WEIR_WHEP_COUNTER_OFFER", "always"));
    }

    @Test
    void thePageAnswersTheServersOfferAndRestartsIceAfterwards() {
        answersAndRestarts(stage.chromium(), "H264");
    }

    @Test
    void soItDoesInFirefox() {
        try (Firefox firefox = Firefox.start("counter-offer-firefox", Map.of())) {
            answersAndRestarts(firefox, "VP8");
            assertThat(firefox.problems()).isEmpty();
        }
    }

    private static void answersAndRestarts(WebBrowser browser, String codec) {
        String stream = "countered-" + codec;
        try (Publisher publisher = browser.publish(stage.node(1), stream, codec)) {
            publisher.awaitFirstFrameSent();
            try (Viewer viewer = browser.watch(stage.node(1), stream)) {
                viewer.awaitFirstFrame();
                Received before = viewer.received();
                assertThat(before.codec()).isEqualTo("video/" + codec);

                viewer.page().evaluate("weir.restart()");

                viewer.awaitDecodedBeyond(before, FRAMES_AFTER);
                viewer.assertSameConnection();
            }
        }
    }
}
