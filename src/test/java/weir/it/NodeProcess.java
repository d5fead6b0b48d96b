package weir.it;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// One node in a process of its own, as `scripts/weir` would start it.
public final class NodeProcess implements AutoCloseable {
    private static final Duration READY_MAX = Duration.ofSeconds(40);
    private static final Duration STOP_MAX = Duration.ofSeconds(10);
    private static final Duration REQUEST_MAX = Duration.ofSeconds(5);

    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(REQUEST_MAX).build();

    private final Process process;
    private final int port;
    private final Path log;
    private volatile String token = "";

    /// Whether it has HTTP without TLS.
    private final boolean isPlain;

    private NodeProcess(Process process, int port, Path log, boolean isPlain) {
        this.process = process;
        this.port = port;
        this.log = log;
        this.isPlain = isPlain;
    }

    /// @param port        of [FreePorts], for HTTP and UDP; the second that belongs to it is for
    ///     media by TCP
    /// @param environment settings, `WEIR_…`
    /// @param log         what the node says
    static NodeProcess start(int port, Map<String, String> environment, Path log) {
        List<String> command = new ArrayList<>(List.of(java()));
        command.addAll(ownFlags());
        command.addAll(List.of("-ea", "-Xms64m", "-Xmx512m", "-XX:+UseG1GC"));
        command.addAll(List.of("-XX:MaxDirectMemorySize=512m", "-XX:+ExitOnOutOfMemoryError"));
        command.addAll(List.of("-cp", classPath(), "weir.app.Main"));
        command.addAll(List.of("--http-port", "" + port, "--udp-port", "" + port));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("WEIR_TRANSPORT_TCP_PORT", "" + (port + FreePorts.SECOND));
        builder.environment().putAll(environment);
        builder.redirectErrorStream(true).redirectOutput(log.toFile());
        try {
            boolean isPlain = !"off".equals(environment.get("WEIR_HTTP_PLAIN"));
            return new NodeProcess(builder.start(), port, log, isPlain);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /// The modules that `pom.xml` opens to the tests are those that a node needs.
    private static List<String> ownFlags() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(flag -> flag.startsWith("--"))
                .toList();
    }

    private static String classPath() {
        Path target = Path.of("target").toAbsolutePath();
        Path jar = target.resolve("weir.jar");
        if (!Files.exists(jar)) {
            throw new IllegalStateException(jar + " is missing: mvn package");
        }
        return jar + ":" + target.resolve("lib") + "/*";
    }

    /// A node that something else has started, and that its `process` ends with.
    static NodeProcess of(Process process, int port, Path log) {
        return new NodeProcess(process, port, log, true);
    }

    /// Where its pages and endpoints are; loopback, which browsers trust with cameras.
    public String url() {
        return "http://127.0.0.1:" + port;
    }

    /// Its requests have this token from now on.
    NodeProcess bearer(String token) {
        this.token = token;
        return this;
    }

    /// TCP and UDP.
    public int port() {
        return port;
    }

    public long pid() {
        return process.pid();
    }

    /// What it has said so far.
    public Path log() {
        return log;
    }

    public void awaitReady() {
        Await.until(
                "node is ready, see " + log,
                READY_MAX,
                () -> {
                    if (!process.isAlive()) {
                        throw new IllegalStateException("node has ended, see " + log);
                    }
                    return isPlain
                            ? request("GET", "/health/ready").statusCode() == 200
                            : Files.readString(log).contains("Weir is ready");
                });
    }

    public JsonArray list(String path) {
        return new JsonArray(request("GET", path).body());
    }

    /// Of the first viewer of a stream.
    public JsonObject viewerStats(String stream) {
        return new JsonObject(request("GET", "/api/streams/" + stream).body())
                .getJsonObject("subscribe")
                .getJsonArray("sessions")
                .getJsonObject(0)
                .getJsonObject("stats");
    }

    public Metrics metrics() {
        return new Metrics(request("GET", "/metrics").body());
    }

    /// @param path of this node, or a whole address
    public HttpResponse<String> request(String method, String path) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(path.startsWith("/") ? url() + path : path))
                        .timeout(REQUEST_MAX)
                        .method(method, HttpRequest.BodyPublishers.noBody());
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        try {
            return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /// SIGKILL: it has no time to say good-bye.
    public void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    private void awaitEnd() {
        Await.until("process " + process.pid() + " ends", STOP_MAX, () -> !process.isAlive());
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
