package weir.it.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import io.vertx.core.json.JsonObject;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import weir.it.Await;
import weir.it.RunningStream;
import weir.it.WeirCluster;
import weir.testkit.ClientMedia;
import weir.testkit.HttpCalls;
import weir.testkit.WebRtcClient;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// What scripts and a web server are told by two nodes.
class HooksIT {
    private static final Duration SOON = Duration.ofSeconds(15);
    /// For it to end, and to be found gone.
    private static final Duration UNUSED = Duration.ofSeconds(40);

    private static final String SECRET = "known to the web server";
    private static final List<String> LIFE =
            List.of(
                    "stream-created",
                    "session-started",
                    "publish-started",
                    "publish-stopped",
                    "session-ended",
                    "stream-deleted");

    private static final int MEETINGS = 20;

    private static final Queue<JsonObject> POSTED = new ConcurrentLinkedQueue<>();
    private static final Queue<String> WRONG = new ConcurrentLinkedQueue<>();

    /// The stream of which this many posts more are refused: others' may come at any time.
    private static final String REFUSED = "again";

    private static final AtomicInteger REFUSE = new AtomicInteger();
    private static HttpServer server;
    private static Path folder;
    private static Path heard;
    private static WeirCluster cluster;

    @BeforeAll
    static void start() throws IOException {
        POSTED.clear();
        WRONG.clear();
        REFUSE.set(0);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/hook", HooksIT::onPost);
        server.start();
        folder = Files.createTempDirectory("weir-hooks");
        heard = Files.createFile(folder.resolve("heard"));
        Path script = folder.resolve("script");
        Files.writeString(
                script,
                "#!/bin/sh\nread -r json\necho \"$1 $2 $WEIR_HOOKS_SECRET $json\" >> '%s'\n"
                        .formatted(heard));
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
        cluster =
                WeirCluster.start(
                        "hooks",
                        2,
                        Map.of(
                                "WEIR_HOOKS_URLS",
                                "http://127.0.0.1:" + server.getAddress().getPort() + "/hook",
                                "WEIR_HOOKS_SECRET",
                                SECRET,
                                "WEIR_HOOKS_SCRIPTS",
                                script.toString(),
                                "WEIR_API_CREATED_IDLE",
                                "8s"));
    }

    @AfterAll
    static void stop() throws IOException {
        if (cluster != null) {
            cluster.close();
        }
        server.stop(0);
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }

