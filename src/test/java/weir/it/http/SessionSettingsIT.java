package weir.it.http;

import static org.assertj.core.api.Assertions.assertThat;

import static weir.it.http.Problems.assertProblem;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import weir.it.Await;
import weir.it.RunningStream;
import weir.it.WeirCluster;
import weir.rtp.MediaKind;
import weir.testkit.ClientMedia;
import weir.testkit.ClientMedia.Format;
import weir.testkit.HttpCalls;
import weir.testkit.WebRtcClient;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What sessions answer where settings are not the defaults: counter-offers, no trickle, clients
/// that know no tags, STUN and TURN servers. And what is answered for a node that has died.
class SessionSettingsIT {
    private static final int FRAMES = 10;
    private static final Duration SOON = Duration.ofSeconds(5);
    private static WeirCluster cluster;
    private static RunningStream running;

    @BeforeAll
    static void start() {
        cluster =
                WeirCluster.start(
                        "session-settings",
                        3,
                        Map.of(
                                "WEIR_WHEP_COUNTER_OFFER", "when-needed",
                                "WEIR_SESSION_TRICKLE", "false",
                                "WEIR_SESSION_ETAG", "lenient",
                                "WEIR_ICE_SERVERS_URLS",
                                        "turns:relay.invalid,turn:relay.invalid,stun:stun.invalid",
                                "WEIR_ICE_SERVERS_SECRET", "shared-by-servers"));
        running = RunningStream.start(cluster.node(1), cluster.node(1), "running", 3001);
    }

