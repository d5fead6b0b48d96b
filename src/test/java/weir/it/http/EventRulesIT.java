package weir.it.http;

import static org.assertj.core.api.Assertions.assertThat;

import static weir.it.http.Problems.assertProblem;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import weir.it.Await;
import weir.it.EventSourceClient;
import weir.it.RunningStream;
import weir.it.WeirCluster;
import weir.testkit.ClientMedia;
import weir.testkit.HttpCalls;
import weir.testkit.WebRtcClient;

import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// What a viewer is told by server-sent events (rules 53 to 55): at its own node and at another one
/// of the cluster.
class EventRulesIT {
    private static final Duration SOON = Duration.ofSeconds(10);
    /// A second, less what one of two may be late by on a busy machine.
    private static final Duration APART_MIN = Duration.ofMillis(600);

    private static final String ALL =
            "[\"active\",\"inactive\",\"layers\",\"viewercount\",\"reconnect\",\"scte35\"]";
    private static final String CUE = "/DAE////Pw==";

    private static WeirCluster cluster;
    private static RunningStream running;

    @BeforeAll
    static void start() {
        cluster =
                WeirCluster.start(
                        "event-rules",
                        2,
                        Map.of("WEIR_EVENTS_KEEP_ALIVE", "1s", "WEIR_WHEP_NOT_LIVE", "wait"));
        running = RunningStream.start(cluster.node(1), cluster.node(1), "running", 3001);
    }

    @AfterAll
    static void stop() {
        running.close();
        cluster.close();
    }

