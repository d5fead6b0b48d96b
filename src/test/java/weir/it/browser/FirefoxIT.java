package weir.it.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import weir.it.Await;
import weir.it.Figures;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/// What Firefox publishes is seen and heard, and what Firefox can show is shown.
class FirefoxIT {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final int FRAMES = 20;
    private static final double FIRST_MILLIS = 1_500;

    @AutoClose private static Stage stage;
    @AutoClose private static Firefox firefox;

    @BeforeAll
    static void start() {
        stage = Stage.open("firefox", 2, Map.of());
        firefox = Firefox.start("firefox-itself", Map.of());
    }

    @AfterEach
    void assertThatPagesHadNoErrors() {
        assertThat(firefox.problems()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"VP8", "VP9", "AV1"})
    void bothBrowsersSeeAndHearWhatFirefoxPublishes(String codec) {
        String stream = "of-firefox-" + codec;
        try (Publisher publisher = firefox.publish(stage.node(1), stream, codec)) {
            publisher.awaitFirstFrameSent();
            try (Viewer here = firefox.watch(stage.node(1), stream);
                    Viewer there = stage.chromium().watch(stage.node(2), stream)) {
                noteFirst("Firefox of Firefox, " + codec, here);
                noteFirst("Chromium of Firefox, " + codec, there);
                assertPlays(here, codec);
                assertPlays(there, codec);
            }
        }
    }

    private static void noteFirst(String where, Viewer viewer) {
        Figures.note("first frame in " + where, viewer.awaitFirstFrame(), "ms", FIRST_MILLIS);
    }

    private static void assertPlays(Viewer viewer, String codec) {
        viewer.awaitDecodedBeyond(viewer.received(), FRAMES);
        Received received = viewer.received();
        assertThat(received.codec()).isEqualTo("video/" + codec);
        assertThat(received.packetsLost()).isZero();
        assertThat(received.width()).isPositive();
    }

    /// Debian's Firefox has no H.264 unless it downloads it.
    @Test
    void oneViewerSeesWhatChromiumPublishesOrHearsItAndReadsWhyThereIsNoPicture() {
        String because = "The publisher sends H264, which the viewer did not offer.";
        String told = "There is no picture: " + because;
        try (Publisher _ = chromiumPublishes("H264");
                Viewer viewer = firefox.watch(stage.node(2), "changing")) {
            viewer.awaitConnected();
            viewer.page().getByText(told).waitFor();
            assertThat(diagnosisOfItsViewer("changing")).isEqualTo("codec-missing: " + because);
            Await.until(
                    "the sound plays",
                    SOON,
                    () -> (Boolean) viewer.page().evaluate("probe.isPlaying()"));
            assertThat(viewer.received().framesDecoded()).isZero();

            for (String codec : List.of("VP8", "VP9", "AV1")) {
                try (Publisher _ = chromiumPublishes(codec)) {
                    Await.until(codec, SOON, () -> viewer.received().codec().endsWith(codec));
                    assertPlays(viewer, codec);
                }
            }
            viewer.assertSameConnection();
            viewer.awaitFirstFrame();
            Await.until("nothing is told", SOON, () -> !viewer.page().getByText(told).isVisible());
        }
    }

    private static Publisher chromiumPublishes(String codec) {
        Publisher publisher = stage.chromium().publish(stage.node(1), "changing", codec);
        publisher.awaitFirstFrameSent();
        return publisher;
    }

    private static String diagnosisOfItsViewer(String stream) {
        JsonArray viewers =
                new JsonObject(stage.node(1).request("GET", "/api/streams/" + stream).body())
                        .getJsonObject("subscribe")
                        .getJsonArray("sessions");
        JsonObject reason =
                viewers.stream()
                        .map(JsonObject.class::cast)
                        .filter(session -> !session.containsKey("cascade"))
                        .findFirst()
                        .orElseThrow()
                        .getJsonArray("diagnosis")
                        .getJsonObject(0);
        return reason.getString("type") + ": " + reason.getString("because");
    }

    @Test
    void nearlyEachTestPictureThatIsDrawnIsSent() {
        String url = stage.node(1).url() + "/publish.html?stream=drawn&source=test&size=320x180";
        Page page = firefox.open(url + "&autostart", Chromium.resource("drawn.js"));
        try (Publisher publisher = new Publisher(page)) {
            publisher.awaitFirstFrameSent();
            JsonObject before = drawn(page);
            Await.pause(Duration.ofSeconds(2));
            JsonObject after = drawn(page);

            double drawn = after.getInteger("drawn") - before.getInteger("drawn");
            double taken = after.getInteger("taken") - before.getInteger("taken");
            Figures.remark(
                    "test picture in Firefox: %.0f drawn, %.0f taken".formatted(drawn, taken));
            assertThat(taken).isGreaterThan(0.8 * drawn);
        }
    }

    private static JsonObject drawn(Page page) {
        return new JsonObject((String) page.evaluate("drawn()"));
    }

    @Test
    void whoHasNoScreenToShowIsToldSo() {
        Page page = firefox.open(stage.node(1).url() + "/publish.html?stream=screen&source=screen");

        page.click("#start");

        page.getByText("There is no screen that could be shown.").waitFor();
        page.context().close();
    }
}
