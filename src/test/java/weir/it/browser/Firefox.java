package weir.it.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Debian's Firefox, over WebDriver BiDi.
public final class Firefox implements WebBrowser {
    private static final Path EXECUTABLE = Path.of("/usr/bin/firefox-esr");

    /// By its name Playwright knows that this is no Firefox of its own.
    private static final String CHANNEL = "moz-firefox";

    private static final Map<String, Object> PREFERENCES =
            Map.ofEntries(
                    Map.entry("media.navigator.streams.fake", true),
                    Map.entry("media.navigator.permission.disabled", true),
                    Map.entry("media.autoplay.default", 0),
                    Map.entry("media.peerconnection.ice.obfuscate_host_addresses", false),
                    Map.entry("network.dns.disabled", true));

    private final Playwright playwright;
    private final BrowserPages pages;

    private Firefox(Playwright playwright, BrowserPages pages) {
        this.playwright = playwright;
        this.pages = pages;
    }

    /// @param name        of the log with what the pages say
    /// @param preferences of `about:config`, beside those that all tests have
    public static Firefox start(String name, Map<String, Object> preferences) {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
        Playwright playwright =
                Playwright.create(new Playwright.CreateOptions().setEnv(environment));
        Map<String, Object> all = new HashMap<>(PREFERENCES);
        all.putAll(preferences);
        Browser browser =
                playwright
                        .firefox()
                        .launch(
                                new BrowserType.LaunchOptions()
                                        .setChannel(CHANNEL)
                                        .setExecutablePath(EXECUTABLE)
                                        .setFirefoxUserPrefs(all));
        return new Firefox(playwright, new BrowserPages(browser, name));
    }

    @Override
    public Page open(String url, String... scripts) {
        return pages.open(url, scripts);
    }

    /// Errors that pages had so far, those included that they did not expect.
    List<String> problems() {
        return pages.problems();
    }

    @Override
    public void close() {
        playwright.close();
    }
}
