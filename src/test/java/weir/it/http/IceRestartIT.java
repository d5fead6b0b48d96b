package weir.it.http;

import static org.assertj.core.api.Assertions.assertThat;

import static weir.it.http.Problems.assertProblem;
import static weir.it.http.Trickle.fragment;
import static weir.it.http.Trickle.patch;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import weir.it.WatchedCluster;
import weir.testkit.HttpCalls;
import weir.testkit.WebRtcClient;

import java.net.InetAddress;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/// ICE restart by PATCH (RFC 9725 §4.3.3), at the session's own node and at another one, while
/// media flows.
class IceRestartIT {
    private static final int AT_ONCE = 8;

    @RegisterExtension
    private static final WatchedCluster nodes = new WatchedCluster("ice-restart", 2, Map.of());

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void isAnsweredWithNewCredentialsAllCandidatesAndANewTag(int k) {
        WebRtcClient viewer = nodes.viewer();
        String before = viewer.entityTag();
        String oldUserFragment = viewer.answer().ice().userFragment();

        HttpResponse<String> answer = viewer.restartIce(nodes.at(k, viewer), "*", false);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue(HttpCalls.FRAGMENT);
        assertThat(answer.headers().firstValue("ETag").orElse(""))
                .matches("\"[^\",]{4,}\"")
                .isNotEqualTo(before);
        List<String> lines = answer.body().lines().toList();
        assertThat(lines)
                .startsWith("a=ice-lite", "a=ice-options:trickle ice2", "a=group:BUNDLE 0 1")
                .contains("m=audio 9 UDP/TLS/RTP/SAVPF 0", "a=mid:0")
                .endsWith("a=end-of-candidates")
                .doesNotContain("a=ice-ufrag:" + oldUserFragment)
                .anyMatch(line -> line.matches("a=ice-ufrag:.{4,}"))
                .anyMatch(line -> line.matches("a=ice-pwd:.{22,}"))
                .anyMatch(line -> line.matches("a=candidate:.* 127\\.0\\.0\\.1 \\d+ typ host"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"*\"", "current", "list"})
    void isAskedForByTheCurrentTagToo(String ifMatch) {
        WebRtcClient viewer = nodes.viewer();
        String tag = viewer.entityTag();
        String header =
                ifMatch.replace("current", tag).replace("list", "\"other\", " + tag + ", \"x\"");

        assertThat(viewer.restartIce(viewer.sessionUrl(), header, false).statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void theOldTagDoesNotHoldAfterwards(int k) {
        WebRtcClient publisher = nodes.publisher();
        String url = nodes.at(k, publisher);
        String old = publisher.entityTag();
        publisher.restartIce(url, "*", false);
        String now = publisher.entityTag();

        assertProblem(publisher.restartIce(url, old, false), 412, "precondition-failed");
        assertProblem(publisher.restartIce(url, "W/" + now, false), 412, "precondition-failed");
        assertThat(publisher.entityTag()).isEqualTo(now);
        HttpResponse<String> trickled = patch(url, fragment(publisher), now);
        assertThat(trickled.statusCode()).as(trickled.body()).isEqualTo(204);
        assertThat(trickled.headers().firstValue("ETag")).isEmpty();
        // Candidates of the session before are of no use to anybody.
        assertProblem(patch(url, fragment(publisher), old), 412, "precondition-failed");
    }

    @Test
    void unchangedCredentialsAreNoRestartWhateverTheTag() {
        WebRtcClient viewer = nodes.viewer();
        String tag = viewer.entityTag();

        assertThat(patch(viewer.sessionUrl(), fragment(viewer), "*").statusCode()).isEqualTo(204);
        assertThat(patch(viewer.sessionUrl(), fragment(viewer), tag).statusCode()).isEqualTo(204);
    }

    @Test
    void sectionsThatSayDifferentThingsAreABadRequest() {
        WebRtcClient viewer = nodes.viewer();
        String contradictory =
                fragment(viewer)
                        + "m=video 9 UDP/TLS/RTP/SAVPF 0\r\na=mid:unknown\r\n"
                        + "a=ice-ufrag:other\r\na=ice-pwd:anotherPasswordOfTwentyTwo\r\n";
        String bundled =
                fragment(viewer)
                        + "m=video 9 UDP/TLS/RTP/SAVPF 0\r\na=mid:unknown\r\n"
                        + "a=candidate:1 1 udp 1 192.0.2.1 61765 typ host\r\n";

        assertProblem(
                patch(viewer.sessionUrl(), contradictory, viewer.entityTag()),
                400,
                "fragment-contradictory");
        assertThat(patch(viewer.sessionUrl(), bundled, viewer.entityTag()).statusCode())
                .isEqualTo(204);
        assertProblem(
                patch(viewer.sessionUrl(), restart("unknown"), viewer.entityTag()),
                400,
                "fragment-of-another");
    }

    private static String restart(String mid) {
        return "a=ice-ufrag:other\r\na=ice-pwd:anotherPasswordOfTwentyTwo\r\n"
                + "m=audio 9 UDP/TLS/RTP/SAVPF 0\r\na=mid:%s\r\n".formatted(mid);
    }

    /// The client of this test asks and does not come by the new credentials.
    @Test
    void mediaGoesOnWhereTheRestartIsNotTakenUp() {
        WebRtcClient viewer = nodes.viewer();
        String fragment = fragment(viewer).replaceAll("a=ice-ufrag:.*", "a=ice-ufrag:neverSeen");

        assertThat(patch(viewer.sessionUrl(), fragment, "*").statusCode()).isEqualTo(200);
        nodes.running().awaitMore();
        assertThat(viewer.restartIce(viewer.sessionUrl(), "*", false).statusCode()).isEqualTo(200);
    }

    /// The publisher stays: nobody could ask for the sound that it sends before its first check.
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void mediaFollowsAViewerToAnotherAddress(int k) {
        WebRtcClient viewer = nodes.viewer();
        WebRtcClient publisher = nodes.publisher();
        InetAddress from = viewer.address().getAddress();

        assertThat(viewer.restartIce(nodes.at(k, viewer), "*", true).statusCode()).isEqualTo(200);
        assertThat(publisher.restartIce(nodes.at(k, publisher), "*", false).statusCode())
                .isEqualTo(200);

        assertThat(viewer.address().getAddress()).isNotEqualTo(from);
        nodes.running().awaitMore();
    }

    @Test
    void ofThoseThatOverlapExactlyOneWins() {
        WebRtcClient viewer = nodes.viewer();
        String tag = viewer.entityTag();
        List<String> fragments =
                IntStream.range(0, AT_ONCE)
                        .mapToObj(
                                i ->
                                        fragment(viewer)
                                                .replaceAll(
                                                        "a=ice-ufrag:.*", "a=ice-ufrag:raced" + i))
                        .toList();
        List<CompletableFuture<Integer>> answers = new ArrayList<>();
        try (ExecutorService all = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < AT_ONCE; i++) {
                String url = nodes.at(1 + i % 2, viewer);
                String fragment = fragments.get(i);
                answers.add(
                        CompletableFuture.supplyAsync(
                                () -> patch(url, fragment, tag).statusCode(), all));
            }
        }

        List<Integer> statuses = answers.stream().map(CompletableFuture::join).toList();
        assertThat(statuses).containsOnly(200, 412).containsOnlyOnce(200);
        assertThat(viewer.restartIce(viewer.sessionUrl(), "*", false).statusCode()).isEqualTo(200);
    }
}
