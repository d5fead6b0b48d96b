package weir.it.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.WaitForSelectorState;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import weir.it.Await;
import weir.it.WeirCluster;
import weir.testkit.LocalServer;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// What a person sees on the pages.
class PagesIT {
    private static final Duration SOON = Duration.ofSeconds(10);

    @AutoClose private static Stage stage;

    @BeforeAll
    static void start() {
        stage = Stage.open("pages", 1, Map.of());
    }

    @Test
    void theTestPictureIsPublishedAndWatchedWithFigures() {
        try (Publisher publisher = stage.chromium().publish(stage.node(1), "clock", "", "test")) {
            publisher.awaitFirstFrameSent();
            publisher
                    .page()
                    .waitForCondition(() -> state(publisher.page()).equals("Live as clock"));
            try (Viewer viewer = stage.chromium().watch(stage.node(1), "clock")) {
                viewer.awaitFirstFrame();
                Page page = viewer.page();
                page.waitForCondition(() -> state(page).equals("Watching clock"));
                page.locator("dd").getByText("640 × 360").waitFor();
                screenshot(page, "watch");
                screenshot(publisher.page(), "publish");

                page.evaluate("document.getElementById('video').muted = true");
                page.getByText("Sound on").click();
                assertThat((Boolean) page.evaluate("document.querySelector('video').muted"))
                        .isFalse();
                page.getByText("Sound on").waitFor(hidden());
            }
        }
    }

    @Test
    void theListShowsWhatIsLiveAndWhichNodesThereAre() {
        try (Publisher publisher =
                stage.chromium().publish(stage.node(1), "listed", "VP8", "test")) {
            publisher.awaitFirstFrameSent();
            Page page = stage.chromium().open(stage.node(1).url() + "/");

            row(page, "listed").getByText("live", exactly()).waitFor();
            row(page, "listed").getByText("VP8, opus").waitFor();
            page.getByText("this one").waitFor();
            screenshot(page, "index");
            publisher.stop();
            row(page, "listed").waitFor(new Locator.WaitForOptions().setState(gone()));
            page.context().close();
        }
    }

    @Test
    void aViewerIsToldToWaitAndSeesThePictureWhenItComes() {
        try (Viewer viewer = stage.chromium().watch(stage.node(1), "later")) {
            viewer.page().getByText("later is not live. Asking again in").waitFor();
            try (Publisher publisher = stage.chromium().publish(stage.node(1), "later", "VP8")) {
                publisher.awaitFirstFrameSent();
                viewer.awaitFirstFrame();
            }
        }
    }

    @Test
    void soundAloneIsPlayedAndThePictureIsShownWhenItComes() {
        Page page = stage.chromium().open(stage.node(1).url() + "/publish.html");
        page.evaluate("probe.speak('spoken')");
        try (Viewer viewer = stage.chromium().watch(stage.node(1), "spoken")) {
            viewer.page().getByText("The publisher sends sound alone.").waitFor();
            Await.until("the sound plays", SOON, () -> isPlaying(viewer));
            try (Publisher publisher = stage.chromium().publish(stage.node(1), "spoken", "VP8")) {
                publisher.awaitFirstFrameSent();
                viewer.awaitFirstFrame();
                viewer.awaitDecodedBeyond(viewer.received(), 20);
            }
        }
        page.context().close();
    }

    @Test
    void aCandidateThatComesAfterTheOfferIsSentToo() {
        try (Publisher publisher = stage.chromium().publish(stage.node(1), "trickled", "VP8")) {
            publisher.awaitFirstFrameSent();
            Page page = publisher.page();

            Response patched =
                    page.waitForResponse(
                            response -> response.request().method().equals("PATCH"),
                            () -> page.evaluate("probe.addCandidate('192.0.2.1')"));

            assertThat(patched.status()).isEqualTo(204);
        }
    }

