package weir.it.browser;

import com.microsoft.playwright.Page;

import weir.it.NodeProcess;

/// A browser with made-up camera and microphone. One thread, as Playwright demands.
public interface WebBrowser extends AutoCloseable {

    /// A page on which nothing is published or watched yet.
    ///
    /// @param scripts to run before those of the page
    Page open(String url, String... scripts);

    /// Publishes the camera under a name.
    ///
    /// @param codec of the video, such as `VP8`
    default Publisher publish(NodeProcess node, String stream, String codec) {
        return publish(node, stream, codec, "camera");
    }

    /// @param source `camera` or `test`
    default Publisher publish(NodeProcess node, String stream, String codec, String source) {
        String query = "?stream=%s&codec=%s&source=%s&size=640x360&autostart";
        return new Publisher(
                open(node.url() + "/publish.html" + query.formatted(stream, codec, source)));
    }

    /// Watches a stream; the page waits if it is not live.
    default Viewer watch(NodeProcess node, String stream) {
        return new Viewer(open(node.url() + "/watch.html?stream=" + stream + "&autoplay"));
    }

    @Override
    void close();
}
