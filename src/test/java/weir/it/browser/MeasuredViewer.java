package weir.it.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;

import weir.it.Await;
import weir.it.NodeProcess;
import weir.it.net.ImpairedPath;
import weir.testkit.HttpCalls;

import java.net.http.HttpResponse;
import java.time.Duration;

/// A page that watches, and takes note of each picture it shows.
final class MeasuredViewer implements AutoCloseable {
    private static final String SCRIPT = Chromium.resource("gauge.js");

    private static final Duration AT_MOST = Duration.ofSeconds(20);

    private final Viewer viewer;
    private final Pictures pictures = new Pictures();

    private MeasuredViewer(Page page) {
        viewer = new Viewer(page);
        viewer.awaitFirstFrame();
        page.evaluate("gauge.start()");
    }

    /// Straight to the node. Returns when the first picture is there.
    static MeasuredViewer watch(WebBrowser browser, NodeProcess node, String stream) {
        return new MeasuredViewer(browser.open(url(node, stream), SCRIPT));
    }

    static MeasuredViewer watch(
            WebBrowser browser, NodeProcess node, String stream, ImpairedPath path) {
        return new MeasuredViewer(browser.open(url(node, stream), SCRIPT, Route.over(path)));
    }

    private static String url(NodeProcess node, String stream) {
        return node.url() + "/watch.html?stream=" + stream + "&autoplay";
    }

    ReceivedVideo received() {
        return ReceivedVideo.read(viewer.page().evaluate("gauge.received()"));
    }

    /// Until as many are decoded, over a second.
    void awaitFramesPerSecond(int frames) {
        ReceivedVideo[] before = {received()};
        Await.until(
                frames + " frames a second",
                AT_MOST,
                () -> {
                    Await.pause(Duration.ofSeconds(1));
                    ReceivedVideo now = received();
                    double rate = now.framesPerSecondSince(before[0]);
                    before[0] = now;
                    return rate >= frames;
                });
    }

    /// Whether the page's session is of this node.
    boolean isAt(NodeProcess node) {
        String session = (String) viewer.page().evaluate("weir.sessionUrl");
        return session != null && session.contains(":" + node.port() + "/");
    }

    /// All since the first.
    Pictures pictures() {
        pictures.add(viewer.page().evaluate("gauge.take()"));
        return pictures;
    }

    /// Asks for a layer.
    ///
    /// @param json as the layer API has it; `{}` leaves the choice to the node
    /// @return when it was asked, in milliseconds since 1970
    double select(String json) {
        String session = (String) viewer.page().evaluate("weir.sessionUrl");
        double now = System.currentTimeMillis();
        HttpResponse<String> response =
                HttpCalls.send(
                        "POST", session + "/layer", json, "Content-Type", "application/json");
        assertThat(response.statusCode()).as(json + ": " + response.body()).isEqualTo(200);
        return now;
    }

    /// Until a picture of the width is shown that was not there at the time.
    ///
    /// @return milliseconds after that time
    double awaitWidth(int width, double sinceMillis, Duration atMost) {
        Await.until(
                "a picture " + width + " wide",
                atMost,
                () -> pictures().millisUntilWidth(width, sinceMillis).isPresent());
        return pictures.millisUntilWidth(width, sinceMillis).orElseThrow();
    }

    @Override
    public void close() {
        viewer.close();
    }
}