    private static void onPost(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body =
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            boolean refused =
                    new JsonObject(body).getString("stream").equals(REFUSED)
                            && REFUSE.getAndUpdate(n -> Math.max(0, n - 1)) > 0;
            if (!isSigned(exchange.getRequestHeaders().getFirst("Weir-Signature"), body)) {
                WRONG.add(body);
            } else if (!refused) {
                POSTED.add(new JsonObject(body));
            }
            exchange.sendResponseHeaders(refused ? 500 : 204, -1);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean isSigned(String signature, String body) throws GeneralSecurityException {
        String[] parts = signature.split("[=,]");
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        byte[] expected = mac.doFinal((parts[1] + "." + body).getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(expected).equals(parts[3]);
    }

    @Test
    void aPublishersLifeIsToldInOrderByItsNodeAndViewersByTheirs() throws IOException {
        try (RunningStream running =
                RunningStream.start(cluster.node(1), cluster.node(2), "life", 4001)) {
            running.awaitMore();
            Await.until("published", SOON, () -> of("life", "publisher").size() == 2);
        }

        Await.until("told", SOON, () -> events("life").equals(LIFE));
        Await.until("viewer", SOON, () -> of("life", "viewer").size() == 2);
        JsonObject viewer = of("life", "viewer").getFirst();
        JsonObject publisher = of("life", "publisher").getFirst();
        assertThat(viewer.getString("event")).isEqualTo("session-started");
        assertThat(viewer.getString("node")).isNotEqualTo(publisher.getString("node"));
        assertThat(publisher.getString("session")).hasSize(6);
        assertThat(WRONG).isEmpty();
        Await.until("scripts", SOON, () -> scripts("life").size() == LIFE.size() + 2);
        assertThat(scripts("life"))
                .allMatch(line -> line.matches("[a-z-]+ life  \\{.*\"stream\":\"life\".*}"));
    }

    @Test
    void whatIsCreatedByTheApiIsToldOnce() {
        String url = cluster.node(2).url() + "/api/streams/made";
        HttpCalls.send("POST", url, "");
        try (RunningStream running =
                RunningStream.start(cluster.node(1), cluster.node(1), "made", 4101)) {
            running.awaitMore();
        }
        Await.until("it has ended", SOON, () -> events("made").contains("session-ended"));
        HttpCalls.send("DELETE", url, "");

        Await.until("told", SOON, () -> events("made").equals(LIFE));
    }

    /// Its publisher hangs up at one node while another is asked to remove it.
    @Test
    void howeverTheEndsOfAStreamMeetItIsToldOnce() {
        for (int i = 0; i < MEETINGS; i++) {
            String stream = "meeting-" + i;
            String url = cluster.node(2).url() + "/api/streams/" + stream;
            HttpCalls.send("POST", url, "");
            List<ClientMedia> media = ClientMedia.published(5001 + 2 * i, 5002 + 2 * i);
            try (WebRtcClient publisher =
                    WebRtcClient.publish(cluster.node(1).url(), stream, media)) {
                Thread.ofVirtual().start(publisher::close);
                HttpCalls.send("DELETE", url, "");
            }
        }

        for (int i = 0; i < MEETINGS; i++) {
            String stream = "meeting-" + i;
            Await.until("over", SOON, () -> existence(stream).contains("stream-deleted"));
        }
        assertThat(IntStream.range(0, MEETINGS).mapToObj(i -> existence("meeting-" + i)))
                .allMatch(List.of("stream-created", "stream-deleted")::equals);
    }

    @Test
    void whatNobodyUsesIsToldToEnd() {
        HttpCalls.send("POST", cluster.node(1).url() + "/api/streams/unused", "");

        Await.until("over", UNUSED, () -> existence("unused").contains("stream-deleted"));
        assertThat(existence("unused")).containsExactly("stream-created", "stream-deleted");
    }

    @Test
    void anEventThatIsNotHeardIsToldAgainBeforeTheNext() {
        REFUSE.set(2);
        String url = cluster.node(1).url() + "/api/streams/" + REFUSED;
        HttpCalls.send("POST", url, "");
        HttpCalls.send("DELETE", url, "");

        Await.until(
                "told",
                SOON,
                () -> events(REFUSED).equals(List.of("stream-created", "stream-deleted")));
        // By whichever node told it.
        Await.until("repeated", SOON, () -> repeated(1) + repeated(2) >= 2);
    }

    private static double repeated(int k) {
        return cluster.node(k).metrics().sum("weir_hook_events_total", "repeated");
    }

    /// Of the stream and its publisher.
    private static List<String> events(String stream) {
        return POSTED.stream()
                .filter(event -> event.getString("stream").equals(stream))
                .filter(event -> !"viewer".equals(event.getString("role")))
                .map(event -> event.getString("event"))
                .toList();
    }

    private static List<String> existence(String stream) {
        return events(stream).stream().filter(event -> event.startsWith("stream-")).toList();
    }

    private static List<JsonObject> of(String stream, String role) {
        return POSTED.stream()
                .filter(event -> event.getString("stream").equals(stream))
                .filter(event -> role.equals(event.getString("role")))
                .toList();
    }

    private static List<String> scripts(String stream) throws IOException {
        return Files.readAllLines(heard).stream()
                .filter(line -> line.contains(" " + stream + " "))
                .toList();
    }
}
