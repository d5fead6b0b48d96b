package weir.it.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.util.Map;

/// Chromium restarts ICE, in the middle of what it publishes and watches.
class IceRestartIT {
    private static final int FRAMES_AFTER = 60;

    @AutoClose private static Stage stage;

    @BeforeAll
    static void start() {
        stage = Stage.open("ice-restart-pages", 1, Map.of());
    }

    @Test
    void thePictureGoesOnWhereBothSidesRestart() {
        try (Publisher publisher = stage.chromium().publish(stage.node(1), "restarted", "VP8")) {
            publisher.awaitFirstFrameSent();
            try (Viewer viewer = stage.chromium().watch(stage.node(1), "restarted")) {
                viewer.awaitFirstFrame();
                Received before = viewer.received();

                BrowserPages.restartIce(viewer.page());
                BrowserPages.restartIce(publisher.page());

                viewer.awaitDecodedBeyond(before, FRAMES_AFTER);
                viewer.assertSameConnection();
                assertThat(viewer.received().packetsLost()).isEqualTo(before.packetsLost());
            }
        }
    }

    /// The state is made up: nothing is wrong with the path, which is as good as another one.
    @Test
    void thePageRestartsByItselfWhenItIsInterrupted() {
        try (Publisher publisher = stage.chromium().publish(stage.node(1), "cut", "VP8")) {
            publisher.awaitFirstFrameSent();
            try (Viewer viewer = stage.chromium().watch(stage.node(1), "cut")) {
                viewer.awaitFirstFrame();
                Received before = viewer.received();
                Page page = viewer.page();

                Response patched =
                        page.waitForResponse(
                                response -> response.request().method().equals("PATCH"),
                                () -> page.evaluate("probe.interrupt()"));

                assertThat(patched.status()).isEqualTo(200);
                page.evaluate("probe.recover()");
                viewer.awaitDecodedBeyond(before, FRAMES_AFTER);
                viewer.assertSameConnection();
            }
        }
    }
}
