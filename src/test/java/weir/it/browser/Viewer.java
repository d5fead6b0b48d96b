package weir.it.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.JSHandle;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.TimeoutError;

import java.util.List;

/// A page that watches.
public final class Viewer implements AutoCloseable {
    private final Page page;
    private JSHandle connection;

    Viewer(Page page) {
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
        try {
            page.waitForFunction("weir.firstFrameMillis > 0");
        } catch (TimeoutError none) {
            throw new AssertionError("no picture: " + received(), none);
        }
        connection = page.evaluateHandle("weir.pc");
        return ((Number) page.evaluate("weir.firstFrameMillis")).doubleValue();
    }

    /// Waits until the connection is there, picture or not.
    public void awaitConnected() {
        page.waitForFunction("weir.pc?.connectionState === 'connected'");
        connection = page.evaluateHandle("weir.pc");
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
        try {
            page.waitForFunction("sent => probe.keyFrameSentAt(sent) > 0", sent, everyMillis(20));
        } catch (TimeoutError none) {
            throw new AssertionError("no key frame: " + received(), none);
        }
        return ((Number) page.evaluate("sent => probe.keyFrameSentAt(sent)", sent)).doubleValue();
    }

    private static Page.WaitForFunctionOptions everyMillis(int interval) {
        return new Page.WaitForFunctionOptions().setPollingInterval(interval);
    }

    /// Waits until as many frames more are decoded, and sound is heard.
    public void awaitDecodedBeyond(Received before, int frames) {
        try {
            page.waitForFunction(
                    "([frames, energy]) => probe.beyond(frames, energy)",
                    List.of(before.framesDecoded() + frames, before.audioEnergy()),
                    everyMillis(50));
        } catch (TimeoutError none) {
            throw new AssertionError("no frames: " + received() + ", was " + before, none);
        }
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
