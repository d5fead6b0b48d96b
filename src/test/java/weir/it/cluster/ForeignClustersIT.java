package weir.it.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

import weir.it.Await;
import weir.it.Continuity;
import weir.it.NodeProcess;
import weir.it.WeirCluster;
import weir.rtp.MediaKind;
import weir.testkit.ClientMedia;
import weir.testkit.HttpCalls;
import weir.testkit.WebRtcClient;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Two clusters that know nothing of each other, one of which pulls from the other and pushes to
/// it.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ForeignClustersIT {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static WeirCluster there;
    private static WeirCluster offering;
    private static WeirCluster here;

    @BeforeAll
    static void start() {
        there = WeirCluster.start("foreign-there", 1, Map.of());
        offering =
                WeirCluster.start(
                        "foreign-offering", 1, Map.of("WEIR_WHEP_COUNTER_OFFER", "always"));
        here =
                WeirCluster.start(
                        "foreign-here",
                        2,
                        Map.of(
                                "WEIR_CLUSTER_SECRET",
                                "what requests ask for is sealed",
                                "WEIR_CASCADE_ALLOWED_HOSTS",
                                "127.0.0.1,*.example.org",
                                "WEIR_CASCADE_SOURCES",
                                "stage=" + there.node(1).url() + "/whep/stage"));
    }

    @AfterAll
    static void stop() {
        here.close();
        offering.close();
        there.close();
    }

    @Test
    void aStreamIsPulledUnharmedAndComesBackWithItsSource() {
        assertThat(post("cam", "sourceUrl", there.node(1).url() + "/whep/cam").statusCode())
                .isEqualTo(200);
        WebRtcClient publisher =
                WebRtcClient.publish(there.node(1).url(), "cam", ClientMedia.published(11, 12));
        here.awaitLive(1, "cam");
        try (WebRtcClient viewer = WebRtcClient.watch(here.node(1).url(), "cam")) {
            awaitUnharmed(viewer);
            JsonObject cascade =
                    stream("cam")
                            .getJsonObject("publish")
                            .getJsonArray("sessions")
                            .getJsonObject(0)
                            .getJsonObject("cascade");
            assertThat(cascade.getString("sourceUrl")).isEqualTo(there.node(1).url() + "/whep/cam");
            assertThat(cascade.getString("sessionUrl")).endsWith("…");
            publisher.close();

            try (WebRtcClient again =
                    WebRtcClient.publish(
                            there.node(1).url(), "cam", ClientMedia.published(21, 22))) {
                int before = viewer.received(MediaKind.VIDEO).size();
                Await.until(
                        "goes on",
                        SOON,
                        () -> viewer.received(MediaKind.VIDEO).size() > before + 50);
                assertThat(again.ended()).isNotDone();
            }
            assertThat(viewer.ended()).isNotDone();
        }
        assertThat(here.node(2).metrics().sum("weir_cluster_texts_refused_total")).isZero();
        assertThat(delete("cam", "").statusCode()).isEqualTo(200);
        Await.until("the pull has ended", SOON, () -> watchers("cam") == 0);
    }

    @Test
    void aStreamIsPushedUnharmedFollowsItsCodecAndEnds() {
        assertThat(post("out", "targetUrl", there.node(1).url() + "/whip/in").statusCode())
                .isEqualTo(404);
        List<ClientMedia> h264 =
                List.of(ClientMedia.audio(31), ClientMedia.video(32, ClientMedia.Format.H264));
        WebRtcClient publisher = WebRtcClient.publish(here.node(1).url(), "out", h264);
        assertThat(post("out", "targetUrl", there.node(1).url() + "/whip/in").statusCode())
                .isEqualTo(200);
        assertThat(post("out", "targetUrl", there.node(1).url() + "/whip/in").statusCode())
                .isEqualTo(409);
        there.awaitLive(1, "in");
        try (WebRtcClient viewer = WebRtcClient.watch(there.node(1).url(), "in")) {
            awaitUnharmed(viewer);
            long requests = publisher.keyFrameRequests();
            viewer.requestKeyFrame();
            Await.until(
                    "the publisher hears of it",
                    SOON,
                    () -> publisher.keyFrameRequests() > requests);
            publisher.close();

            try (WebRtcClient vp8 =
                    WebRtcClient.publish(
                            here.node(1).url(), "out", ClientMedia.published(41, 42))) {
                int before = viewer.received(MediaKind.VIDEO).size();
                Await.until(
                        "goes on in another codec",
                        SOON,
                        () -> viewer.received(MediaKind.VIDEO).size() > before + 50);
                assertThat(vp8.ended()).isNotDone();
            }
            assertThat(viewer.ended()).isNotDone();
        }
        assertThat(delete("out", "?targetUrl=" + there.node(1).url() + "/whip/in").statusCode())
                .isEqualTo(200);
        assertThat(delete("out", "").statusCode()).isEqualTo(404);
    }

    /// The last, since it kills a node.
    @Test
    @Order(Integer.MAX_VALUE)
    void oneNodePullsWhatTheConfigNamesAndAnotherTakesOver() {
        try (WebRtcClient publisher =
                WebRtcClient.publish(there.node(1).url(), "stage", ClientMedia.published(51, 52))) {
            here.awaitLive(1, "stage");
            here.awaitLive(2, "stage");
            assertThat(watchers("stage")).isEqualTo(1);
            boolean first = here.node(1).metrics().sum("weir_foreign_sessions") > 0;
            NodeProcess left = here.node(first ? 2 : 1);

            try (WebRtcClient viewer = WebRtcClient.watch(left.url(), "stage")) {
                awaitUnharmed(viewer);
                here.node(first ? 1 : 2).kill();
                int before = viewer.received(MediaKind.VIDEO).size();
                Await.until(
                        "goes on without the node that pulled",
                        SOON,
                        () -> viewer.received(MediaKind.VIDEO).size() > before + 100);
                assertThat(viewer.ended()).isNotDone();
            }
            assertThat(left.metrics().sum("weir_foreign_sessions")).isEqualTo(1);
            assertThat(publisher.ended()).isNotDone();
        }
    }

    /// The server is ICE-lite, so that we dial though it is it who offers.
    @Test
    void aStreamIsPulledFromAServerThatOffersItself() {
        String url = offering.node(1).url();
        try (WebRtcClient publisher =
                WebRtcClient.publish(url, "offered", ClientMedia.published(61, 62))) {
            assertThat(post("offered", "sourceUrl", url + "/whep/offered").statusCode())
                    .isEqualTo(200);
            here.awaitLive(1, "offered");
            try (WebRtcClient viewer = WebRtcClient.watch(here.node(1).url(), "offered")) {
                awaitUnharmed(viewer);
            }
            assertThat(publisher.ended()).isNotDone();
        }
        assertThat(delete("offered", "").statusCode()).isEqualTo(200);
    }

    @Test
    void whatMustNotBeIsRefused() {
        String whep = there.node(1).url() + "/whep/x";

        assertThat(post("x", "sourceUrl", "file:///etc/passwd").statusCode()).isEqualTo(400);
        assertThat(post("x", "sourceUrl", "http://user:secret@127.0.0.1/").statusCode())
                .isEqualTo(400);
        assertThat(post("x", "sourceUrl", "http://localhost/whep/x").statusCode()).isEqualTo(403);
        assertThat(post("x", "nothing", whep).statusCode()).isEqualTo(400);
        assertThat(post("bad name", "sourceUrl", whep).statusCode()).isEqualTo(400);
        // Of whichever node tries.
        double failures = failures();
        assertThat(post("x", "sourceUrl", whep).statusCode()).isEqualTo(200);
        assertThat(post("x", "sourceUrl", whep + "2").statusCode()).isEqualTo(409);
        Await.until("it has failed", SOON, () -> failures() > failures);
        assertThat(delete("x", "?sourceUrl").statusCode()).isEqualTo(200);
    }

    private static double failures() {
        return here.nodes().stream()
                .mapToDouble(node -> node.metrics().sum("weir_foreign_failures_total"))
                .sum();
    }

    private static void awaitUnharmed(WebRtcClient viewer) {
        for (MediaKind kind : MediaKind.values()) {
            Await.until("packets of " + kind, SOON, () -> viewer.received(kind).size() > 100);
        }
        Continuity.assertUnharmed(viewer, nodes());
        assertThat(viewer.received(MediaKind.VIDEO).getFirst().startsKeyFrame()).isTrue();
    }

    private static List<NodeProcess> nodes() {
        return Stream.of(there, offering, here).flatMap(each -> each.nodes().stream()).toList();
    }

    private static HttpResponse<String> post(String stream, String field, String url) {
        return HttpCalls.send(
                "POST",
                api(stream),
                new JsonObject().put(field, url).put("token", "s3cret").encode(),
                "Content-Type",
                "application/json");
    }

    private static HttpResponse<String> delete(String stream, String query) {
        return HttpCalls.send("DELETE", api(stream) + query, "");
    }

    private static String api(String stream) {
        return here.node(1).url() + "/api/cascade/" + stream.replace(" ", "%20");
    }

    private static JsonObject stream(String name) {
        return new JsonObject(here.node(1).request("GET", "/api/streams/" + name).body());
    }

    private static int watchers(String name) {
        return there.node(1).list("/api/streams").stream()
                .map(JsonObject.class::cast)
                .filter(each -> each.getString("id").equals(name))
                .map(each -> each.getJsonObject("subscribe").getJsonArray("sessions"))
                .mapToInt(JsonArray::size)
                .sum();
    }
}
