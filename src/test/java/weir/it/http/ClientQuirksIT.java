package weir.it.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import weir.it.Await;
import weir.it.WeirCluster;
import weir.rtp.MediaKind;
import weir.testkit.ClientMedia;
import weir.testkit.ClientMedia.Encoding;
import weir.testkit.ClientMedia.Format;
import weir.testkit.HttpCalls;
import weir.testkit.WebRtcClient;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Sessions of clients that do not all keep to the rules, on a node set up for the least exact of
/// them: `access.raw-token`, and `session.etag: lenient`. What only their offers concern is in
/// `weir.jsep.ObsQuirksTest` and its neighbours, which say where the rest is.
class ClientQuirksIT {
    private static final String TOKEN = "key-of-the-encoder";
    private static final String BEARER = "Bearer " + TOKEN;
    private static final Duration SOON = Duration.ofSeconds(5);
    private static final int FRAMES = 10;
    private static final int FFMPEG_ANSWER_MAX = 8192;

    /// Of the first packet of a picture; the last of a key frame is 250 bytes longer, and all get
    /// up to 36 bytes of headers and seal.
    private static final int LONG = 1180;

    private static WeirCluster cluster;
    private static String node;

    @BeforeAll
    static void start() {
        cluster =
                WeirCluster.start(
                        "client-quirks",
                        1,
                        Map.of(
                                "WEIR_ACCESS_TOKENS",
                                TOKEN,
                                "WEIR_ACCESS_RAW_TOKEN",
                                "true",
                                "WEIR_SESSION_ETAG",
                                "lenient",
                                "WEIR_ICE_SERVERS_URLS",
                                "turns:relay.invalid,turn:relay.invalid,stun:stun.invalid",
                                "WEIR_ICE_SERVERS_SECRET",
                                "shared-by-servers"),
                        TOKEN);
        node = cluster.node(1).url();
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    /// O2, O3, O4, O7: 201 and 200 are all that OBS takes, one `Location` for each answer; of it
    /// OBS makes a URL by putting it in place of the path and leaving out the query.
    @Test
    void obsPublishesAndHangsUp() {
        HttpResponse<String> created = post("/whip/obs?app=live", "obs-publisher", BEARER);

        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
        assertThat(created.previousResponse()).isEmpty();
        assertThat(created.headers().allValues("Location")).hasSize(1);
        assertThat(location(created)).startsWith("/session/obs/").doesNotContain("?", "#", "%");
        HttpResponse<String> deleted = delete(node + location(created), BEARER);
        assertThat(deleted.statusCode()).isEqualTo(200);
        assertThat(deleted.previousResponse()).isEmpty();
    }

    /// O5, O6: OBS takes a field apart at each comma and semicolon, looks for `<stun:` or `<turn:`
    /// at its very beginning, and warns of what is no server.
    @Test
    void obsFindsTheServersInTheLinks() {
        HttpResponse<String> created = post("/whip/links", "obs-publisher", BEARER);
        List<String> links = created.headers().allValues("Link");

        assertThat(links).hasSize(3).allMatch(link -> link.contains("rel=\"ice-server\""));
        assertThat(links)
                .extracting(link -> link.split("[,;]")[0])
                .containsExactly(
                        "<stun:stun.invalid>", "<turn:relay.invalid>", "<turns:relay.invalid>");
        for (String link : links) {
            for (String parameter : link.substring(link.indexOf(';') + 1).split("[,;]")) {
                assertThat(parameter)
                        .matches(" (rel|username|credential|credential-type)=\"[^\"]+\"");
            }
        }
        delete(node + location(created), BEARER);
    }

    /// O10, O12: whatever the order of the names and whoever asks for key frames, a viewer gets
    /// the layer that carries most. Its datagrams are as long as Ethernet takes, which is FFmpeg's
    /// way too (F7).
    @Test
    void theBestOfObsLayersIsTheOneThatCarriesMost() {
        int ssrc = 5001;
        ClientMedia video =
                ClientMedia.simulcast(
                        Format.H264.withPayloadType(96),
                        List.of(
                                new Encoding("2", ssrc + 3, 100),
                                new Encoding("0", ssrc + 1, LONG),
                                new Encoding("1", ssrc + 2, 300)));
        try (WebRtcClient publisher =
                        publisher("layers", List.of(ClientMedia.audio(ssrc - 1), video));
                WebRtcClient viewer = viewer("layers")) {
            publisher.ignoreKeyFrameRequests(Duration.ofSeconds(1));
            publisher.connect();
            publisher.startSending();
            viewer.connect();
            awaitMedia(viewer);

            Await.until("0 is best, and sent", SOON, () -> best(viewer).equals("0 true"));
            Await.until("long packets come", SOON, () -> hasLong(viewer));
            assertThat(layers(viewer).stream().map(each -> ((JsonObject) each).getString("rid")))
                    .containsExactly("0", "1", "2");
        }
    }

    /// O16, F9: OBS loses its network and DELETE with it, FFmpeg is killed: the next POST comes
    /// while the session lives, and takes over at once.
    @Test
    void whoComesBackTakesItsStreamOver() throws Exception {
        try (WebRtcClient lost = publisher("back", ClientMedia.published(6001, 6002));
                WebRtcClient next = publisher("back", ClientMedia.published(6003, 6004));
                WebRtcClient viewer = viewer("back")) {
            lost.connect();
            lost.startSending();
            viewer.connect();
            awaitMedia(viewer);
            lost.stopSending();

            assertThat(next.post().statusCode()).isEqualTo(201);
            next.connect();
            next.startSending();

            assertThat(lost.ended().get(5, TimeUnit.SECONDS)).isEqualTo("close_notify");
            awaitMedia(viewer);
            assertThat(viewer.ended()).isNotDone();
        }
    }

    /// F1: it waits for the handshake to begin.
    @Test
    void whoOffersToBeTheDtlsServerPublishes() {
        try (WebRtcClient ffmpeg =
                        publisher("ffmpeg", ClientMedia.published(7001, 7002)).passive();
                WebRtcClient viewer = viewer("ffmpeg")) {
            ffmpeg.connect();
            ffmpeg.startSending();
            viewer.connect();

            assertThat(ffmpeg.answer().setup()).isEqualTo("active");
            awaitMedia(viewer);
        }
    }

    /// F2, F4: with simulcast, and with all candidates of this machine.
    @Test
    void answersAreWhatFfmpegCanRead() {
        for (String name : List.of("chrome-simulcast-publisher", "ffmpeg-publisher")) {
            HttpResponse<String> created = post("/whip/read", name, BEARER);

            assertThat(created.body()).startsWith("v=0\r\n");
            assertThat(created.body().length()).isLessThan(FFMPEG_ANSWER_MAX);
            assertThat(created.body().lines().filter(line -> line.startsWith("a=candidate:")))
                    .hasSizeGreaterThan(1)
                    .first()
                    .asString()
                    .matches("a=candidate:\\S+ 1 udp \\d+ [\\d.]+ \\d+ typ host");
            delete(node + location(created), BEARER);
        }
    }

    /// G1, G2: simple-whip-client wants a `Location`, and sends what candidates it has, of which
    /// most are of no use.
    @Test
    void gstreamerPublishesAndTricklesAllItHas() {
        String offer = "gstreamer-whip-client-publisher";
        HttpResponse<String> created = post("/whip/gst", offer, BEARER);
        String text = text(offer);
        String fragment =
                line(text, "a=ice-ufrag:")
                        + line(text, "a=ice-pwd:")
                        + "m=video 9 UDP/TLS/RTP/SAVPF 0\r\n"
                        + "a=mid:video0\r\n"
                        + "a=candidate:2 1 TCP 1015021823 192.0.2.2 9 typ host tcptype active\r\n"
                        + "a=candidate:3 1 TCP 1010827519 192.0.2.2 36901 typ host tcptype"
                        + " passive\r\n"
                        + "a=candidate:7 1 UDP 2015363839 fe80::fc:ff:fe00:1 39756 typ host\r\n"
                        + "a=end-of-candidates\r\n";

        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
        String tag = created.headers().firstValue("ETag").orElseThrow();
        assertThat(patch(created, fragment, "If-Match", tag).statusCode()).isEqualTo(204);
        assertThat(delete(node + location(created), BEARER).statusCode()).isEqualTo(200);
    }

    /// J1: whip-whep-js before 1.1.0 names no tag, whether it trickles or restarts.
    @Test
    void tagsMayBeMissing() {
        HttpResponse<String> created = post("/whip/untagged", "chrome-publisher", BEARER);
        String text = text("chrome-publisher");
        String same = line(text, "a=ice-ufrag:") + line(text, "a=ice-pwd:");

        assertThat(patch(created, same).statusCode()).isEqualTo(204);
        HttpResponse<String> restarted =
                patch(created, same.replaceFirst("ufrag:.*", "ufrag:other"));
        assertThat(restarted.statusCode()).as(restarted.body()).isEqualTo(200);
        assertThat(restarted.headers().firstValue("ETag")).isPresent();
        delete(node + location(created), BEARER);
    }

    /// L1: Larix counts on DELETE: when it is answered nobody is live, and the name is free.
    @Test
    void deleteEndsTheStreamAtOnce() throws Exception {
        try (WebRtcClient larix = publisher("larix", ClientMedia.published(8001, 8002));
                WebRtcClient viewer = viewer("larix")) {
            larix.connect();
            larix.startSending();
            viewer.connect();
            awaitMedia(viewer);

            assertThat(larix.delete().statusCode()).isEqualTo(200);

            assertThat(larix.ended().get(5, TimeUnit.SECONDS)).isEqualTo("close_notify");
            assertThat(post("/whep/larix", "chrome-viewer", BEARER).statusCode()).isEqualTo(409);
            assertThat(larix.delete().statusCode()).isEqualTo(404);
        }
    }

    /// M2: the key alone, without the word Bearer; a wrong key is as wrong as with it.
    @Test
    void theKeyMayStandAlone() {
        HttpResponse<String> created = post("/whip/alone", "obs-publisher", TOKEN);

        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
        Problems.assertProblem(post("/whip/alone", "obs-publisher", "wrong"), 401, "token-invalid");
        assertThat(delete(node + location(created), TOKEN).statusCode()).isEqualTo(200);
    }

    private static WebRtcClient publisher(String stream, List<ClientMedia> media) {
        return WebRtcClient.publisher(node, stream, media).bearer(TOKEN);
    }

    private static WebRtcClient viewer(String stream) {
        return WebRtcClient.viewer(node, stream, ClientMedia.watched()).bearer(TOKEN);
    }

    /// Until pictures and sound that were sent after this call have come.
    private static void awaitMedia(WebRtcClient viewer) {
        for (MediaKind kind : MediaKind.values()) {
            int before = viewer.received(kind).size();
            Await.until(
                    kind + " comes", SOON, () -> viewer.received(kind).size() > before + FRAMES);
        }
    }

    private static JsonArray layers(WebRtcClient viewer) {
        String url = viewer.sessionUrl() + "/layer";
        return new JsonArray(HttpCalls.send("GET", url, "", "Authorization", BEARER).body());
    }

    private static String best(WebRtcClient viewer) {
        JsonObject best = layers(viewer).getJsonObject(0);
        return best.getString("rid") + " " + best.getBoolean("selected");
    }

    private static boolean hasLong(WebRtcClient viewer) {
        return viewer.received(MediaKind.VIDEO).stream()
                .anyMatch(packet -> packet.sealed().length > LONG + 250);
    }

    private static HttpResponse<String> post(String path, String offer, String authorization) {
        return HttpCalls.send(
                "POST",
                node + path,
                text(offer),
                "Content-Type",
                HttpCalls.SDP,
                "Authorization",
                authorization);
    }

    private static HttpResponse<String> patch(
            HttpResponse<String> created, String fragment, String... headers) {
        List<String> all =
                new ArrayList<>(
                        List.of("Content-Type", HttpCalls.FRAGMENT, "Authorization", BEARER));
        all.addAll(List.of(headers));
        return HttpCalls.send(
                "PATCH", node + location(created), fragment, all.toArray(String[]::new));
    }

    private static HttpResponse<String> delete(String url, String authorization) {
        return HttpCalls.send("DELETE", url, "", "Authorization", authorization);
    }

    private static String location(HttpResponse<String> created) {
        String location = created.headers().firstValue("Location").orElseThrow();
        assertThat(URI.create(location).getScheme()).isNull();
        return location;
    }

    private static String line(String text, String prefix) {
        return text.lines().filter(line -> line.startsWith(prefix)).findFirst().orElseThrow()
                + "\r\n";
    }

    private static String text(String offer) {
        String name = "/weir/jsep/" + offer + ".sdp";
        try (InputStream file = ClientQuirksIT.class.getResourceAsStream(name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
