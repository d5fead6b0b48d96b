package weir.it.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import weir.it.Await;
import weir.it.Metrics;
import weir.it.RunningStream;
import weir.it.WeirCluster;
import weir.testkit.ClientMedia;
import weir.testkit.HttpCalls;
import weir.testkit.WebRtcClient;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// The API of two nodes beside WHIP, WHEP and sessions: streams that are created and removed, SRS's
/// endpoints, health, metrics.
class ApiIT {
    private static final Pattern METRIC = Pattern.compile("\\b(weir|vertx|jvm|process)_\\w+");
    private static final Duration SOON = Duration.ofSeconds(8);

    /// For what is forgotten after 4 s.
    private static final Duration UNUSED = Duration.ofSeconds(15);
    private static WeirCluster cluster;

    @BeforeAll
    static void start() {
        cluster = WeirCluster.start("api", 2, Map.of("WEIR_API_CREATED_IDLE", "4s"));
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Test
    void aStreamThatWasCreatedIsThereOnEveryNode() {
        assertThat(send(1, "POST", "/api/streams/stage").statusCode()).isEqualTo(204);

        JsonObject stream = new JsonObject(send(2, "GET", "/api/streams/stage/").body());
        assertThat(stream.getString("id")).isEqualTo("stage");
        assertThat(stream.getJsonObject("publish").getJsonArray("sessions")).isEmpty();
        assertThat(stream.getLong("createdAt")).isPositive();
        assertThat(ids(send(2, "GET", "/api/streams?streams=stage&streams=other").body()))
                .containsExactly("stage");
        Problems.assertProblem(send(2, "POST", "/api/streams/stage/"), 409, "stream-exists");
        assertThat(send(2, "DELETE", "/api/streams/stage").statusCode()).isEqualTo(204);
        Problems.assertProblem(send(1, "GET", "/api/streams/stage"), 404, "stream-unknown");
        Problems.assertProblem(send(1, "DELETE", "/api/streams/stage/"), 404, "stream-unknown");
    }

    @Test
    void viewersOfAStreamThatWasCreatedWaitForItsPublisher() {
        send(2, "POST", "/api/streams/soon");

        try (WebRtcClient viewer = WebRtcClient.watch(node(1), "soon");
                WebRtcClient publisher =
                        WebRtcClient.publish(node(2), "soon", ClientMedia.published(41, 42))) {
            publisher.startSending();
            Await.until("soon is seen", SOON, () -> !viewer.received().packets().isEmpty());
        }
    }

    @Test
    void aStreamThatWasCreatedEndsByItselfUnlessSomebodyIsThere() {
        send(1, "POST", "/api/streams/idle");
        send(1, "POST", "/api/streams/used");

        try (WebRtcClient viewer = WebRtcClient.watch(node(2), "used")) {
            Await.until("idle ends", UNUSED, () -> get("/api/streams/idle").statusCode() == 404);
            Await.pause(Duration.ofSeconds(1));
            assertThat(viewer.ended()).isNotDone();
            Problems.assertProblem(send(1, "POST", "/api/streams/used"), 409, "stream-exists");
        }
    }

    @Test
    void removingAStreamEndsItsPublisherAndViewersOnAllNodes() {
        try (RunningStream stream =
                RunningStream.start(cluster.node(1), cluster.node(2), "over", 51)) {
            assertThat(send(2, "DELETE", "/api/streams/over").statusCode()).isEqualTo(204);

            Await.until(
                    "both have ended",
                    SOON,
                    () -> stream.publisher().ended().isDone() && stream.viewer().ended().isDone());
        }
        Await.until("over is gone", SOON, () -> get("/api/streams/over").statusCode() == 404);
    }

    /// Any page may be open in a browser that reaches this node, which asks nobody for a token.
    @ParameterizedTest
    @ValueSource(strings = {"https://evil.example", "null"})
    void pagesOfOthersReadAndManageNothing(String page) {
        for (String path : List.of("/api/streams/evil", "/api/cascade/evil", "/api/drain")) {
            for (String method : List.of("POST", "DELETE")) {
                HttpResponse<String> refused =
                        HttpCalls.send(method, node(1) + path, "", "Origin", page);
                Problems.assertProblem(refused, 403, "origin-not-allowed");
                assertThat(refused.body()).contains("http.cors-origins");
                assertThat(preflight(path, method, page)).isEmpty();
            }
        }
        assertThat(preflight("/api/drain", "GET", page)).hasValue("*");
        assertThat(preflight("/api/streams/evil", "POST", node(1))).hasValue("*");
        assertThat(preflight("/whip/evil", "POST", page)).hasValue("*");
        HttpResponse<String> list =
                HttpCalls.send("GET", node(1) + "/api/streams", "", "Origin", page);
        assertThat(list.statusCode()).isEqualTo(200);
        assertThat(list.headers().firstValue("Access-Control-Allow-Origin")).hasValue("*");
        assertThat(
                        new Metrics(get("/metrics").body())
                                .sum("weir_access_refused_total", "reason=\"origin_not_allowed\""))
                .isPositive();
    }

    private static Optional<String> preflight(String path, String method, String page) {
        return HttpCalls.send(
                        "OPTIONS",
                        node(1) + path,
                        "",
                        "Origin",
                        page,
                        "Access-Control-Request-Method",
                        method)
                .headers()
                .firstValue("Access-Control-Allow-Origin");
    }

    @Test
    void streamsOfOtherNamesCannotBeCreated() {
        Problems.assertProblem(send(1, "POST", "/api/streams/a%20b"), 400, "stream-name-invalid");
    }

    @ParameterizedTest
    @CsvSource({
        "/rtc/v1/whip/?app=live&stream=srs1, /rtc/v1/whep/?app=live&stream=srs1, srs1",
        "/rtc/v1/whip?app=show&stream=srs2,  /whep/show~srs2,                    show~srs2",
    })
    void srsEndpointsAreWhipAndWhep(String publish, String watch, String stream) {
        HttpResponse<String> published = offer(1, publish, publisher());
        assertThat(published.statusCode()).as(published.body()).isEqualTo(201);
        assertThat(published.body()).startsWith("v=0");
        String session = published.headers().firstValue("Location").orElseThrow();
        assertThat(session).startsWith("/session/" + stream + "/");

        HttpResponse<String> watched = offer(2, watch, viewer());
        assertThat(watched.statusCode()).as(watched.body()).isEqualTo(201);
        assertThat(send(2, "DELETE", session).statusCode()).isEqualTo(200);
    }

    @Test
    void srsEndpointsTakeOffersInJson() {
        JsonObject published = srs("/rtc/v1/publish/", "webrtc://localhost/live/srs3", publisher());
        assertThat(published.getInteger("code")).isZero();
        assertThat(published.getString("sdp")).startsWith("v=0");
        assertThat(published.getString("server")).isNotBlank();

        JsonObject watched = srs("/rtc/v1/play", "webrtc://localhost/live/srs3?x=y", viewer());
        assertThat(watched.getInteger("code")).isZero();
        String session = "/session/srs3/" + published.getString("sessionid");
        assertThat(send(2, "DELETE", session).statusCode()).isEqualTo(200);
    }

    @Test
    void srsEndpointsRefuseByACodeAndCountIt() {
        double before = refused("stream-not-live");
        JsonObject nobody = srs("/rtc/v1/play/", "webrtc://localhost/live/nobody", viewer());
        JsonObject broken = srs("/rtc/v1/play/", "webrtc://localhost/live/nobody", "v=1");

        assertThat(nobody.getInteger("code")).isEqualTo(409);
        assertThat(refused("stream-not-live")).isEqualTo(before + 1);
        assertThat(nobody.getString("type")).isEqualTo("urn:weir:problem:stream-not-live");
        assertThat(broken.getInteger("code")).isEqualTo(400);
        Problems.assertProblem(send(1, "PUT", "/rtc/v1/play/"), 405, "method-not-allowed");
        assertThat(send(1, "OPTIONS", "/rtc/v1/play/").statusCode()).isEqualTo(200);
    }

    /// Of the first node: the methods that its routes have, by path.
    private static Map<String, Set<String>> routes() {
        Map<String, Set<String>> routes = new TreeMap<>();
        for (Object each : new JsonObject(get("/api/access").body()).getJsonArray("routes")) {
            JsonObject route = (JsonObject) each;
            Set<String> methods =
                    routes.computeIfAbsent(
                            route.getString("path").replaceAll(":\\w+", "any"),
                            _ -> new TreeSet<>());
            route.getJsonArray("methods").forEach(method -> methods.add((String) method));
        }
        Set<String> reading = Set.of("GET", "HEAD", "OPTIONS");
        List.of("/", "/index.html", "/watch.html", "/session.js", "/app.css", "/icon.svg")
                .forEach(page -> routes.put(page, reading));
        return routes;
    }

    @Test
    void optionsTellWhatMayBeDoneOnEveryRoute() {
        Map<String, Set<String>> routes = routes();
        assertThat(routes).hasSizeGreaterThan(30).containsKeys("/metrics", "/whip/any");

        routes.forEach(
                (path, methods) -> {
                    String[] preflight = {
                        "Origin", "https://example.org", "Access-Control-Request-Method", "GET"
                    };
                    for (String[] headers : List.of(new String[0], preflight)) {
                        HttpResponse<String> answer =
                                HttpCalls.send("OPTIONS", node(1) + path, "", headers);
                        assertThat(answer.statusCode()).as(path).isEqualTo(200);
                        assertThat(answer.body()).isEmpty();
                        assertThat(answer.headers().firstValue("Allow").orElse("").split(", "))
                                .as(path)
                                .containsExactlyInAnyOrderElementsOf(methods);
                        assertThat(answer.headers().map())
                                .as(path)
                                .containsKeys(
                                        "access-control-allow-origin",
                                        "access-control-allow-methods",
                                        "access-control-allow-headers");
                    }
                    HttpResponse<String> other = send(1, "PUT", path);
                    Problems.assertProblem(other, 405, "method-not-allowed");
                    assertThat(other.headers().firstValue("Allow").orElse("").split(", "))
                            .containsExactlyInAnyOrderElementsOf(methods);
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"/nothing.html", "/api/nothing", "/WEB", "/..%2fweir/weir.yaml"})
    void thereAreNoOptionsWhereThereIsNothing(String path) {
        Problems.assertProblem(send(1, "OPTIONS", path), 404, "path-unknown");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/health/live", "/health/ready"})
    void healthTellsItsChecks(String path) {
        HttpResponse<String> answer = get(path);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
        JsonObject body = new JsonObject(answer.body());
        assertThat(body.getString("status")).isEqualTo("UP");
        List<String> checks = ids(body.getJsonArray("checks").encode());
        assertThat(checks).contains("http");
        assertThat(checks.contains("cluster")).isEqualTo(path.endsWith("ready"));
    }

    @Test
    void metricsHaveWhatVertxCountsByRouteAndNotByPath() {
        get("/api/streams/some-name");
        HttpCalls.send("BREW", node(1) + "/api/nodes", "");

        // Vert.x counts what has been answered, which the client may know before.
        Await.until(
                "a method of no name is counted",
                SOON,
                () ->
                        cluster.node(1)
                                        .metrics()
                                        .sum("vertx_http_server_requests_total", "method=\"other\"")
                                > 0);
        Metrics metrics = cluster.node(1).metrics();
        assertThat(metrics.text()).doesNotContain("some-name").doesNotContain("BREW");
        assertThat(metrics.has("vertx_eventbus_handlers")).isTrue();
        assertThat(metrics.text().lines().filter(line -> line.startsWith("# TYPE ")))
                .doesNotHaveDuplicates();
    }

    @Test
    void theApiIsDescribedAndNothingElse() throws Exception {
        HttpResponse<String> answer = get("/openapi.yaml");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/yaml");
        assertThat(answer.body()).startsWith("openapi: 3.1");
        assertThat(Files.readString(cluster.node(1).log())).doesNotContain("openapi.yaml");
    }

    @Test
    void requestsAreWhatIsDescribed() {
        Problems.assertProblem(get("/api/streams?scope=world"), 400, "parameter-invalid");
        HttpResponse<String> pause =
                HttpCalls.send(
                        "POST",
                        node(1) + "/session/any/none",
                        "{\"kind\": \"smell\", \"enabled\": true}",
                        "Content-Type",
                        "application/json");
        Problems.assertProblem(pause, 400, "parameter-invalid");
        assertThat(new JsonObject(pause.body()).getString("parameter")).isEqualTo("kind");
    }

    @Test
    void theDashboardShowsMetricsThatThereAre() throws Exception {
        String dashboard = Files.readString(Path.of("cluster/grafana/weir.json"));
        Set<String> shown = new TreeSet<>();
        new JsonObject(dashboard)
                .getJsonArray("panels").stream()
                        .flatMap(
                                panel ->
                                        ((JsonObject) panel)
                                                .getJsonArray("targets", new JsonArray()).stream())
                        .map(target -> ((JsonObject) target).getString("expr"))
                        .flatMap(expression -> METRIC.matcher(expression).results())
                        .forEach(metric -> shown.add(metric.group()));

        try (RunningStream _ = RunningStream.start(cluster.node(1), cluster.node(1), "shown", 61)) {
            assertThat(shown).isNotEmpty();
            // Some are there once they have been measured.
            Await.until("all of " + shown, SOON, () -> shown.stream().allMatch(metrics()::has));
        }
    }

    private static Metrics metrics() {
        return cluster.node(1).metrics();
    }

    private static List<String> ids(String json) {
        return new JsonArray(json)
                .stream().map(each -> ((JsonObject) each).getString("id")).toList();
    }

    private static String publisher() {
        try (WebRtcClient client =
                WebRtcClient.publisher(node(1), "any", ClientMedia.published(1, 2))) {
            return client.offer().text();
        }
    }

    private static String viewer() {
        try (WebRtcClient client = WebRtcClient.viewer(node(1), "any", ClientMedia.watched())) {
            return client.offer().text();
        }
    }

    private static HttpResponse<String> offer(int node, String path, String sdp) {
        return HttpCalls.send("POST", node(node) + path, sdp, "Content-Type", HttpCalls.SDP);
    }

    private static JsonObject srs(String path, String url, String sdp) {
        String body =
                new JsonObject()
                        .put("api", node(1) + path)
                        .put("streamurl", url)
                        .put("sdp", sdp)
                        .encode();
        HttpResponse<String> answer =
                HttpCalls.send("POST", node(1) + path, body, "Content-Type", "application/json");
        assertThat(answer.statusCode()).isEqualTo(200);
        return new JsonObject(answer.body());
    }

    private static double refused(String type) {
        return new Metrics(get("/metrics").body())
                .sum("weir_http_refused_total", "type=\"" + type + "\"");
    }

    private static HttpResponse<String> get(String path) {
        return send(1, "GET", path);
    }

    private static HttpResponse<String> send(int node, String method, String path) {
        return HttpCalls.send(method, node(node) + path, "");
    }

    private static String node(int k) {
        return cluster.node(k).url();
    }
}
