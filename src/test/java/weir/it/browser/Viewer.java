package weir.it.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.JSHandle;
import com.microsoft.playwright.Page;

import weir.it.Await;

import java.time.Duration;
import java.util.List;

/// A page that watches.
public final class Viewer implements AutoCloseable {
    private static final Duration AT_MOST = Duration.ofSeconds(20);

    private final Page page;
    private JSHandle connection;

    public Viewer(Page page) {
        this.page = page;
        // What is muted is not decoded.
        page.evaluate("document.getElementById('video').muted = false");
    }

    public Page page() {
        return page;
    }

    /// Waits for the first picture.
    ///
    /// @return milliseconds from the POST to it
    public double awaitFirstFrame() {
        await("a picture", "() => weir.firstFrameMillis > 0", null);
        connection = page.evaluateHandle("weir.pc");
        return ((Number) page.evaluate("weir.firstFrameMillis")).doubleValue();
    }

    /// Waits until the connection is there, picture or not.
    public void awaitConnected() {
        await("a connection", "() => weir.pc?.connectionState === 'connected'", null);
        connection = page.evaluateHandle("weir.pc");
    }

    /// The page's policy forbids Playwright's own way to wait.
    private void await(String what, String condition, Object argument) {
        try {
            Await.until(what, AT_MOST, () -> (Boolean) page.evaluate(condition, argument));
        } catch (AssertionError none) {
            throw new AssertionError(none.getMessage() + ": " + received(), none);
        }
    }

    /// The page has replaced its peer connection by no other since it was awaited first.
    public void assertSameConnection() {
        assertThat((Boolean) page.evaluate("pc => weir.pc === pc", connection))
                .as("the same RTCPeerConnection")
                .isTrue();
    }

    public Received received() {
        return Received.read(page.evaluate("probe.received()"));
    }

    /// Takes note of key frames from now on, for [#awaitKeyFrame(double)].
    ///
    /// @return what has come so far
    public Received expectKeyFrame() {
        page.evaluate("probe.expectKeyFrame()");
        return received();
    }

    /// Waits for a key frame of a new publisher.
    ///
    /// @param sent when it was sent, in milliseconds since 1970
    /// @return when it was decoded, in milliseconds since 1970
    public double awaitKeyFrame(double sent) {
        await("a key frame", "sent => probe.keyFrameSentAt(sent) > 0", sent);
        return ((Number) page.evaluate("sent => probe.keyFrameSentAt(sent)", sent)).doubleValue();
    }

    /// Waits until as many frames more are decoded, and sound is heard.
    public void awaitDecodedBeyond(Received before, int frames) {
        await(
                "more frames than " + before,
                "([frames, energy]) => probe.beyond(frames, energy)",
                List.of(before.framesDecoded() + frames, before.audioEnergy()));
    }

    /// Red, green and blue, 0 to 255, on the average of what is shown.
    @SuppressWarnings("unchecked")
    public List<Integer> colour() {
        return (List<Integer>) page.evaluate("probe.colour()");
    }

    /// How many milliseconds later than the beep of its second each flash of the test picture
    /// comes.
    @SuppressWarnings("unchecked")
    public List<Number> flashesAfterBeeps(int seconds) {
        return (List<Number>)
                page.evaluate("millis => probe.flashAfterBeep(millis)", seconds * 1000);
    }

    @Override
    public void close() {
        page.context().close();
    }
}
