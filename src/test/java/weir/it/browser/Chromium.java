package weir.it.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;

import weir.it.NodeProcess;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Debian's Chromium.
public final class Chromium implements WebBrowser {
    private static final Path EXECUTABLE = Path.of("/usr/bin/chromium");

    private static final List<String> FLAGS =
            List.of(
                    "--no-sandbox",
                    "--disable-gpu",
                    "--disable-quic",
                    "--no-first-run",
                    "--disable-background-networking",
                    "--disable-component-update",
                    "--disable-sync",
                    "--use-fake-device-for-media-stream=fps=30",
                    "--use-fake-ui-for-media-stream",
                    "--autoplay-policy=no-user-gesture-required",
                    // It looks up hosts of its maker otherwise.
                    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE *.*.*.*");

    private final Playwright playwright;
    private final BrowserPages pages;
    private final String mark;

    private Chromium(Playwright playwright, BrowserPages pages, String mark) {
        this.playwright = playwright;
        this.pages = pages;
        this.mark = mark;
    }

    /// @param name of the log with what the pages say
    public static Chromium start(String name) {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
        Playwright playwright =
                Playwright.create(new Playwright.CreateOptions().setEnv(environment));
        // Tells this browser's process from all others of the machine.
        String mark = "--weir-it=" + UUID.randomUUID();
        List<String> flags = new ArrayList<>(FLAGS);
        flags.add(mark);
        Browser browser =
                playwright
                        .chromium()
                        .launch(
                                new BrowserType.LaunchOptions()
                                        .setExecutablePath(EXECUTABLE)
                                        .setArgs(flags));
        return new Chromium(playwright, new BrowserPages(browser, name), mark);
    }

    /// Many viewers in one page, which costs less than a page each.
    public Crowd crowd(NodeProcess node) {
        return new Crowd(open(node.url() + "/watch.html"));
    }

    @Override
    public Page open(String url, String... scripts) {
        return pages.open(url, scripts);
    }

    /// SIGKILL for all of its processes: nothing can say good-bye.
    public void kill() {
        Set<ProcessHandle> processes =
                ProcessHandle.current()
                        .descendants()
                        .filter(process -> process.info().commandLine().orElse("").contains(mark))
                        .flatMap(
                                process -> Stream.concat(Stream.of(process), process.descendants()))
                        .collect(Collectors.toSet());
        if (processes.isEmpty()) {
            throw new IllegalStateException("no process with " + mark);
        }
        processes.forEach(ProcessHandle::destroyForcibly);
    }

    @Override
    public void close() {
        playwright.close();
    }

    /// A script beside the tests.
    static String resource(String name) {
        try (InputStream in = Chromium.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