    @AfterAll
    static void stop() {
        running.close();
        cluster.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void anOfferThatCannotBeServedIsAnsweredByOneThatCan(int k) {
        HttpResponse<String> offered = post(cluster.node(1).url() + "/whep/running");
        assertThat(offered.statusCode()).as(offered.body()).isEqualTo(406);
        assertThat(header(offered, "Content-Type"))
                .matches("application/sdp; valid-until=\"\\w{3}, \\d{2} .* \\d{4} .* GMT\"");
        assertThat(header(offered, "ETag")).matches("\"[^\"]{4,}\"");
        assertThat(offered.headers().allValues("Link")).hasSize(3);
        String url = cluster.node(k).url() + header(offered, "Location");

        assertProblem(answer(url, "hello"), 400, "sdp-malformed");
        assertProblem(answer(url, ""), 400, "body-missing");
        assertProblem(answer(url, offer("VP7")), 422, "answer-unacceptable");
        assertProblem(trickle(url), 404, "session-unknown");
        try (WebRtcClient viewer =
                WebRtcClient.viewer(
                        cluster.node(1).url(),
                        "running",
                        List.of(
                                media(MediaKind.AUDIO, "0", Format.OPUS, offered.body()),
                                media(MediaKind.VIDEO, "1", Format.VP8, offered.body())))) {
            HttpResponse<String> taken = viewer.answer(offered.body(), url);
            assertThat(taken.statusCode()).as(taken.body()).isEqualTo(204);
            assertThat(taken.body()).isEmpty();
            viewer.dial();
            viewer.awaitConnected();

            for (MediaKind kind : MediaKind.values()) {
                Await.until(kind + " comes", SOON, () -> viewer.received(kind).size() > FRAMES);
            }
            assertProblem(answer(url, offer("VP8")), 415, "content-type-wrong");
            assertThat(viewer.restartIce(url, "*", false).statusCode()).isEqualTo(200);
            assertThat(HttpCalls.send("DELETE", url, "").statusCode()).isEqualTo(200);
            assertProblem(answer(url, offer("VP8")), 404, "session-unknown");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void aCounterOfferIsHungUpUnanswered(int k) {
        HttpResponse<String> offered = post(cluster.node(1).url() + "/whep/running");
        String url = cluster.node(k).url() + header(offered, "Location");

        assertThat(HttpCalls.send("DELETE", url, "").statusCode()).isEqualTo(200);

        assertProblem(HttpCalls.send("DELETE", url, ""), 404, "session-unknown");
        assertProblem(answer(url, offer("VP8")), 404, "session-unknown");
    }

    @Test
    void publishersAndOffersOfTheWrongDirectionGetNoCounterOffer() {
        String node = cluster.node(1).url();
        String offer = offer("VP7");

        assertProblem(
                HttpCalls.send(
                        "POST",
                        node + "/whip/other",
                        offer.replace("recvonly", "sendonly"),
                        "Content-Type",
                        HttpCalls.SDP),
                422,
                "offer-unacceptable");
        assertProblem(
                HttpCalls.send(
                        "POST",
                        node + "/whep/running",
                        offer.replace("recvonly", "sendonly"),
                        "Content-Type",
                        HttpCalls.SDP),
                422,
                "offer-unacceptable");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void withoutTrickleARestartIsTakenAndCandidatesAreNot(int k) {
        WebRtcClient viewer = running.viewer();
        String path = viewer.sessionUrl().substring(viewer.sessionUrl().indexOf("/session/"));
        String url = cluster.node(k).url() + path;
        String same =
                "a=ice-ufrag:%s\r\na=ice-pwd:%s\r\n"
                        .formatted(viewer.ice().userFragment(), viewer.ice().password());

        assertProblem(
                HttpCalls.send("PATCH", url, same, "Content-Type", HttpCalls.FRAGMENT),
                422,
                "trickle-unsupported");
        HttpResponse<String> restarted =
                HttpCalls.send(
                        "PATCH",
                        url,
                        same.replaceAll("ufrag:.*", "ufrag:another"),
                        "Content-Type",
                        HttpCalls.FRAGMENT);
        assertThat(restarted.statusCode()).as(restarted.body()).isEqualTo(200);
        assertThat(viewer.restartIce(url, "*", false).statusCode()).isEqualTo(200);
    }

    @Test
    void iceServersAreToldOfButInNoPreflight() {
        String endpoint = cluster.node(1).url() + "/whep/running";
        HttpResponse<String> options = HttpCalls.send("OPTIONS", endpoint, "");
        HttpResponse<String> preflight =
                HttpCalls.send(
                        "OPTIONS",
                        endpoint,
                        "",
                        "Origin",
                        "https://player.example",
                        "Access-Control-Request-Method",
                        "POST");

        assertThat(options.headers().allValues("Link"))
                .hasSize(3)
                .allMatch(link -> link.startsWith("<") && !link.contains(","));
        assertThat(options.headers().allValues("Link").get(1))
                .matches(
                        "<turn:relay\\.invalid>; rel=\"ice-server\"; username=\"\\d{10}:.+\";"
                                + " credential=\"[A-Za-z0-9+/]{27}=\";"
                                + " credential-type=\"password\"");
        assertThat(preflight.statusCode()).isEqualTo(200);
        assertThat(preflight.headers().allValues("Link")).isEmpty();
        try (WebRtcClient viewer =
                WebRtcClient.viewer(cluster.node(1).url(), "running", ClientMedia.watched())) {
            HttpResponse<String> created = viewer.post();
            List<String> servers =
                    created.headers().allValues("Link").stream()
                            .filter(link -> link.contains("rel=\"ice-server\""))
                            .toList();
            assertThat(servers).hasSize(3);
            assertThat(servers.toString())
                    .doesNotContain(viewer.sessionUrl().replaceAll(".*\\.", ""));
            viewer.delete();
        }
    }

    @Test
    void theSessionsOfANodeThatDiedAreNotFound() {
        try (WebRtcClient viewer = WebRtcClient.watch(cluster.node(3).url(), "running")) {
            String path = viewer.sessionUrl().substring(viewer.sessionUrl().indexOf("/session/"));
            cluster.node(3).kill();

            Await.until(
                    "the session is not found",
                    Duration.ofSeconds(3),
                    () -> trickle(cluster.node(1).url() + path).statusCode() == 404);
            assertProblem(
                    HttpCalls.send("DELETE", cluster.node(2).url() + path, ""),
                    404,
                    "session-unknown");
        }
    }

    private static HttpResponse<String> post(String url) {
        return HttpCalls.send("POST", url, offer("VP7"), "Content-Type", HttpCalls.SDP);
    }

    /// A viewer's, of one video codec and nothing else.
    private static String offer(String codec) {
        ClientMedia video =
                new ClientMedia(
                        MediaKind.VIDEO, "1", List.of(new Format(96, codec + "/90000", "")), 0);
        try (WebRtcClient client = WebRtcClient.viewer("http://none", "none", List.of(video))) {
            return client.offer().text();
        }
    }

    /// With the payload type that the offer gives it.
    private static ClientMedia media(MediaKind kind, String mid, Format format, String offer) {
        Matcher rtpmap =
                Pattern.compile("a=rtpmap:(\\d+) " + Pattern.quote(format.rtpmap())).matcher(offer);
        assertThat(rtpmap.find()).isTrue();
        return new ClientMedia(
                kind, mid, List.of(format.withPayloadType(Integer.parseInt(rtpmap.group(1)))), 0);
    }

    private static HttpResponse<String> answer(String url, String text) {
        return HttpCalls.send("PATCH", url, text, "Content-Type", HttpCalls.SDP);
    }

    private static HttpResponse<String> trickle(String url) {
        String fragment = "a=ice-ufrag:some\r\na=ice-pwd:onePasswordOfTwentyTwo\r\n";
        return HttpCalls.send("PATCH", url, fragment, "Content-Type", HttpCalls.FRAGMENT);
    }

    private static String header(HttpResponse<String> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }
}
