package weir.it.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import weir.it.Metrics;
import weir.it.NodeLog;
import weir.it.WatchedCluster;
import weir.testkit.ClientMedia;
import weir.testkit.HttpCalls;
import weir.testkit.WebRtcClient;

import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/// What `/whip/{stream}` and `/whep/{stream}` answer, and that no refusal touches a stream.
class EndpointRulesIT {
    private static final int BODY_MAX = 256 * 1024;

    @RegisterExtension
    private static final WatchedCluster nodes =
            new WatchedCluster(
                    "endpoint-rules",
                    1,
                    Map.of(
                            "WEIR_WHIP_TAKEN", "reject",
                            "WEIR_SESSION_ICE_RESTART", "false"));

    private static String node;

    @BeforeAll
    static void find() {
        node = nodes.node(1).url();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hello",
                "v=1\r\n",
                "v=0\r\n",
                "v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\n",
                "v=0\r\no=-\r\ns=-\r\n",
                "v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=-\r\nm=video\r\n",
                "v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=-\r\nm=video 70000 RTP/AVP 96\r\n",
                "{\"sdp\":\"v=0\"}",
                "\0\0\0\0"
            })
    void malformedDescriptionsAreBadRequests(String text) {
        for (String endpoint : new String[] {"/whip/running", "/whep/running", "/whip/other"}) {
            HttpResponse<String> answer = post(endpoint, text, HttpCalls.SDP);

            Problems.assertProblem(answer, 400, "sdp-malformed");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   ", "\r\n\r\n"})
    void emptyBodiesAreBadRequests(String text) {
        Problems.assertProblem(post("/whip/other", text, HttpCalls.SDP), 400, "body-missing");
        Problems.assertProblem(post("/whep/running", text, HttpCalls.SDP), 400, "body-missing");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/json", "application/sdpx", "sdp", ";"})
    void otherContentTypesAreUnsupported(String type) {
        for (String endpoint : new String[] {"/whip/other", "/whep/running"}) {
            HttpResponse<String> answer = post(endpoint, offer(), type);

            Problems.assertProblem(answer, 415, "content-type-wrong");
            assertThat(answer.headers().firstValue("Accept-Post")).hasValue(HttpCalls.SDP);
        }
    }

    @Test
    void aMissingContentTypeIsUnsupported() {
        HttpResponse<String> answer = HttpCalls.send("POST", node + "/whip/other", offer());

        Problems.assertProblem(answer, 415, "content-type-wrong");
    }

    /// Java's own client takes no such URL.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST /whip/other?x=%zz",
                "OPTIONS /whep/running?%",
                "DELETE /session/running/x?a=%f",
                "GET /api/streams?scope=%zz",
                "POST /api/drain?node=%zz",
                "GET /?%zz",
                "GET /%zz",
                "GET / x"
            })
    void whatCannotBeReadIsABadRequestAndNoFaultOfOurs(String target) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", nodes.node(1).port())) {
            String request = target + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));

            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.")
                    .contains(" 400 Bad Request", "urn:weir:problem:request-malformed")
                    .contains("application/problem+json");
        }
        NodeLog.assertQuiet(nodes.node(1));
    }

    @Test
    void codedBodiesAreUnsupported() {
        HttpResponse<String> answer =
                HttpCalls.send(
                        "POST",
                        node + "/whip/other",
                        offer(),
                        "Content-Type",
                        HttpCalls.SDP,
                        "Content-Encoding",
                        "br");

        Problems.assertProblem(answer, 415, "content-encoding-unknown");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Application/SDP",
                "application/sdp; charset=utf-8",
                "application/sdp;x",
                "application/sdp; charset=none",
                "application/sdp; charset=\""
            })
    void caseAndParametersOfTheContentTypeDoNotMatter(String type) {
        try (WebRtcClient viewer = WebRtcClient.viewer(node, "running", ClientMedia.watched())) {
            HttpResponse<String> answer = post("/whep/running", viewer.offer().text(), type);

            assertThat(answer.statusCode()).isEqualTo(201);
            String location = answer.headers().firstValue("Location").orElseThrow();
            assertThat(HttpCalls.send("DELETE", node + location, "").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void bodiesAreReadUpToTheLimitAndNotBeyond() {
        String longest = "v=0\n".repeat(BODY_MAX / 4);

        Problems.assertProblem(post("/whip/other", longest, HttpCalls.SDP), 413, "sdp-too-large");
        Problems.assertProblem(
                post("/whip/other", longest + "\n", HttpCalls.SDP), 413, "body-too-long");
        Problems.assertProblem(
                post("/whep/running", longest + "\n", HttpCalls.SDP), 413, "body-too-long");
    }

    @ParameterizedTest
    @CsvSource({
        "m=audio 9 RTP/AVP 0, 65",
        "a=candidate:1 1 udp 1 192.0.2.1 1 typ host, 257",
        "a=rid:a send, 33",
        "a=extmap:1 urn:x, 256"
    })
    void whatAnOfferHasTooManyOfIsTooLargeAndCounted(String line, int number) {
        Metrics before = new Metrics(HttpCalls.send("GET", node + "/metrics", "").body());

        String text = offer() + (line + "\r\n").repeat(number);
        Problems.assertProblem(post("/whip/other", text, HttpCalls.SDP), 413, "sdp-too-large");

        Metrics after = new Metrics(HttpCalls.send("GET", node + "/metrics", "").body());
        String[] type = {"weir_http_refused_total", "type=\"sdp-too-large\""};
        assertThat(after.sum(type[0], type[1])).isEqualTo(before.sum(type[0], type[1]) + 1);
    }

    @Test
    void getOnAnEndpointHasNoContent() {
        HttpResponse<String> whip = HttpCalls.send("GET", node + "/whip/running", "");
        HttpResponse<String> whep = HttpCalls.send("GET", node + "/whep/running", "");
        HttpResponse<String> head = HttpCalls.send("HEAD", node + "/whep/running", "");

        assertThat(whip.statusCode()).isEqualTo(204);
        assertThat(whip.body()).isEmpty();
        for (HttpResponse<String> answer : List.of(whep, head)) {
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("Content-Type")).hasValue(HttpCalls.SDP);
            assertThat(answer.headers().firstValue("Content-Length")).hasValue("0");
            assertThat(answer.body()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/whip/other", "/whep/other"})
    void optionsTellWhatMayBeSentFromAnywhere(String endpoint) {
        HttpResponse<String> answer = HttpCalls.send("OPTIONS", node + endpoint, "");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertHeader(answer, "Accept-Post", HttpCalls.SDP);
        assertHeader(answer, "Access-Control-Allow-Origin", "*");
        assertHeader(
                answer, "Access-Control-Allow-Methods", "GET, HEAD, OPTIONS, POST, PATCH, DELETE");
        assertHeader(
                answer, "Access-Control-Allow-Headers", "Authorization, Content-Type, If-Match");
        assertHeader(
                answer,
                "Access-Control-Expose-Headers",
                "Location, Link, ETag, Accept-Post, Accept-Patch, Retry-After, WWW-Authenticate");
        assertThat(answer.headers().firstValue("Link")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "PUT, /whip/running",
        "PATCH, /whip/running",
        "DELETE, /whep/running",
        "TRACE, /whep/running",
        "O, /whip/running"
    })
    void otherMethodsAreNotAllowed(String method, String endpoint) {
        HttpResponse<String> answer = HttpCalls.send(method, node + endpoint, "");

        Problems.assertProblem(answer, 405, "method-not-allowed");
        assertHeader(answer, "Allow", "GET, HEAD, OPTIONS, POST");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a%20b", "a%2Fb", "%00", "%ff", "ü", "a:b"})
    void namesOfOtherCharactersAreBadRequests(String name) {
        String path = name.equals("ü") ? "%C3%BC" : name;

        assertThat(post("/whip/" + path, offer(), HttpCalls.SDP).statusCode()).isEqualTo(400);
        assertThat(post("/whep/" + path, offer(), HttpCalls.SDP).statusCode()).isEqualTo(400);
    }

    @Test
    void whatIsNotLiveCannotBeWatchedYet() {
        try (WebRtcClient viewer = WebRtcClient.viewer(node, "nobody", ClientMedia.watched())) {
            HttpResponse<String> answer = viewer.post();

            Problems.assertProblem(answer, 409, "stream-not-live");
            assertThat(answer.headers().firstValue("Retry-After")).isPresent();
        }
    }

    @Test
    void whatIsPublishedCannotBePublishedByAnother() {
        try (WebRtcClient second =
                WebRtcClient.publisher(node, "running", ClientMedia.published(1, 2))) {
            HttpResponse<String> answer = second.post();

            Problems.assertProblem(answer, 409, "stream-taken");
            assertThat(answer.headers().firstValue("Retry-After")).isPresent();
        }
    }

    @Test
    void withoutIceRestartCandidatesAreTakenAndARestartIsNot() {
        WebRtcClient viewer = nodes.viewer();
        String same =
                "a=ice-ufrag:%s\r\na=ice-pwd:%s\r\n"
                        .formatted(viewer.ice().userFragment(), viewer.ice().password());

        assertThat(viewer.patch(same, viewer.entityTag()).statusCode()).isEqualTo(204);
        Problems.assertProblem(
                viewer.restartIce(viewer.sessionUrl(), "*", false), 422, "ice-restart-unsupported");
    }

    @Test
    void offersThatCannotBeServedAreUnprocessable() {
        String text = offer();

        assertUnacceptable("/whip/other", text.replace("sendonly", "recvonly"));
        assertUnacceptable("/whip/other", text.replace("a=rtcp-mux\r\n", ""));
        assertUnacceptable("/whip/other", text.replace("VP8", "VP7"));
        assertUnacceptable("/whip/other", text.replaceAll("a=fingerprint.*\r\n", ""));
        assertUnacceptable("/whip/other", text.replaceAll("a=ice-pwd.*\r\n", ""));
        assertUnacceptable("/whep/running", text);
    }

    @Test
    void anAnswerNamesItsSessionAndHasALength() {
        try (WebRtcClient viewer = WebRtcClient.viewer(node, "running", ClientMedia.watched())) {
            HttpResponse<String> first = viewer.post();
            HttpResponse<String> second = viewer.post();

            assertThat(first.statusCode()).isEqualTo(201);
            assertHeader(first, "Content-Type", HttpCalls.SDP);
            assertHeader(first, "Content-Length", "" + first.body().length());
            assertHeader(first, "Access-Control-Allow-Origin", "*");
            assertThat(header(first, "Location")).matches("/session/running/[A-Za-z0-9._~-]{22,}");
            assertThat(header(first, "ETag")).matches("\"[^\"]{4,}\"");
            assertThat(header(first, "ETag")).isNotEqualTo(header(second, "ETag"));
            assertThat(header(first, "Location")).isNotEqualTo(header(second, "Location"));
            HttpCalls.send("DELETE", node + header(first, "Location"), "");
            HttpCalls.send("DELETE", node + header(second, "Location"), "");
        }
    }

    private static void assertUnacceptable(String path, String offer) {
        Problems.assertProblem(post(path, offer, HttpCalls.SDP), 422, "offer-unacceptable");
    }

    private static String offer() {
        try (WebRtcClient client =
                WebRtcClient.publisher(node, "other", ClientMedia.published(1, 2))) {
            return client.offer().text();
        }
    }

    private static HttpResponse<String> post(String path, String body, String contentType) {
        return HttpCalls.send("POST", node + path, body, "Content-Type", contentType);
    }

    private static String header(HttpResponse<String> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    private static void assertHeader(HttpResponse<String> answer, String name, String value) {
        assertThat(answer.headers().firstValue(name)).as(name).hasValue(value);
    }
}
