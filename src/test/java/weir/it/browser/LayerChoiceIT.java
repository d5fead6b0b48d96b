package weir.it.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.SelectOption;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import weir.it.Await;
import weir.it.WeirCluster;

import java.time.Duration;
import java.util.Map;

/// A person chooses among the layers of a stream, and looks away.
class LayerChoiceIT {
    private static final Duration SOON = Duration.ofSeconds(20);

    @AutoClose private static Stage stage;

    @BeforeAll
    static void start() {
        stage = Stage.open("layer-choice", 2, Map.of());
    }

    @ParameterizedTest
    @ValueSource(strings = {"VP8", "H264"})
    void thePageOffersTheSizesThatThereAreAndShowsTheChosen(String codec) {
        String name = "sizes-" + codec;
        try (Studio studio = Studio.open(stage.chromium(), stage.node(1))) {
            studio.publish(name, Broadcast.simulcast(codec));
            studio.awaitFramesSent();
            try (Viewer viewer = stage.chromium().watch(stage.node(1), name)) {
                viewer.awaitFirstFrame();
                Page page = viewer.page();
                Locator select = page.getByLabel("Picture", exactly());
                Await.until("a choice of four", SOON, () -> select.locator("option").count() == 4);

                select.selectOption(new SelectOption().setLabel("320 × 180"));
                awaitWidth(page, 320);
                screenshot(page, name);
                select.selectOption(new SelectOption().setLabel("640 × 360"));
                awaitWidth(page, 640);
                select.selectOption(new SelectOption().setIndex(0));
                awaitWidth(page, 1280);
                viewer.assertSameConnection();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void aPageThatNobodySeesIsSentSoundAlone(int node) {
        String name = "unseen-" + node;
        try (Publisher publisher = stage.chromium().publish(stage.node(1), name, "VP8", "test")) {
            publisher.awaitFirstFrameSent();
            try (Viewer viewer = stage.chromium().watch(stage.node(node), name)) {
                viewer.awaitFirstFrame();
                Page page = viewer.page();
                assertThat(page.getByLabel("Picture", exactly()).isVisible()).isFalse();

                page.waitForResponse(
                        response -> response.request().method().equals("POST"),
                        () -> hide(page, true));
                // What was on its way may still be shown.
                Await.until("the picture stands, and sound goes on", SOON, () -> isHeard(viewer));
                Received before = viewer.received();
                hide(page, false);
                viewer.awaitDecodedBeyond(before, 20);
                viewer.assertSameConnection();
            }
        }
    }

    /// For a second nothing is seen but heard.
    private static boolean isHeard(Viewer viewer) {
        Received before = viewer.received();
        Await.pause(Duration.ofSeconds(1));
        Received after = viewer.received();
        return after.framesDecoded() == before.framesDecoded()
                && after.audioEnergy() > before.audioEnergy();
    }

    private static void hide(Page page, boolean hidden) {
        page.evaluate(
                """
                hidden => {
                  Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
                  document.dispatchEvent(new Event("visibilitychange"));
                }
                """,
                hidden);
    }

    private static void awaitWidth(Page page, int width) {
        Await.until(
                "a width of " + width,
                SOON,
                () -> page.evaluate("document.querySelector('video').videoWidth").equals(width));
    }

    private static Page.GetByLabelOptions exactly() {
        return new Page.GetByLabelOptions().setExact(true);
    }

    private static void screenshot(Page page, String name) {
        page.screenshot(
                new Page.ScreenshotOptions()
                        .setFullPage(true)
                        .setPath(WeirCluster.logs().resolve(name + ".png")));
    }
}