    @Test
    void theAnswerToAViewerNamesWhatThereIs() {
        String url = cluster.node(1).url();
        List<ClientMedia> sound = List.of(ClientMedia.audio(0));
        List<ClientMedia> both = ClientMedia.watched();
        try (WebRtcClient viewer = WebRtcClient.viewer(url, "running", both);
                WebRtcClient listener = WebRtcClient.viewer(url, "running", sound)) {
            String core = "rel=\"urn:ietf:params:whep:ext:core:";
            HttpResponse<String> seen = viewer.post();
            HttpResponse<String> heard = listener.post();

            String session = seen.headers().firstValue("Location").orElseThrow();
            assertThat(seen.headers().allValues("Link"))
                    .contains(
                            "<"
                                    + session
                                    + "/sse>; "
                                    + core
                                    + "server-sent-events\"; events=\"active,inactive,"
                                    + "layers,viewercount,reconnect,scte35\"",
                            "<" + session + "/layer>; " + core + "layer\"");
            assertThat(heard.headers().allValues("Link"))
                    .noneMatch(link -> link.contains("core:layer"))
                    .anyMatch(
                            link ->
                                    link.endsWith(
                                            "active,inactive,viewercount,reconnect,scte35\""));
            assertProblem(post(sse(1, listener), "[\"layers\"]"), 400, "event-unknown");
            viewer.delete();
            listener.delete();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void whatIsWrongMakesNoEventStream(int k) {
        // Those of other tests end with their sessions.
        Await.until("no event stream", SOON, () -> eventStreams() == 0);
        String url = sse(k, running.viewer());
        for (String body : List.of("{", "nonsense", "[\"active\"")) {
            assertProblem(post(url, body), 400, "json-malformed");
        }
        for (String body : List.of("{}", "[]", "[1]", "null", "\"active\"", "[null]")) {
            assertProblem(post(url, body), 400, "parameter-invalid");
        }
        for (String body : List.of("[\"foo\"]", "[\"active\",\"Active\"]", "[\"\"]")) {
            assertProblem(post(url, body), 400, "event-unknown");
        }
        assertProblem(
                HttpCalls.send("POST", url, "[\"active\"]", "Content-Type", "text/plain"),
                415,
                "content-type-wrong");
        assertProblem(
                post(url.replaceAll("[^./]*/sse$", "AAAAAAAA/sse"), ALL), 404, "session-unknown");
        assertProblem(post(url.replace("/running/", "/nobody/"), ALL), 404, "session-unknown");
        assertProblem(post(sse(k, running.publisher()), ALL), 409, "session-watches-nothing");
        assertThat(eventStreams()).isZero();
    }

    private static double eventStreams() {
        return cluster.node(1).metrics().sum("weir_event_streams");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void othersMethodsAreNotAllowed(int k) {
        String url = sse(k, running.viewer());
        HttpResponse<String> put = HttpCalls.send("PUT", url, "[]");
        assertProblem(put, 405, "method-not-allowed");
        assertThat(put.headers().firstValue("Allow")).hasValue("OPTIONS, POST");
        HttpResponse<String> options = HttpCalls.send("OPTIONS", url, "");
        assertThat(options.statusCode()).isEqualTo(200);
        assertThat(options.headers().firstValue("Accept-Post")).hasValue("application/json");

        String one = url + "/unknown";
        HttpResponse<String> patch = HttpCalls.send("PATCH", one, "{}");
        assertProblem(patch, 405, "method-not-allowed");
        assertThat(patch.headers().firstValue("Allow")).hasValue("GET, HEAD, OPTIONS, DELETE");
        assertThat(HttpCalls.send("OPTIONS", one, "").statusCode()).isEqualTo(200);
        assertProblem(HttpCalls.send("GET", one, ""), 404, "event-stream-unknown");
        assertThat(HttpCalls.send("HEAD", one, "").statusCode()).isEqualTo(404);
        assertProblem(HttpCalls.send("DELETE", one, ""), 404, "event-stream-unknown");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void anEventStreamTellsWhatIsWantedUntilItIsDeleted(int k) {
        String url = opened(k, running.viewer(), "[\"active\",\"layers\",\"viewercount\"]");
        HttpResponse<String> head = HttpCalls.send("HEAD", url, "");
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.headers().firstValue("Content-Type")).hasValue("text/event-stream");
        try (EventSourceClient reader = EventSourceClient.open(url)) {
            reader.await("active", "{}");
            reader.await("layers", 1);
            reader.await("viewercount", "{\"viewercount\":1}");

            assertThat(reader.response().statusCode()).isEqualTo(200);
            assertThat(reader.response().headers().firstValue("Content-Type"))
                    .hasValue("text/event-stream");
            assertThat(reader.response().headers().firstValue("Cache-Control"))
                    .hasValue("no-store");
            assertThat(reader.others().getFirst()).isEqualTo("retry: 2000");
            JsonObject layers = new JsonObject(reader.events("layers").getFirst().data());
            JsonObject layer = layers.getJsonArray("1").getJsonObject(0);
            assertThat(layers.fieldNames()).containsExactly("1");
            assertThat(layer.getInteger("spatialLayerId")).isZero();
            Await.until("a comment", SOON, () -> reader.others().contains(":"));

            assertThat(HttpCalls.send("DELETE", url, "").statusCode()).isEqualTo(200);
            reader.awaitEnd();
        }
        assertProblem(HttpCalls.send("GET", url, ""), 404, "event-stream-unknown");
        assertProblem(HttpCalls.send("DELETE", url, ""), 404, "event-stream-unknown");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void publishersAreToldOfAsTheyComeAndGoAndNeverFirstThatThereIsNone(int k) {
        String name = "waited-" + k;
        try (WebRtcClient viewer = WebRtcClient.watch(cluster.node(1).url(), name);
                EventSourceClient reader =
                        EventSourceClient.open(opened(k, viewer, "[\"active\",\"inactive\"]"))) {
            Await.pause(Duration.ofSeconds(1));
            assertThat(reader.events()).isEmpty();
            for (int turn = 1; turn <= 2; turn++) {
                try (WebRtcClient publisher =
                        WebRtcClient.publish(
                                cluster.node(2).url(), name, ClientMedia.published(71, 72))) {
                    reader.await("active", turn);
                    assertThat(publisher.ended()).isNotDone();
                }
                reader.await("inactive", turn);
            }
            assertThat(reader.events().stream().map(EventSourceClient.Event::name))
                    .containsExactly("active", "inactive", "active", "inactive");
        }
    }

    @Test
    void allEventStreamsEndWithTheSession() {
        WebRtcClient viewer = WebRtcClient.watch(cluster.node(1).url(), "running");
        List<String> urls = List.of(opened(1, viewer, ALL), opened(2, viewer, ALL));
        List<EventSourceClient> readers = urls.stream().map(EventSourceClient::open).toList();
        readers.forEach(reader -> reader.await("active", 1));

        viewer.close();

        readers.forEach(EventSourceClient::awaitEnd);
        for (String url : urls) {
            assertThat(HttpCalls.send("GET", url, "").statusCode()).isEqualTo(404);
        }
    }

    @Test
    void viewersOfAllNodesAreCounted() {
        String one = opened(1, running.viewer(), "[\"viewercount\"]");
        try (EventSourceClient reader = EventSourceClient.open(one)) {
            reader.await("viewercount", "{\"viewercount\":1}");
            try (WebRtcClient second = WebRtcClient.watch(cluster.node(2).url(), "running")) {
                reader.await("viewercount", "{\"viewercount\":2}");
                assertThat(second.ended()).isNotDone();
            }
            reader.await("viewercount", 3);

            List<EventSourceClient.Event> counts = reader.events("viewercount");
            for (int i = 1; i < counts.size(); i++) {
                long apart = counts.get(i).atNanos() - counts.get(i - 1).atNanos();
                assertThat(Duration.ofNanos(apart)).isGreaterThan(APART_MIN);
            }
        }
        HttpCalls.send("DELETE", one, "");
    }

    @Test
    void aCueReachesAllViewersWhoWantItOnAllNodes() {
        try (WebRtcClient other = WebRtcClient.watch(cluster.node(2).url(), "running")) {
            String first = opened(2, running.viewer(), "[\"scte35\"]");
            String second = opened(1, other, "[\"scte35\"]");
            try (EventSourceClient here = EventSourceClient.open(first);
                    EventSourceClient there = EventSourceClient.open(second)) {
                String url = cluster.node(2).url() + "/api/streams/running/scte35";
                HttpResponse<String> answer =
                        HttpCalls.send("POST", url, CUE, "Content-Type", "text/plain");
                HttpResponse<String> json = post(url, "{\"message\":\"" + CUE + "\"}");

                assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
                assertThat(json.body()).isEqualTo("{\"told\":2}");
                here.await("scte35", 2);
                there.await("scte35", 2);
                assertThat(here.events()).allMatch(event -> event.data().equals(CUE));

                assertProblem(post(url, "{}"), 400, "cue-malformed");
                assertProblem(post(url, "["), 400, "json-malformed");
                assertProblem(
                        HttpCalls.send("POST", url, "AAAA", "Content-Type", "text/plain"),
                        400,
                        "cue-malformed");
                assertProblem(
                        post(url.replace("running", "nobody"), "{\"message\":\"" + CUE + "\"}"),
                        404,
                        "stream-unknown");
            }
            HttpCalls.send("DELETE", first, "");
        }
    }

    @Test
    void aSessionHasNotMoreEventStreamsThanItMay() {
        try (WebRtcClient viewer = WebRtcClient.watch(cluster.node(1).url(), "running")) {
            for (int i = 0; i < 4; i++) {
                opened(1 + i % 2, viewer, ALL);
            }

            HttpResponse<String> answer = post(sse(2, viewer), ALL);

            assertProblem(answer, 429, "too-many-event-streams-of-session");
            assertThat(answer.headers().firstValue("Retry-After")).isPresent();
        }
    }

    @Test
    void whoComesAgainIsToldAgainAndTheOneBeforeNoMore() {
        String url = opened(2, running.viewer(), "");
        try (EventSourceClient before = EventSourceClient.open(url)) {
            before.await("active", 1);
            try (EventSourceClient after = EventSourceClient.open(url)) {
                after.await("active", 1);
                before.awaitEnd();
                assertThat(after.isEnded()).isFalse();
            }
        }
        HttpCalls.send("DELETE", url, "");
    }

    @Test
    void theStreamsOfTheClusterAreToldAsTheyChangeAndNotTwice() {
        String url = cluster.node(2).url() + "/api/sse/streams";
        try (EventSourceClient reader = EventSourceClient.open(url);
                EventSourceClient figures = EventSourceClient.open(url + "?interval=1")) {
            // Streams of other tests may be there for a moment more.
            Await.until("one stream", SOON, () -> streams(reader).equals(List.of("running")));
            figures.await("", 3);
            int before = reader.events().size();
            try (WebRtcClient publisher =
                    WebRtcClient.publish(
                            cluster.node(1).url(), "new", ClientMedia.published(81, 82))) {
                Await.until("the new stream", SOON, () -> streams(reader).contains("new"));
                assertThat(publisher.ended()).isNotDone();
            }
            Await.until("its end", SOON, () -> !streams(reader).contains("new"));
            assertThat(reader.events().size()).isBetween(before + 2, before + 5);
        }
        assertProblem(HttpCalls.send("GET", url + "?interval=0", ""), 400, "parameter-invalid");
        assertThat(HttpCalls.send("HEAD", url, "").statusCode()).isEqualTo(200);
        assertProblem(HttpCalls.send("POST", url, ""), 405, "method-not-allowed");
    }

    /// As told last.
    private static List<String> streams(EventSourceClient reader) {
        return new JsonArray(reader.events().getLast().data())
                .stream().map(each -> ((JsonObject) each).getString("id")).toList();
    }

    private static String opened(int k, WebRtcClient viewer, String body) {
        HttpResponse<String> answer = post(sse(k, viewer), body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        String location = answer.headers().firstValue("Location").orElseThrow();
        assertThat(location).startsWith(path(viewer) + "/sse/");
        return cluster.node(k).url() + location;
    }

    private static String sse(int k, WebRtcClient session) {
        return cluster.node(k).url() + path(session) + "/sse";
    }

    private static String path(WebRtcClient session) {
        return URI.create(session.sessionUrl()).getRawPath();
    }

    private static HttpResponse<String> post(String url, String json) {
        return HttpCalls.send("POST", url, json, "Content-Type", "application/json");
    }
}
