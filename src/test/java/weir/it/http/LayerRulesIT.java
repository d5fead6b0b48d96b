package weir.it.http;

import static org.assertj.core.api.Assertions.assertThat;

import static weir.it.http.Problems.assertProblem;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import weir.it.Await;
import weir.it.WatchedCluster;
import weir.rtp.MediaKind;
import weir.testkit.ClientMedia;
import weir.testkit.HttpCalls;
import weir.testkit.WebRtcClient;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// What a viewer is answered who chooses layers, or stops one medium: at its own node and at
/// another one of the cluster.
class LayerRulesIT {
    private static final Duration SOON = Duration.ofSeconds(5);

    @RegisterExtension
    private static final WatchedCluster nodes = new WatchedCluster("layer-rules", 2, Map.of());

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void layersAreListedBestFirstWithTheOneThatIsSent(int k) {
        String url = layer(k, nodes.viewer());
        Await.until("a measured layer", SOON, () -> layers(url).getFirst().getLong("bitrate") > 1);

        HttpResponse<String> answer = HttpCalls.send("GET", url, "");
        HttpResponse<String> head = HttpCalls.send("HEAD", url, "");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
        JsonObject best = layers(url).getFirst();
        assertThat(best.getString("mediaId")).isEqualTo("1");
        assertThat(best.getInteger("spatialLayerId")).isZero();
        assertThat(best.getBoolean("active")).isTrue();
        assertThat(best.getBoolean("selected")).isTrue();
        assertThat(best.containsKey("rid")).isFalse();
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void whatSetsNoLimitOrOneThatCanBeKeptIsTaken(int k) {
        String url = layer(k, nodes.viewer());
        String[] bodies = {
            "{}",
            "{\"mediaId\":\"1\"}",
            "{\"mediaId\":null,\"rid\":null,\"maxWidth\":null}",
            "{\"maxWidth\":640,\"maxHeight\":360}",
            "{\"maxSpatialLayerId\":0,\"maxTemporalLayerId\":0}",
            "{\"spatialLayerId\":7,\"temporalLayerId\":7}",
            "{\"unheardOf\":[1,2,3]}"
        };
        for (String body : bodies) {
            HttpResponse<String> answer = post(url, body);

            assertThat(answer.statusCode()).as(body + answer.body()).isEqualTo(200);
            assertThat(answer.body()).isEmpty();
        }

        assertThat(HttpCalls.send("DELETE", url, "").statusCode()).isEqualTo(200);
        assertThat(HttpCalls.send("DELETE", url, "").statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "mediaId            | 1",
                "rid                | 1",
                "rid                | true",
                "encodingId         | {}",
                "spatialLayerId     | -1",
                "temporalLayerId    | \"0\"",
                "maxSpatialLayerId  | 1.5",
                "maxTemporalLayerId | []",
                "maxWidth           | -640",
                "maxHeight          | 4294967296",
            })
    void fieldsOfTheWrongTypeAreNamed(String field, String value) {
        for (int k = 1; k <= 2; k++) {
            HttpResponse<String> answer =
                    post(layer(k, nodes.viewer()), "{\"%s\":%s}".formatted(field, value));

            assertProblem(answer, 400, "parameter-invalid");
            assertThat(new JsonObject(answer.body()).getString("parameter")).isEqualTo(field);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void whatIsNoObjectIsABadRequest(int k) {
        String url = layer(k, nodes.viewer());
        for (String body : new String[] {"{", "[]", "null", "7", "\"h\"", "{} {}", "{\"rid\":}"}) {
            assertProblem(post(url, body), 400, "json-malformed");
            assertProblem(post(nodes.at(k, nodes.viewer()), body), 400, "json-malformed");
        }
        assertProblem(post(url, ""), 400, "body-missing");
        assertProblem(post(url, " \n"), 400, "body-missing");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void encodingsAndMediaThatAreNotThereCannotBeChosen(int k) {
        String url = layer(k, nodes.viewer());

        for (String rid : List.of("h", "", "0", "a".repeat(300))) {
            assertProblem(post(url, "{\"rid\":\"" + rid + "\"}"), 422, "layer-unknown");
            assertProblem(post(url, "{\"encodingId\":\"" + rid + "\"}"), 422, "layer-unknown");
        }
        for (String mediaId : List.of("0", "2", "", "video")) {
            assertProblem(post(url, "{\"mediaId\":\"" + mediaId + "\"}"), 422, "medium-unknown");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void onlyJsonIsTaken(int k) {
        for (String url : List.of(layer(k, nodes.viewer()), nodes.at(k, nodes.viewer()))) {
            HttpResponse<String> answer =
                    HttpCalls.send("POST", url, "{}", "Content-Type", HttpCalls.SDP);

            assertProblem(answer, 415, "content-type-wrong");
            assertThat(answer.headers().firstValue("Accept-Post")).hasValue("application/json");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void otherMethodsAreNotAllowed(int k) {
        String url = layer(k, nodes.viewer());

        HttpResponse<String> options = HttpCalls.send("OPTIONS", url, "");
        HttpResponse<String> patch = HttpCalls.send("PATCH", url, "{}");

        assertThat(options.statusCode()).isEqualTo(200);
        assertThat(options.headers().firstValue("Accept-Post")).hasValue("application/json");
        assertProblem(patch, 405, "method-not-allowed");
        assertThat(patch.headers().firstValue("Allow"))
                .hasValue("GET, HEAD, OPTIONS, POST, DELETE");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void onlyViewersHaveLayers(int k) {
        String publisher = layer(k, nodes.publisher());
        String unknown = layer(k, nodes.viewer()).replaceAll("[^./]*/layer$", "AAAAAAAA/layer");
        String elsewhere = layer(k, nodes.viewer()).replace("/running/", "/nobody/");

        for (String method : List.of("GET", "DELETE")) {
            assertProblem(HttpCalls.send(method, publisher, ""), 409, "session-watches-nothing");
            assertProblem(HttpCalls.send(method, unknown, ""), 404, "session-unknown");
            assertProblem(HttpCalls.send(method, elsewhere, ""), 404, "session-unknown");
        }
        assertProblem(post(publisher, "{}"), 409, "session-watches-nothing");
        assertProblem(post(unknown, "{}"), 404, "session-unknown");
        assertProblem(
                post(nodes.at(k, nodes.publisher()), "{\"kind\":\"audio\",\"enabled\":true}"),
                409,
                "session-watches-nothing");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void whoOnlyListensHasNoLayers(int k) {
        try (WebRtcClient listener =
                WebRtcClient.viewer(
                        nodes.node(1).url(), "running", List.of(ClientMedia.audio(0)))) {
            listener.connect();
            String url = layer(k, listener);

            assertProblem(HttpCalls.send("GET", url, ""), 422, "medium-unknown");
            assertProblem(HttpCalls.send("DELETE", url, ""), 422, "medium-unknown");
            assertProblem(post(url, "{}"), 422, "medium-unknown");
            assertProblem(
                    post(nodes.at(k, listener), "{\"kind\":\"video\",\"enabled\":false}"),
                    422,
                    "medium-unknown");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void oneMediumStopsAndGoesOnWhileTheOtherIsHeard(int k) {
        try (WebRtcClient viewer = WebRtcClient.watch(nodes.node(1).url(), "running")) {
            awaitMore(viewer, MediaKind.VIDEO);
            String url = nodes.at(k, viewer);

            assertThat(post(url, "{\"kind\":\"video\",\"enabled\":false}").statusCode())
                    .isEqualTo(200);
            awaitMore(viewer, MediaKind.AUDIO);
            int pictures = viewer.received(MediaKind.VIDEO).size();
            awaitMore(viewer, MediaKind.AUDIO);
            assertThat(viewer.received(MediaKind.VIDEO)).hasSize(pictures);

            assertThat(post(url, "{\"kind\":\"video\",\"enabled\":true}").statusCode())
                    .isEqualTo(200);
            awaitMore(viewer, MediaKind.VIDEO);
            assertThat(post(url, "{\"kind\":\"audio\",\"enabled\":false}").statusCode())
                    .isEqualTo(200);
            awaitMore(viewer, MediaKind.VIDEO);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'enabled':true}                    | kind",
                "{'kind':'text','enabled':true}      | kind",
                "{'kind':7,'enabled':true}           | kind",
                "{'kind':'video'}                    | enabled",
                "{'kind':'video','enabled':'false'}  | enabled",
                "{'kind':'video','enabled':null}     | enabled",
            },
            quoteCharacter = '~')
    void pausesThatDoNotSayWhatAreBadRequests(String body, String field) {
        for (int k = 1; k <= 2; k++) {
            HttpResponse<String> answer =
                    post(nodes.at(k, nodes.viewer()), body.replace('\'', '"'));

            assertProblem(answer, 400, "parameter-invalid");
            assertThat(new JsonObject(answer.body()).getString("parameter")).isEqualTo(field);
        }
    }

    private static void awaitMore(WebRtcClient viewer, MediaKind kind) {
        int before = viewer.received(kind).size();
        Await.until(kind + " comes", SOON, () -> viewer.received(kind).size() > before + 20);
    }

    private static List<JsonObject> layers(String url) {
        return new JsonArray(HttpCalls.send("GET", url, "").body())
                .stream().map(JsonObject.class::cast).toList();
    }

    private static HttpResponse<String> post(String url, String json) {
        return HttpCalls.send("POST", url, json, "Content-Type", "application/json");
    }

    private static String layer(int k, WebRtcClient client) {
        return nodes.at(k, client) + "/layer";
    }
}
