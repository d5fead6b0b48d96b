package weir.it.browser;

import com.microsoft.playwright.Page;

import java.util.List;

/// Several viewers in one page.
public final class Crowd implements AutoCloseable {
    private final Page page;

    Crowd(Page page) {
        this.page = page;
    }

    /// One viewer more.
    public void join(String stream, boolean audioOnly) {
        page.evaluate(
                "([stream, audioOnly]) => probe.join(stream, audioOnly)",
                List.of(stream, audioOnly));
    }

    /// What each has got so far, in the order in which they joined.
    @SuppressWarnings("unchecked")
    public List<Received> received() {
        return ((List<Object>) page.evaluate("probe.crowdReceived()"))
                .stream().map(Received::read).toList();
    }

    @Override
    public void close() {
        page.context().close();
    }
}
