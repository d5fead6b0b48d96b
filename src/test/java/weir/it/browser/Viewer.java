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
        page.evaluate("probe.followFrames()");
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

    /// Waits for a picture.
    ///
    /// @param since in milliseconds since 1970
    /// @return when the first one after that was shown, in milliseconds since 1970
    public double awaitFrameAfter(double since) {
        page.waitForFunction(
                "since => (probe.last = probe.last ?? probe.frameAfter(since))", since);
        Number at = (Number) page.evaluate("probe.last");
        page.evaluate("probe.last = undefined");
        return at.doubleValue();
    }

    /// Waits for more frames to be decoded than were before.
    public void awaitDecoded(long frames) {
        page.waitForFunction(
                "async n => JSON.parse(await probe.received()).framesDecoded >= n", frames);
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
