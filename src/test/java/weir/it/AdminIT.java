package weir.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import weir.testkit.HttpCalls;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/// What two nodes tell of themselves and of each other. The clients are offers without a browser
/// behind: their sessions wait for one for 15 s.
class AdminIT {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private static WeirCluster cluster;

    @BeforeAll
    static void start() {
        cluster = WeirCluster.start("admin", 2, Map.of());
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Test
    void everyNodeTellsTheStreamsOfAll() throws Exception {
        String publisher = post(1, "/whip/told", "chrome-publisher");
        post(2, "/whep/told", "chrome-viewer");
        Await.until("told is pulled", Duration.ofSeconds(10), AdminIT::isPulled);

        JsonObject ofCluster = object(1, "/api/streams/told");
        JsonObject ofNode = object(2, "/api/streams/told?scope=node");

        assertThat(ofCluster.getString("statsScope")).isEqualTo("cluster");
        assertThat(sessions(ofCluster, "publish")).hasSize(2);
        JsonObject first = sessions(ofCluster, "publish").getJsonObject(0);
        assertThat(first.containsKey("cascade")).isFalse();
        assertThat(publisher).contains("." + first.getString("id"));
        assertThat(ofCluster.encode()).doesNotContain(secret(publisher));
        assertThat(sessions(ofNode, "publish")).hasSize(1);
        assertThat(sessions(ofNode, "publish").getJsonObject(0).getJsonObject("cascade"))
                .isEqualTo(new JsonObject().put("sourceNode", nodeId(1)));
    }

    private static boolean isPulled() {
        return cluster.node(2).metrics().sum("weir_link_sessions", "role=\"child\"") == 1
                && cluster.node(1).metrics().sum("weir_link_sessions", "role=\"parent\"") == 1;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/streams",
                "/api/streams/",
                "/api/nodes",
                "/api/info",
                "/api/strategy",
                "/health/live",
                "/health/ready"
            })
    void answersInJsonThatNobodyKeeps(String path) throws Exception {
        HttpResponse<String> response = request("GET", path);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(response.headers().firstValue("Cache-Control")).hasValue("no-store");
    }

    @ParameterizedTest
    @CsvSource({
        "GET,    /api/streams/nobody,         404, stream-unknown",
        "GET,    /api/streams/nobody/,        404, stream-unknown",
        "GET,    /api/streams?scope=universe, 400, parameter-invalid",
        "GET,    /api/unknown,                404, path-unknown",
        "GET,    /unknown.html,               404, path-unknown",
        "DELETE, /api/nodes,                  405, method-not-allowed",
    })
    void refusesWithAProblem(String method, String path, int status, String type) throws Exception {
        HttpResponse<String> response = request(method, path);

        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type"))
                .hasValue("application/problem+json");
        assertThat(new JsonObject(response.body()).getString("type"))
                .isEqualTo("urn:weir:problem:" + type);
    }

    @ParameterizedTest
    @CsvSource({
        "/,          text/html;charset=UTF-8",
        "/index.js,  text/javascript;charset=UTF-8",
        "/app.css,   text/css;charset=UTF-8",
        "/icon.svg,  image/svg+xml",
    })
    void servesPagesThatBrowsersAskForAgain(String path, String type) throws Exception {
        HttpResponse<String> response = request("GET", path);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).hasValue(type);
        assertThat(response.headers().firstValue("Cache-Control")).hasValue("no-cache");
        assertThat(response.headers().firstValue("ETag")).isPresent();
        assertThat(response.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(response.headers().firstValue("Content-Security-Policy")).isPresent();
    }

    @Test
    void aPageThatABrowserHasIsNotSentAgain() {
        String url = cluster.node(1).url() + "/watch.html";
        String tag = HttpCalls.send("GET", url, "").headers().firstValue("ETag").orElseThrow();

        HttpResponse<String> again = HttpCalls.send("GET", url, "", "If-None-Match", tag);

        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
        assertThat(HttpCalls.send("GET", url, "", "If-None-Match", "\"other\"").statusCode())
                .isEqualTo(200);
    }

    @Test
    void countsWhatItDrops() {
        Metrics metrics = cluster.node(1).metrics();

        assertThat(metrics.text()).contains("# TYPE weir_sessions gauge");
        assertThat(metrics.sum("weir_cluster_nodes")).isEqualTo(2);
        assertThat(metrics.has("weir_socket_drops_total")).isTrue();
        assertThat(metrics.has("weir_viewer_packets_dropped_total")).isTrue();
        assertThat(metrics.sum("process_cpu_seconds_total")).isPositive();
    }

    @Test
    void saysWhoItIs() throws Exception {
        JsonObject info = object(1, "/api/info");

        assertThat(info.getString("name")).isEqualTo("Weir");
        assertThat(info.getString("node")).isEqualTo(nodeId(1));
        assertThat(info.getInteger("udpPort")).isEqualTo(cluster.node(1).port());
    }

    private static JsonArray sessions(JsonObject stream, String side) {
        return stream.getJsonObject(side).getJsonArray("sessions");
    }

    private static JsonObject object(int node, String path) throws Exception {
        return new JsonObject(cluster.node(node).request("GET", path).body());
    }

    private static String nodeId(int node) {
        return cluster.node(node).list("/api/nodes").stream()
                .map(JsonObject.class::cast)
                .filter(entry -> entry.getBoolean("self"))
                .map(entry -> entry.getString("id"))
                .findFirst()
                .orElseThrow();
    }

    private static HttpResponse<String> request(String method, String path) {
        return cluster.node(1).request(method, path);
    }

    /// @return the session's path
    private static String post(int node, String path, String offer) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(cluster.node(node).url() + path))
                        .header("Content-Type", "application/sdp")
                        .POST(HttpRequest.BodyPublishers.ofString(text(offer)))
                        .build();
        HttpResponse<String> response = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
        return response.headers().firstValue("Location").orElseThrow();
    }

    private static String secret(String session) {
        return session.substring(session.lastIndexOf('.') + 1);
    }

    private static String text(String offer) throws IOException {
        try (InputStream file = AdminIT.class.getResourceAsStream("/weir/jsep/" + offer + ".sdp")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
