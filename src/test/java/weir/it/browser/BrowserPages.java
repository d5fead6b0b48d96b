package weir.it.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.WaitUntilState;

import weir.it.Await;
import weir.it.WeirCluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// The pages of one browser, and what they say.
final class BrowserPages {
    private static final Duration CONDITION_MAX = Duration.ofSeconds(20);
    private static final String PROBE = Chromium.resource("probe.js");

    private final Browser browser;
    private final Path log;
    private final List<String> problems = new ArrayList<>();

    /// @param name of the log with what the pages say
    BrowserPages(Browser browser, String name) {
        this.browser = browser;
        log = WeirCluster.logs().resolve(name + "-browser.log");
    }

    Page open(String url, String... scripts) {
        BrowserContext context =
                browser.newContext(new Browser.NewContextOptions().setIgnoreHTTPSErrors(true));
        context.setDefaultTimeout(CONDITION_MAX.toMillis());
        context.addInitScript(PROBE);
        for (String script : scripts) {
            context.addInitScript(script);
        }
        Page page = context.newPage();
        page.onConsoleMessage(message -> onMessage(page, message.type(), message.text()));
        page.onPageError(error -> onMessage(page, "error", error));
        // A page may wait for its first picture before it counts as loaded.
        page.navigate(
                url, new Page.NavigateOptions().setWaitUntil(WaitUntilState.DOMCONTENTLOADED));
        return page;
    }

    /// Has the page restart ICE; returns once all goes by the new credentials.
    static void restartIce(Page page) {
        String before = (String) page.evaluate("probe.userFragments()");

        page.evaluate("weir.restart()");

        Await.until(
                "another ICE session is in use",
                CONDITION_MAX,
                () ->
                        (Boolean)
                                page.evaluate(
                                        "async before => weir.pc.connectionState === 'connected'"
                                                + " && await probe.userFragments() !== before",
                                        before));
    }

    /// What pages took for errors so far.
    List<String> problems() {
        return List.copyOf(problems);
    }

    private void onMessage(Page page, String type, String text) {
        if (type.equals("error")) {
            problems.add(page.url() + ": " + text);
        }
        log(page, text);
    }

    private void log(Page page, String text) {
        try {
            Files.writeString(
                    log,
                    page.url() + ": " + text + "\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
