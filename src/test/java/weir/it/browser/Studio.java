package weir.it.browser;

import com.microsoft.playwright.Page;

import weir.it.Await;
import weir.it.NodeProcess;
import weir.it.net.ImpairedPath;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// A page that publishes a made-up picture in the layers that a test asks for.
final class Studio implements AutoCloseable {
    private static final Duration AT_MOST = Duration.ofSeconds(20);
    private static final String SCRIPT = Chromium.resource("studio.js");

    private final Page page;

    private Studio(Page page) {
        this.page = page;
    }

    /// Straight to the node.
    static Studio open(WebBrowser browser, NodeProcess node) {
        return new Studio(browser.open(node.url() + "/publish.html", SCRIPT));
    }

    static Studio open(WebBrowser browser, NodeProcess node, ImpairedPath path) {
        String url = node.url() + "/publish.html";
        return new Studio(browser.open(url, SCRIPT, Route.over(path)));
    }

    /// Returns when the server has answered.
    void publish(String stream, Broadcast broadcast) {
        page.evaluate(
                "([name, broadcast]) => studio.publish(name, JSON.parse(broadcast))",
                List.of(stream, broadcast.json().encode()));
    }

    /// Until each layer has sent a frame.
    void awaitFramesSent() {
        Await.until(
                "frames of all layers are sent",
                AT_MOST,
                () -> {
                    List<SentVideo.Layer> layers = sent().layers();
                    return !layers.isEmpty()
                            && layers.stream().allMatch(layer -> layer.framesSent() > 0);
                });
    }

    /// Until the largest layer is as wide: browsers begin with less.
    void awaitWidth(int width) {
        Await.until(
                "a picture " + width + " wide is sent",
                AT_MOST,
                () -> sent().layers().stream().anyMatch(layer -> layer.width() == width));
    }

    /// Until an encoding is sent at this rate, over a second.
    void awaitBitrate(String rid, long bps) {
        awaitFramesSent();
        List<SentVideo> samples = new ArrayList<>(List.of(sent()));
        try {
            Await.until(
                    rid + " at " + bps + " bit/s",
                    AT_MOST,
                    () -> {
                        Await.pause(Duration.ofSeconds(1));
                        SentVideo before = samples.getLast();
                        samples.add(sent());
                        return samples.getLast().bpsSince(before, rid) >= bps;
                    });
        } catch (AssertionError late) {
            throw new AssertionError(late.getMessage() + ": " + course(samples), late);
        }
    }

    /// What was sent of each layer, and what kept the browser from sending more.
    private static String course(List<SentVideo> samples) {
        StringBuilder course = new StringBuilder("kbit/s of");
        for (int i = 1; i < samples.size(); i++) {
            SentVideo now = samples.get(i);
            for (SentVideo.Layer layer : now.layers()) {
                double bps = now.bpsSince(samples.get(i - 1), layer.rid());
                course.append(" %s %.0f".formatted(layer.rid(), bps / 1000));
            }
            course.append(", %.0f available; ".formatted(now.availableBps() / 1000));
        }
        return course.append(samples.getLast()).toString();
    }

    SentVideo sent() {
        return SentVideo.read(page.evaluate("studio.sent()"));
    }

    @Override
    public void close() {
        page.evaluate("studio.close()");
        page.context().close();
    }
}
