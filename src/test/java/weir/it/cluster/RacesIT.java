package weir.it.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import weir.it.Await;
import weir.it.NodeProcess;
import weir.it.WeirCluster;
import weir.testkit.ClientMedia;
import weir.testkit.HttpCalls;
import weir.testkit.WebRtcClient;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/// What two nodes are asked for in the same moment, and only one may grant.
class RacesIT {
    private static final int MEETINGS = 15;
    private static final Duration SOON = Duration.ofSeconds(8);
    private static final String JSON = "application/json";

    private static WeirCluster cluster;

    @BeforeAll
    static void start() {
        cluster =
                WeirCluster.start(
                        "races",
                        2,
                        Map.of(
                                "WEIR_WHIP_TAKEN", "reject",
                                "WEIR_WHEP_NOT_LIVE", "wait",
                                "WEIR_WHEP_COUNTER_OFFER", "when-needed"));
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Test
    void ofPublishersOfOneNameOneStands() {
        for (int i = 0; i < MEETINGS; i++) {
            String stream = "name-" + i;
            List<HttpResponse<String>> answers =
                    atOnce(
                            4,
                            k -> {
                                List<ClientMedia> media = ClientMedia.published(1, 2);
                                try (WebRtcClient client =
                                        WebRtcClient.publisher(node(k).url(), stream, media)) {
                                    return client.post();
                                }
                            });

            assertThat(statuses(answers)).containsExactly(201, 409, 409, 409);
            HttpResponse<String> stands =
                    answers.stream().filter(each -> each.statusCode() == 201).findFirst().get();
            String path = stands.headers().firstValue("Location").orElseThrow();
            assertThat(statuses(atOnce(4, k -> send(k, "DELETE", path, ""))))
                    .containsExactly(200, 404, 404, 404);
        }
        assertNothingLeft();
    }

    @Test
    void ofPullsOfOneStreamOneIsTaken() {
        for (int i = 0; i < MEETINGS; i++) {
            String path = "/api/cascade/pulled-" + i;
            String source = "{\"sourceUrl\":\"http://127.0.0.1:9/whep/%d\"}";
            assertThat(statuses(atOnce(4, k -> send(k, "POST", path, source.formatted(k)))))
                    .containsExactly(200, 409, 409, 409);
            assertThat(statuses(atOnce(4, k -> send(k, "DELETE", path, ""))))
                    .containsExactly(200, 404, 404, 404);
        }
    }

    @Test
    void whoHangsUpWhileTheCounterOfferIsAnsweredIsHeard() {
        try (WebRtcClient viewer =
                WebRtcClient.viewer(node(0).url(), "counter", ClientMedia.watched())) {
            String offer = viewer.offer().text();
            for (int i = 0; i < MEETINGS; i++) {
                HttpResponse<String> offered =
                        sdp("POST", node(0).url() + "/whep/counter", noMedia(offer));
                assertThat(offered.statusCode()).isEqualTo(406);
                String path = offered.headers().firstValue("Location").orElseThrow();
                String answer = offer.replace("a=setup:actpass", "a=setup:active");

                List<HttpResponse<String>> answers =
                        atOnce(
                                2,
                                k ->
                                        k == 0
                                                ? sdp("PATCH", node(k).url() + path, answer)
                                                : send(k - 1, "DELETE", path, ""));

                assertThat(answers.get(1).statusCode())
                        .as("after " + answers.getFirst().body())
                        .isEqualTo(200);
                assertThat(send(1, "DELETE", path, "").statusCode()).isEqualTo(404);
            }
        }
        assertNothingLeft();
    }

    @Test
    void whoComesWhileANodeIsEmptiedDoesNotStay() {
        String drain = "/api/drain";
        for (int i = 0; i < 3; i++) {
            String stream = "drained-" + i;
            atOnce(
                    9,
                    k -> {
                        if (k == 4) {
                            return send(0, "POST", drain, "{\"deadline\":0}");
                        }
                        try (WebRtcClient client =
                                WebRtcClient.viewer(node(0).url(), stream, ClientMedia.watched())) {
                            return client.post();
                        }
                    });
            try {
                // Less than a session may take to connect.
                Await.until("empty", SOON, () -> sessions(node(0)) == 0);
            } finally {
                send(0, "DELETE", drain, "");
            }
        }
    }

    private static String noMedia(String offer) {
        return offer.replaceAll("(?s)m=.*", "");
    }

    private static void assertNothingLeft() {
        for (NodeProcess node : cluster.nodes()) {
            Await.until(
                    "no claim, no session",
                    SOON,
                    () ->
                            sessions(node) == 0
                                    && node.metrics().sum("weir_cluster_claims_known") == 0);
        }
    }

    private static double sessions(NodeProcess node) {
        return node.metrics().sum("weir_sessions");
    }

    private static List<Integer> statuses(List<HttpResponse<String>> answers) {
        return answers.stream().map(HttpResponse::statusCode).sorted().toList();
    }

    private static NodeProcess node(int k) {
        return cluster.node(k % 2 + 1);
    }

    private static HttpResponse<String> send(int k, String method, String path, String body) {
        return body.isEmpty()
                ? HttpCalls.send(method, node(k).url() + path, "")
                : HttpCalls.send(method, node(k).url() + path, body, "Content-Type", JSON);
    }

    private static HttpResponse<String> sdp(String method, String url, String text) {
        return HttpCalls.send(method, url, text, "Content-Type", HttpCalls.SDP);
    }

    private static <T> List<T> atOnce(int times, IntFunction<T> task) {
        return IntStream.range(0, times)
                .mapToObj(
                        k ->
                                CompletableFuture.supplyAsync(
                                        () -> task.apply(k),
                                        command -> Thread.ofVirtual().start(command)))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();
    }
}
