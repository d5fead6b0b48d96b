package weir.it.http;

import static org.assertj.core.api.Assertions.assertThat;

import static weir.it.http.Problems.assertProblem;
import static weir.it.http.Trickle.fragment;
import static weir.it.http.Trickle.patch;

import static java.util.concurrent.CompletableFuture.supplyAsync;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import weir.it.Await;
import weir.it.Metrics;
import weir.it.RunningStream;
import weir.it.WatchedCluster;
import weir.testkit.ClientMedia;
import weir.testkit.HttpCalls;
import weir.testkit.WebRtcClient;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/// What a session's URL answers, at the session's own node and at another one of the cluster.
class SessionRulesIT {
    private static final int AT_ONCE = 8;
    private static final String RESOURCE_METHODS = "GET, HEAD, OPTIONS, POST, PATCH, DELETE";

    @RegisterExtension
    private static final WatchedCluster nodes =
            new WatchedCluster("session-rules", 2, Map.of("WEIR_WHIP_TAKEN", "reject"));

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void unknownSessionsAreNotFound(int k) {
        String known = nodes.viewer().sessionUrl();
        String[] paths = {
            "/session/running/nothing",
            "/session/running/a.b",
            "/session/nobody/" + "A".repeat(200),
            path(known).replaceAll("[^.]*$", "AAAAAAAAAAAAAAAAAAAAAA")
        };
        for (String path : paths) {
            String url = nodes.node(k).url() + path;

            assertProblem(patch(url, fragment(nodes.viewer()), "*"), 404, "session-unknown");
            assertProblem(HttpCalls.send("DELETE", url, ""), 404, "session-unknown");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void deleteEndsASessionOnce(int k) throws Exception {
        try (WebRtcClient viewer =
                WebRtcClient.viewer(nodes.node(1).url(), "running", ClientMedia.watched())) {
            viewer.connect();
            String url = nodes.at(k, viewer);

            HttpResponse<String> first = HttpCalls.send("DELETE", url, "", "If-Match", "\"x\"");
            HttpResponse<String> second = HttpCalls.send("DELETE", url, "");

            assertThat(first.statusCode()).isEqualTo(200);
            assertProblem(second, 404, "session-unknown");
            assertThat(viewer.ended().get(5, TimeUnit.SECONDS)).isEqualTo("close_notify");
            assertProblem(patch(url, fragment(viewer), "*"), 404, "session-unknown");
            assertThat(HttpCalls.send("OPTIONS", url, "").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void ofThoseWhoDeleteASessionAtOnceExactlyOneDoes() {
        try (WebRtcClient viewer =
                        WebRtcClient.viewer(nodes.node(1).url(), "running", ClientMedia.watched());
                ExecutorService all = Executors.newVirtualThreadPerTaskExecutor()) {
            viewer.post();

            List<CompletableFuture<Integer>> answers =
                    IntStream.range(0, AT_ONCE)
                            .mapToObj(i -> nodes.at(1 + i % 2, viewer))
                            .map(url -> supplyAsync(() -> delete(url), all))
                            .toList();

            assertThat(answers.stream().map(CompletableFuture::join))
                    .containsOnly(200, 404)
                    .containsOnlyOnce(200);
        }
    }

    private static int delete(String url) {
        return HttpCalls.send("DELETE", url, "").statusCode();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void candidatesAreTakenUnderTheTag(int k) {
        WebRtcClient viewer = nodes.viewer();
        String url = nodes.at(k, viewer);
        String tag = viewer.entityTag();
        String[] matching = {
            tag, "*", "\"*\"", "\"other\", " + tag, tag + ",\"other\"", "W/\"weak\", " + tag
        };
        for (String ifMatch : matching) {
            HttpResponse<String> answer = patch(url, fragment(viewer), ifMatch);

            assertThat(answer.statusCode()).as(ifMatch + answer.body()).isEqualTo(204);
            assertThat(answer.body()).isEmpty();
            assertThat(answer.headers().firstValue("ETag")).isEmpty();
        }
    }

    /// RFC 9110 §5.3.
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void linesOfIfMatchAreOneList(int k) {
        WebRtcClient viewer = nodes.viewer();
        HttpResponse<String> answer =
                HttpCalls.send(
                        "PATCH",
                        nodes.at(k, viewer),
                        fragment(viewer),
                        "Content-Type",
                        HttpCalls.FRAGMENT,
                        "If-Match",
                        "\"other\"",
                        "If-Match",
                        viewer.entityTag());

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(204);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void candidatesThatCannotBeUsedAreSkipped(int k) {
        WebRtcClient viewer = nodes.viewer();
        String fragment =
                fragment(viewer)
                        + "a=candidate:2 1 tcp 1518280447 192.0.2.1 9 typ host tcptype active\r\n"
                        + "a=candidate:3 1 udp 1 0c54b1ee-7fc4.local 50000 typ host\r\n"
                        + "a=candidate:4 1 xyz 1 192.0.2.1 50000 typ strange\r\n"
                        + "a=end-of-candidates\r\n";

        HttpResponse<String> answer = patch(nodes.at(k, viewer), fragment, viewer.entityTag());

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(204);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void aTagIsDemandedAndMustMatch(int k) {
        WebRtcClient viewer = nodes.viewer();
        String url = nodes.at(k, viewer);
        String fragment = fragment(viewer);
        String tag = viewer.entityTag();
        double before = refused(k, "precondition-missing");

        HttpResponse<String> without =
                HttpCalls.send("PATCH", url, fragment, "Content-Type", HttpCalls.FRAGMENT);

        assertProblem(without, 428, "precondition-missing");
        assertThat(refused(k, "precondition-missing")).isEqualTo(before + 1);
        String[] others = {"\"other\"", "W/" + tag, tag.replace("\"", ""), "\"a\", \"b\"", ","};
        for (String ifMatch : others) {
            assertProblem(patch(url, fragment, ifMatch), 412, "precondition-failed");
        }
        assertProblem(
                patch(url, fragment, nodes.publisher().entityTag()), 412, "precondition-failed");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void fragmentsOfOtherTypesAreUnsupported(int k) {
        WebRtcClient viewer = nodes.viewer();
        String url = nodes.at(k, viewer);
        for (String type : new String[] {"application/json", "text/plain", "trickle"}) {
            HttpResponse<String> answer =
                    HttpCalls.send(
                            "PATCH",
                            url,
                            fragment(viewer),
                            "Content-Type",
                            type,
                            "If-Match",
                            viewer.entityTag());

            assertProblem(answer, 415, "content-type-wrong");
            assertThat(answer.headers().firstValue("Accept-Patch")).hasValue(HttpCalls.FRAGMENT);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void malformedFragmentsAreBadRequests(int k) {
        WebRtcClient viewer = nodes.viewer();
        String url = nodes.at(k, viewer);
        String whole = fragment(viewer);
        String[] broken = {
            "",
            "hello",
            "\0",
            "a=end-of-candidates\r\n",
            whole.replaceAll("a=ice-ufrag.*\r\n", ""),
            whole.replaceAll("a=ice-pwd.*\r\n", ""),
            whole.replaceAll("a=ice-pwd.*\r\n", "a=ice-pwd:short\r\n"),
            whole + "a=candidate:1 1 udp\r\n",
            whole + "a=candidate:1 1 udp x 192.0.2.1 5 typ host\r\n",
            whole + "a=candidate:1 1 udp 1 192.0.2.1 99999 typ host\r\n",
            whole + "m=\r\n"
        };
        for (String fragment : broken) {
            assertProblem(patch(url, fragment, viewer.entityTag()), 400, "sdp-malformed");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void sessionsAreResourcesWithoutContent(int k) {
        String url = nodes.at(k, nodes.publisher());

        HttpResponse<String> get = HttpCalls.send("GET", url, "");
        HttpResponse<String> options = HttpCalls.send("OPTIONS", url, "");
        HttpResponse<String> put = HttpCalls.send("PUT", url, "v=0");

        assertThat(get.statusCode()).isEqualTo(204);
        assertThat(get.body()).isEmpty();
        assertThat(options.statusCode()).isEqualTo(200);
        assertThat(options.headers().firstValue("Accept-Patch")).hasValue(HttpCalls.FRAGMENT);
        assertProblem(put, 405, "method-not-allowed");
        assertThat(put.headers().firstValue("Allow").orElse("")).contains(RESOURCE_METHODS);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void aLiveStreamIsTakenAtEveryNode(int k) {
        String node = nodes.node(k).url();
        try (WebRtcClient second =
                WebRtcClient.publisher(node, "running", ClientMedia.published(1, 2))) {
            assertProblem(second.post(), 409, "stream-taken");
        }
    }

    /// One whose socket still answers, as when an encoder hangs and its network stack does not.
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void aPublisherThatIsSilentForThreeSecondsIsReplacedAtEveryNode(int k) throws Exception {
        String stream = "silent-" + k;
        String node = nodes.node(k).url();
        try (RunningStream silent =
                        RunningStream.start(nodes.node(1), nodes.node(1), stream, 4001);
                WebRtcClient next =
                        WebRtcClient.publisher(node, stream, ClientMedia.published(5001, 5002))) {
            silent.publisher().stopSending();

            assertProblem(next.post(), 409, "stream-taken");
            double lost = claimsLost();
            Await.until(
                    "the name is free",
                    Duration.ofSeconds(8),
                    () -> {
                        // Its node has said meanwhile what it claims, and that was the same.
                        assertThat(claimsLost()).isEqualTo(lost);
                        return next.post().statusCode() == 201;
                    });

            next.connect();
            next.startSending();
            silent.awaitMore();
            assertThat(silent.publisher().ended().get(5, TimeUnit.SECONDS))
                    .isEqualTo("close_notify");
            assertThat(silent.viewer().ended()).isNotDone();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void whatNobodyPublishesCannotBeWatchedYetAtAnyNode(int k) {
        String node = nodes.node(k).url();
        try (WebRtcClient viewer = WebRtcClient.viewer(node, "nobody", ClientMedia.watched())) {
            HttpResponse<String> answer = viewer.post();

            assertProblem(answer, 409, "stream-not-live");
            assertThat(answer.headers().firstValue("Retry-After")).isPresent();
        }
    }

    /// What the node counted that answered, whichever node refused it.
    private static double refused(int k, String type) {
        String metrics = HttpCalls.send("GET", nodes.node(k).url() + "/metrics", "").body();
        return new Metrics(metrics).sum("weir_http_refused_total", "type=\"" + type + "\"");
    }

    private static double claimsLost() {
        Metrics metrics = nodes.node(1).metrics();
        return metrics.sum("weir_cluster_claims_total", "event=\"lost\"");
    }

    private static String path(String url) {
        return url.substring(url.indexOf("/session/"));
    }
}
