package weir.it.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import weir.it.Await;
import weir.it.Continuity;
import weir.it.WeirCluster;
import weir.it.browser.Chromium;
import weir.it.browser.Viewer;
import weir.rtp.MediaKind;
import weir.testkit.ClientMedia;
import weir.testkit.WebRtcClient;

import java.time.Duration;
import java.util.Map;

/// FFmpeg itself publishes, on nodes that ask for a token. What can be told from its offer alone is
/// in `weir.jsep.FfmpegQuirksTest`.
class FfmpegIT {
    private static final String TOKEN = "key-of-ffmpeg";
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final int FRAMES = 30;

    @AutoClose private static WeirCluster cluster;

    @BeforeAll
    static void start() {
        Ffmpeg.assumePresent();
        cluster =
                WeirCluster.start(
                        "ffmpeg",
                        3,
                        Map.of(
                                "WEIR_ACCESS_TOKENS",
                                TOKEN,
                                "WEIR_HTTPS_CERTIFICATE",
                                "self-signed",
                                "WEIR_HTTPS_PORT",
                                "0"),
                        TOKEN);
    }

    /// F1, F9: at first it is the DTLS server at one node, after its death the client at another.
    @Test
    void aBrowserSeesWhoIsKilledAndComesBackAtAnotherNode() {
        try (Ffmpeg first = Ffmpeg.publish("first", endpoint(1, "back"), TOKEN)) {
            cluster.awaitLive(2, "back");
            try (Chromium chromium = Chromium.start("ffmpeg");
                    Viewer viewer = watch(chromium, "back")) {
                viewer.awaitFirstFrame();
                viewer.awaitDecodedBeyond(viewer.received(), FRAMES);

                first.kill();
                try (Ffmpeg _ =
                        Ffmpeg.publish(
                                "next", endpoint(3, "back"), TOKEN, "-whip_flags", "dtls_active")) {
                    viewer.awaitDecodedBeyond(viewer.received(), 2 * FRAMES);
                    viewer.assertSameConnection();
                }
            }
        }
    }

    /// F9: it ends with DELETE, after which nobody is live.
    @Test
    void whoIsToldToEndHangsUp() {
        try (Ffmpeg ffmpeg = Ffmpeg.publish("end", endpoint(1, "end"), TOKEN);
                WebRtcClient viewer = watch(2, "end")) {
            awaitMedia(viewer);

            ffmpeg.terminate();

            assertThat(ffmpeg.log()).containsPattern("Dispose resource \\S+/session/end/\\S+ ok");
            cluster.awaitNotLive(3, "end");
            Continuity.assertGapless(viewer.received(MediaKind.VIDEO));
            Continuity.assertGapless(viewer.received(MediaKind.AUDIO));
            assertThat(viewer.ended()).isNotDone();
        }
    }

    @Test
    void publishesOverHttpsWithACertificateThatNobodyKnows() {
        try (Ffmpeg ffmpeg = Ffmpeg.publish("https", httpsUrl() + "/whip/https", TOKEN);
                WebRtcClient viewer = watch(1, "https")) {
            awaitMedia(viewer);

            ffmpeg.terminate();

            assertThat(ffmpeg.log()).containsPattern("Dispose resource https://\\S+ ok");
        }
    }

    @Test
    void isToldThatItsTokenIsWrong() {
        try (Ffmpeg ffmpeg = Ffmpeg.publish("wrong", endpoint(1, "wrong"), "guessed")) {
            assertThat(ffmpeg.awaitEnd()).isNotZero();
            assertThat(ffmpeg.log()).contains("401 Unauthorized");
        }
    }

    private static String endpoint(int k, String stream) {
        return cluster.node(k).url() + "/whip/" + stream;
    }

    /// Of any node.
    private static String httpsUrl() {
        JsonObject node = cluster.node(1).list("/api/nodes").getJsonObject(0);
        return node.getJsonArray("httpUrls").stream()
                .map(String.class::cast)
                .filter(url -> url.startsWith("https://127.0.0.1:"))
                .findFirst()
                .orElseThrow();
    }

    /// In the second node's page.
    private static Viewer watch(Chromium chromium, String stream) {
        String page = "/watch.html?stream=" + stream + "&autoplay#token=" + TOKEN;
        return new Viewer(chromium.open(cluster.node(2).url() + page));
    }

    private static WebRtcClient watch(int k, String stream) {
        cluster.awaitLive(k, stream);
        WebRtcClient viewer =
                WebRtcClient.viewer(cluster.node(k).url(), stream, ClientMedia.watched())
                        .bearer(TOKEN);
        viewer.connect();
        return viewer;
    }

    private static void awaitMedia(WebRtcClient viewer) {
        for (MediaKind kind : MediaKind.values()) {
            Await.until(kind + " comes", SOON, () -> viewer.received(kind).size() > FRAMES);
        }
    }
}
