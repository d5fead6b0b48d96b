package weir.it.browser;

import com.microsoft.playwright.Page;

import java.util.List;

/// A page that publishes.
public final class Publisher implements AutoCloseable {
    private final Page page;

    Publisher(Page page) {
        this.page = page;
    }

    public Page page() {
        return page;
    }

    /// Waits until media flows.
    ///
    /// @return when the first frame had been sent, in milliseconds since 1970
    public double awaitFirstFrameSent() {
        return ((Number) page.evaluate("probe.firstFrameSent()")).doubleValue();
    }

    public Sent sent() {
        return Sent.read(page.evaluate("probe.sent()"));
    }

    /// Stops as a person does, with a DELETE.
    public void stop() {
        page.click("#stop");
        page.locator("#state[data-kind=idle]").waitFor();
    }

    /// Publishes again from the same page, under the same name.
    public void start() {
        page.click("#start");
    }

    /// @see Viewer#flashesAfterBeeps(int)
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
