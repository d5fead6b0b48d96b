package weir.it.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.WaitUntilState;

import weir.it.NodeProcess;
import weir.it.WeirCluster;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Debian's Chromium with made-up camera and microphone. One thread, as Playwright demands.
public final class Chromium implements AutoCloseable {
    private static final Path EXECUTABLE = Path.of("/usr/bin/chromium");
    private static final Duration CONDITION_MAX = Duration.ofSeconds(20);
    private static final String PROBE = resource("probe.js");

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
    private final Browser browser;
    private final String mark;
    private final Path log;

    private Chromium(Playwright playwright, Browser browser, String mark, Path log) {
        this.playwright = playwright;
        this.browser = browser;
        this.mark = mark;
        this.log = log;
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
        Path log = WeirCluster.logs().resolve(name + "-browser.log");
        return new Chromium(playwright, browser, mark, log);
    }

    /// Publishes the camera, or another source, under a name.
    ///
    /// @param codec of the video, such as `VP8`
    public Publisher publish(NodeProcess node, String stream, String codec) {
        return publish(node, stream, codec, "camera");
    }

    /// @param source `camera` or `test`
    public Publisher publish(NodeProcess node, String stream, String codec, String source) {
        String query = "?stream=%s&codec=%s&source=%s&size=640x360&autostart";
        return new Publisher(
                open(node.url() + "/publish.html" + query.formatted(stream, codec, source)));
    }

    /// Watches a stream; the page waits if it is not live.
    public Viewer watch(NodeProcess node, String stream) {
        return new Viewer(open(node.url() + "/watch.html?stream=" + stream + "&autoplay"));
    }

    /// Many viewers in one page, which costs less than a page each.
    public Crowd crowd(NodeProcess node) {
        return new Crowd(open(node.url() + "/watch.html"));
    }

    /// A page on which nothing is published or watched yet.
    ///
    /// @param scripts to run before those of the page
    public Page open(String url, String... scripts) {
        BrowserContext context =
                browser.newContext(new Browser.NewContextOptions().setIgnoreHTTPSErrors(true));
        context.setDefaultTimeout(CONDITION_MAX.toMillis());
        context.addInitScript(PROBE);
        for (String script : scripts) {
            context.addInitScript(script);
        }
        Page page = context.newPage();
        page.onConsoleMessage(message -> log(page, message.text()));
        page.onPageError(error -> log(page, error));
        // A page may wait for its first picture before it counts as loaded.
        page.navigate(
                url, new Page.NavigateOptions().setWaitUntil(WaitUntilState.DOMCONTENTLOADED));
        return page;
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
