package weir.it.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;

import io.vertx.core.json.JsonObject;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import weir.it.Await;
import weir.it.Figures;
import weir.it.NodeProcess;
import weir.it.WeirCluster;
import weir.it.net.Conditions;
import weir.it.net.ImpairedPath;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Firefox's layers, its sessions and what happens to them.
class FirefoxSessionsIT {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final int FRAMES = 20;

    /// Not too large to be encoded beside other tests' processes: Firefox makes it smaller then.
    private static final Broadcast LAYERS =
            new Broadcast(
                    "VP8",
                    960,
                    540,
                    20,
                    0.1,
                    List.of(
                            new Broadcast.Encoding("h", 1, 900_000, ""),
                            new Broadcast.Encoding("m", 2, Broadcast.MIDDLE_BPS, ""),
                            new Broadcast.Encoding("l", 4, Broadcast.LOW_BPS, "")));

    @AutoClose private static WeirCluster cluster;
    @AutoClose private static Firefox firefox;
    private static NodeProcess node;

    @BeforeAll
    static void start() {
        cluster = WeirCluster.start("firefox-sessions", 1, Map.of("WEIR_WHEP_NOT_LIVE", "wait"));
        node = cluster.node(1);
        // As it is where nobody changed it: without a camera it tells no address.
        firefox =
                Firefox.start(
                        "firefox-sessions",
                        Map.of("media.peerconnection.ice.obfuscate_host_addresses", true));
    }

    @AfterEach
    void assertThatPagesHadNoErrors() {
        assertThat(firefox.problems()).isEmpty();
    }

    @Test
    void allLayersOfFirefoxArriveAndAreRepairedAndEachIsShownAsChosen() {
        try (ImpairedPath path = ImpairedPath.outside(node.port(), 1);
                Studio studio = Studio.open(firefox, node, path)) {
            studio.publish("layers", LAYERS);
            studio.awaitFramesSent();
            try (MeasuredViewer viewer = MeasuredViewer.watch(firefox, node, "layers")) {
                for (String rid : List.of("l", "h", "m")) {
                    viewer.select(new JsonObject().put("rid", rid).encode());
                    Await.until(
                            rid + " is sent", SOON, () -> rid.equals(layerOfItsViewer("layers")));
                    int frames = viewer.received().framesDecoded();
                    Await.until(
                            rid + " is decoded",
                            SOON,
                            () -> viewer.received().framesDecoded() > frames + FRAMES);
                    Figures.remark("Firefox's layer " + rid + ": " + viewer.received());
                }
                assertThat(encodings("layers").keySet()).containsExactlyInAnyOrder("h", "m", "l");
                path.up().set(Conditions.CLEAN.withLoss(0.05));
                Await.until("lost packets come again", SOON, () -> recovered("layers", "h") > 5);
                path.up().set(Conditions.CLEAN);
                Figures.remark("Firefox's layers, repaired: " + encodings("layers"));
            }
        }
    }

    private static String layerOfItsViewer(String stream) {
        return node.viewerStats(stream).getJsonObject("layer").getString("rid");
    }

    private static int recovered(String stream, String rid) {
        return encodings(stream).get(rid).getInteger("recovered");
    }

    private static Map<String, JsonObject> encodings(String stream) {
        return publisher(stream).getJsonObject("stats").getJsonArray("encodings").stream()
                .map(JsonObject.class::cast)
                .collect(Collectors.toMap(each -> each.getString("rid"), each -> each));
    }

    @Test
    void whoTellsNoAddressConnectsAndTricklesAndRestarts() {
        try (Publisher publisher = firefox.publish(node, "hidden", "VP8", "test")) {
            publisher.awaitFirstFrameSent();
            Page page = publisher.page();
            assertThat((String) page.evaluate("weir.pc.localDescription.sdp")).contains(".local ");

            Response patched =
                    page.waitForResponse(
                            response -> response.request().method().equals("PATCH"),
                            () -> page.evaluate("probe.addCandidate('192.0.2.1')"));

            assertThat(patched.status()).isEqualTo(204);
            try (Viewer viewer = firefox.watch(node, "hidden")) {
                viewer.awaitFirstFrame();
                BrowserPages.restartIce(viewer.page());
                BrowserPages.restartIce(page);
                int frames = viewer.received().framesDecoded();
                awaitFramesBeyond(viewer, frames + FRAMES);
                viewer.assertSameConnection();
            }
        }
    }

    @Test
    void playsAndPublishesOverTcpAlone() {
        String tcp = Chromium.resource("tcp.js");
        String published = node.url() + "/publish.html?stream=tcp&codec=VP8&size=320x180&autostart";
        try (Publisher publisher = new Publisher(firefox.open(published, tcp))) {
            publisher.awaitFirstFrameSent();
            String watched = node.url() + "/watch.html?stream=tcp&autoplay";
            try (Viewer viewer = new Viewer(firefox.open(watched, tcp))) {
                Figures.note("first frame in Firefox by TCP", viewer.awaitFirstFrame(), "ms", 2000);
                viewer.awaitDecodedBeyond(viewer.received(), FRAMES);
                assertThat(publisher("tcp").getJsonObject("stats").getString("protocol"))
                        .isEqualTo("tcp");
            }
        }
    }

    @Test
    void theSameConnectionShowsEachPublisherInTurnInItsCodec() {
        try (Viewer viewer = firefox.watch(node, "turns")) {
            viewer.awaitConnected();
            try (Publisher first = firefox.publish(node, "turns", "VP8")) {
                first.awaitFirstFrameSent();
                viewer.awaitFirstFrame();
                try (Publisher other = firefox.publish(node, "turns", "VP9")) {
                    other.awaitFirstFrameSent();
                    first.page().getByText("The server has ended the session.").waitFor();
                    awaitCodec(viewer, "VP9");
                    other.stop();
                    first.start();
                    awaitCodec(viewer, "VP8");
                }
            }
            viewer.assertSameConnection();
        }
    }

    private static void awaitCodec(Viewer viewer, String codec) {
        Await.until(codec + " is received", SOON, () -> viewer.received().codec().endsWith(codec));
        viewer.awaitDecodedBeyond(viewer.received(), FRAMES);
    }

    @Test
    void whoLeavesThePageOrClosesItHangsUp() {
        try (Publisher publisher = firefox.publish(node, "left", "VP8")) {
            publisher.awaitFirstFrameSent();
            publisher.page().navigate(node.url() + "/");
            cluster.awaitNotLive(1, "left");
        }
        try (Publisher publisher = firefox.publish(node, "closed", "VP8")) {
            publisher.awaitFirstFrameSent();
        }
        cluster.awaitNotLive(1, "closed");
    }

    private static void awaitFramesBeyond(Viewer viewer, int frames) {
        Await.until("frames", SOON, () -> viewer.received().framesDecoded() > frames);
    }

    private static JsonObject publisher(String stream) {
        return new JsonObject(node.request("GET", "/api/streams/" + stream).body())
                .getJsonObject("publish")
                .getJsonArray("sessions")
                .getJsonObject(0);
    }
}