    @Test
    void whoLeavesThePageHangsUp() {
        try (Publisher publisher = stage.chromium().publish(stage.node(1), "left", "VP8")) {
            publisher.awaitFirstFrameSent();

            publisher.page().navigate(stage.node(1).url() + "/");
            stage.cluster().awaitNotLive(1, "left");
            try (Viewer viewer = stage.chromium().watch(stage.node(1), "left")) {
                viewer.page().getByText("left is not live.").waitFor();
            }
        }
    }

    @Test
    void aPublisherWhoseNameIsTakenIsToldSo() {
        try (Publisher first = stage.chromium().publish(stage.node(1), "taken", "VP8");
                Publisher second = stage.chromium().publish(stage.node(1), "taken", "VP8")) {
            second.awaitFirstFrameSent();

            first.page().getByText("The server has ended the session.").waitFor();
            first.page().waitForCondition(() -> state(first.page()).equals("Not publishing"));
        }
    }

    @Test
    void aPageFromAnotherMachineExplainsWhyItHasNoCamera() throws SocketException {
        String url = "http://" + ownAddress().getHostAddress() + ":" + stage.node(1).port();
        Page page = stage.chromium().open(url + "/publish.html");

        page.getByText("Camera, microphone and screen are not available").waitFor();
        assertThat(page.getByLabel("Camera and microphone").isDisabled()).isTrue();
        assertThat(page.getByLabel("Test picture with clock and tone").isChecked()).isTrue();
        page.context().close();
    }

    /// As a form posts it, which no browser asks about beforehand, and as a script, which it does.
    @Test
    void aPageOfAnotherServerManagesNothing() {
        String node = stage.node(1).url();
        try (LocalServer other = new LocalServer(_ -> new LocalServer.Answer(200, "another"))) {
            Page page = stage.chromium().open(other.url());
            fetched(page, "POST", node + "/api/streams/foreign", "no-cors");
            assertThat(fetched(page, "POST", node + "/api/streams/foreign", "cors")).isEqualTo(403);
            assertThat(fetched(page, "DELETE", node + "/api/drain", "cors")).isEqualTo("blocked");
            assertThat(fetched(page, "GET", node + "/api/streams", "cors")).isEqualTo(200);
            page.context().close();
        }
        Page page = stage.chromium().open(node + "/");
        assertThat(fetched(page, "GET", "/api/streams/foreign", "cors")).isEqualTo(404);
        assertThat(fetched(page, "POST", "/api/streams/own", "cors")).isEqualTo(204);
        assertThat(fetched(page, "DELETE", "/api/streams/own", "cors")).isEqualTo(204);
        page.context().close();
    }

    /// @return the status; 0 of what the page may not read; `blocked` if the browser sent nothing
    private static Object fetched(Page page, String method, String url, String mode) {
        return page.evaluate(
                "([method, url, mode]) => fetch(url, {method, mode})"
                        + ".then(({status}) => status, () => 'blocked')",
                List.of(method, url, mode));
    }

    private static boolean isPlaying(Viewer viewer) {
        return (Boolean) viewer.page().evaluate("probe.isPlaying()");
    }

    private static Locator.WaitForOptions hidden() {
        return new Locator.WaitForOptions().setState(WaitForSelectorState.HIDDEN);
    }

    private static String state(Page page) {
        return page.locator("#state").textContent();
    }

    private static Locator row(Page page, String stream) {
        return page.locator("tr", new Page.LocatorOptions().setHasText(stream));
    }

    private static Locator.GetByTextOptions exactly() {
        return new Locator.GetByTextOptions().setExact(true);
    }

    private static WaitForSelectorState gone() {
        return WaitForSelectorState.DETACHED;
    }

    private static void screenshot(Page page, String name) {
        page.screenshot(
                new Page.ScreenshotOptions()
                        .setFullPage(true)
                        .setPath(WeirCluster.logs().resolve(name + ".png")));
    }

    private static InetAddress ownAddress() throws SocketException {
        List<InetAddress> own =
                NetworkInterface.networkInterfaces()
                        .flatMap(NetworkInterface::inetAddresses)
                        .filter(address -> address instanceof Inet4Address)
                        .filter(address -> !address.isLoopbackAddress())
                        .toList();
        return own.getFirst();
    }
}
