package weir.it.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;

import io.vertx.core.json.JsonObject;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import weir.it.Await;
import weir.it.Figures;
import weir.it.NodeProcess;
import weir.it.WeirCluster;
import weir.testkit.ClientMedia;
import weir.testkit.HttpCalls;
import weir.testkit.WebRtcClient;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;

/// What people see of events on the watch page, and when the node that they watch at is emptied.
class DrainIT {
    private static final Duration SOON = Duration.ofSeconds(20);

    private static final double GAP_MILLIS_MAX = 500;

    @AutoClose private static Stage stage;

    @BeforeAll
    static void start() {
        stage = Stage.open("drain", 2, Map.of());
    }

    @Test
    void thePictureGoesOnAtTheOtherNodeWhenTheFirstIsEmptied() {
        assertGoesOn(stage.chromium());
    }

    /// Of which one element shows one picture after the other, and not two.
    @Test
    void soItDoesInFirefox() {
        try (Firefox firefox = Firefox.start("drain-firefox", Map.of())) {
            assertGoesOn(firefox);
        }
    }

    private static void assertGoesOn(WebBrowser browser) {
        try (Publisher publisher =
                stage.chromium().publish(stage.node(2), "moved", "VP8", "test")) {
            publisher.awaitFirstFrameSent();
            try (MeasuredViewer viewer = MeasuredViewer.watch(browser, stage.node(1), "moved")) {
                viewer.awaitFramesPerSecond(10);
                double before = System.currentTimeMillis();
                assertEmptying(drain("POST", 1, "{\"deadline\":30}"));

                Await.until("the page has moved", SOON, () -> viewer.isAt(stage.node(2)));
                double moved = System.currentTimeMillis();
                Await.pause(Duration.ofSeconds(2));
                double after = System.currentTimeMillis();

                Figures.note("drained: told until moved", moved - before, "ms", 5000);
                double gap = viewer.pictures().longestGapMillis(before, after);
                Figures.note("drained: longest gap between pictures", gap, "ms", GAP_MILLIS_MAX);
                assertThat(gap).isLessThan(GAP_MILLIS_MAX);
                viewer.awaitFramesPerSecond(10);
                Await.until("the old session has ended", SOON, () -> viewers(1) == 0);
                Await.until("it is the other's one viewer", SOON, () -> viewers(2) == 1);
            }
        } finally {
            assertThat(drain("DELETE", 1, "").statusCode()).isEqualTo(200);
        }
        assertThat(stage.node(1).request("GET", "/health/ready").statusCode()).isEqualTo(200);
        Await.until("both know that it is over", SOON, () -> !isDraining(stage.node(2), 1));
    }

    private static void assertEmptying(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        assertThat(new JsonObject(answer.body()).getBoolean("draining")).isTrue();
        assertThat(stage.node(1).request("GET", "/health/ready").statusCode()).isEqualTo(503);
        String url = stage.node(1).url();
        assertRefused(WebRtcClient.publisher(url, "other", ClientMedia.published(95, 96)));
        assertRefused(WebRtcClient.viewer(url, "moved", ClientMedia.watched()));
        Await.until("both know", SOON, () -> isDraining(stage.node(2), 1));
    }

    private static void assertRefused(WebRtcClient client) {
        try (client) {
            HttpResponse<String> refused = client.post();
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.body()).contains("urn:weir:problem:node-draining");
            assertThat(refused.headers().firstValue("Retry-After")).isPresent();
        }
    }

    @Test
    void whoIsLeftAtTheDeadlineIsHungUp() {
        try (WebRtcClient publisher =
                        WebRtcClient.publish(
                                stage.node(1).url(), "last", ClientMedia.published(91, 92));
                WebRtcClient viewer = WebRtcClient.watch(stage.node(1).url(), "last")) {
            String self = id(1);
            long begun = System.nanoTime();
            HttpResponse<String> answer =
                    HttpCalls.send(
                            "POST",
                            stage.node(2).url() + "/api/drain?node=" + self,
                            "{\"deadline\":2}",
                            "Content-Type",
                            "application/json");
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
            assertThat(new JsonObject(answer.body()).getString("node")).isEqualTo(self);
            Await.until(
                    "one is hung up",
                    SOON,
                    () -> publisher.ended().isDone() || viewer.ended().isDone());
            assertThat(Duration.ofNanos(System.nanoTime() - begun))
                    .isGreaterThanOrEqualTo(Duration.ofSeconds(2));
            Await.until("both are hung up", SOON, () -> publisher.ended().isDone());
            Await.until("both are hung up", SOON, () -> viewer.ended().isDone());
        } finally {
            drain("DELETE", 1, "");
        }
        assertThat(drain("POST", 1, "{\"deadline\":-1}").statusCode()).isEqualTo(400);
        assertThat(drain("POST", 1, "{\"deadline\":\"soon\"}").statusCode()).isEqualTo(400);
        assertThat(drain("POST", 1, "[").statusCode()).isEqualTo(400);
        assertThat(drain("PUT", 1, "").statusCode()).isEqualTo(405);
        assertThat(stage.node(1).request("POST", "/api/drain?node=nobody").statusCode())
                .isEqualTo(404);
    }

    @Test
    void thePageTellsWhoWatchesAndWaitsForThePublisher() {
        Publisher publisher = stage.chromium().publish(stage.node(1), "told", "VP8", "test");
        try (Viewer viewer = stage.chromium().watch(stage.node(2), "told");
                Viewer other = stage.chromium().watch(stage.node(1), "told")) {
            viewer.awaitFirstFrame();
            other.awaitFirstFrame();
            viewer.page().getByText("2 viewers").waitFor();
            publisher.stop();
            viewer.page().getByText("Waiting for the publisher…").waitFor();
            screenshot(viewer.page(), "watch-waiting");
            publisher.start();
            viewer.page().getByText("Watching told").waitFor();
            screenshot(viewer.page(), "watch-again");
            viewer.assertSameConnection();
            other.page().context().close();
            viewer.page().getByText("1 viewer").waitFor();
        } finally {
            publisher.close();
        }
    }

    private static int viewers(int k) {
        return (int) stage.node(k).metrics().sum("weir_sessions", "viewer");
    }

    private static boolean isDraining(NodeProcess told, int k) {
        String port = ":" + stage.node(k).port();
        return told.list("/api/nodes").stream()
                .map(JsonObject.class::cast)
                .filter(node -> node.getJsonArray("httpUrls").encode().contains(port))
                .allMatch(node -> node.getBoolean("draining"));
    }

    private static String id(int k) {
        return new JsonObject(stage.node(k).request("GET", "/api/info").body()).getString("node");
    }

    private static HttpResponse<String> drain(String method, int k, String body) {
        return HttpCalls.send(
                method,
                stage.node(k).url() + "/api/drain",
                body,
                "Content-Type",
                "application/json");
    }

    private static void screenshot(Page page, String name) {
        page.screenshot(
                new Page.ScreenshotOptions()
                        .setFullPage(true)
                        .setPath(WeirCluster.logs().resolve(name + ".png")));
    }
}
