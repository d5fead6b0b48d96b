package weir.it.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import weir.it.Await;
import weir.it.RunningStream;
import weir.it.WeirCluster;
import weir.testkit.HttpCalls;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What every node tells of a stream's publisher and of its viewers, on another node perhaps.
class FiguresIT {
    private static final Duration SOON = Duration.ofSeconds(8);

    private static WeirCluster cluster;

    @BeforeAll
    static void start() {
        cluster = WeirCluster.start("figures", 2, Map.of());
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void whatAPublisherSendsIsToldByEncoding(int k) {
        String name = "encodings-" + k;
        try (RunningStream running = publishAtFirstWatchAt(2, name)) {
            running.awaitMore();
            Await.until(
                    "frames a second are measured",
                    SOON,
                    () -> encoding(k, name).getDouble("framesPerSecond") > 0);

            JsonObject encoding = encoding(k, name);

            assertThat(encoding.getInteger("ssrc")).isEqualTo(3002);
            assertThat(encoding.getString("codec")).isEqualTo("VP8");
            assertThat(encoding.getLong("bitrate")).isPositive();
            assertThat(encoding.getLong("packets")).isPositive();
            assertThat(encoding.getLong("frames")).isPositive();
            assertThat(encoding.getLong("keyFrames")).isPositive();
            assertThat(encoding.getDouble("sinceKeyFrameMillis")).isNotNegative();
            assertThat(encoding.getBoolean("bFrames")).isFalse();
            assertThat(encoding.containsKey("rid")).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void whatAViewerIsSentIsTold(int k) {
        String name = "viewers-" + k;
        try (RunningStream running = publishAtFirstWatchAt(2, name)) {
            running.awaitMore();
            Await.until(
                    "a layer is sent",
                    SOON,
                    () ->
                            stats(viewer(k, name)).getJsonObject("layer") != null
                                    && stats(viewer(k, name)).getDouble("framesPerSecond") > 0);

            JsonObject stats = stats(viewer(k, name));

            // It sends no feedback that would tell what its path carries.
            assertThat(stats.getValue("estimate")).isNull();
            assertThat(stats.containsKey("estimate")).isTrue();
            assertThat(stats.getBoolean("limited")).isFalse();
            assertThat(stats.getBoolean("paused")).isFalse();
            assertThat(stats.getLong("retransmitted")).isNotNegative();
            assertThat(stats.getLong("frames")).isPositive();
            assertThat(stats.getLong("keyFrames")).isPositive();
            assertThat(stats.getLong("freezes")).isNotNegative();
            assertThat(stats.getDouble("longestGapMillis")).isPositive();
            assertThat(stats.getJsonObject("layer").getInteger("spatialLayerId")).isZero();
            assertThat(stats.getJsonObject("targetLayer")).isNotNull();
            assertThat(types(viewer(k, name))).isEmpty();
            assertThat(types(stream(k, name))).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void whoPausedIsToldSoAndAPublisherThatFellSilentToo(int k) {
        String name = "silent-" + k;
        try (RunningStream running = publishAtFirstWatchAt(2, name)) {
            HttpCalls.send(
                    "POST",
                    running.viewer().sessionUrl(),
                    "{\"kind\":\"video\",\"enabled\":false}",
                    "Content-Type",
                    "application/json");
            Await.until("paused", SOON, () -> types(viewer(k, name)).equals(List.of("paused")));
            assertThat(types(stream(k, name))).isEmpty();

            running.publisher().stopSending();

            Await.until(
                    "silent",
                    SOON,
                    () -> types(stream(k, name)).equals(List.of("publisher-silent")));
            Await.until(
                    "the viewer of both",
                    SOON,
                    () -> types(viewer(k, name)).equals(List.of("publisher-silent", "paused")));
        }
    }

    @Test
    void metricsCountDiagnosesAndThoseWhoPaused() {
        String name = "counted";
        try (RunningStream running = publishAtFirstWatchAt(1, name)) {
            Await.until(
                    "frames a second",
                    SOON,
                    () -> metric("weir_publisher_frames_per_second", "stream=\"counted\"") > 0);
            assertThat(metric("weir_viewers_paused")).isZero();
            assertThat(metric("weir_viewers_frozen")).isZero();

            HttpCalls.send(
                    "POST",
                    running.viewer().sessionUrl(),
                    "{\"kind\":\"video\",\"enabled\":false}",
                    "Content-Type",
                    "application/json");

            Await.until("one has paused", SOON, () -> metric("weir_viewers_paused") == 1);
            assertThat(metric("weir_viewer_diagnoses", "type=\"paused\"")).isEqualTo(1);
            assertThat(metric("weir_viewer_diagnoses", "type=\"loss\"")).isZero();
            assertThat(metric("weir_publisher_diagnoses", "type=\"audio-only\"")).isZero();
        }
    }

    private static double metric(String name, String... labels) {
        return cluster.node(1).metrics().sum(name, labels);
    }

    private static RunningStream publishAtFirstWatchAt(int node, String name) {
        return RunningStream.start(cluster.node(1), cluster.node(node), name, 3001);
    }

    private static JsonObject encoding(int k, String name) {
        JsonArray encodings =
                first(stream(k, name), "publish")
                        .map(session -> stats(session).getJsonArray("encodings"))
                        .orElseThrow();
        return encodings.getJsonObject(0);
    }

    private static JsonObject viewer(int k, String name) {
        return first(stream(k, name), "subscribe").orElseThrow();
    }

    /// Of those that are no links.
    private static Optional<JsonObject> first(JsonObject stream, String side) {
        return stream.getJsonObject(side).getJsonArray("sessions").stream()
                .map(JsonObject.class::cast)
                .filter(session -> !session.containsKey("cascade"))
                .findFirst();
    }

    private static JsonObject stats(JsonObject session) {
        return session.getJsonObject("stats");
    }

    private static List<String> types(JsonObject diagnosed) {
        return diagnosed.getJsonArray("diagnosis").stream()
                .map(JsonObject.class::cast)
                .map(reason -> reason.getString("type"))
                .toList();
    }

    private static JsonObject stream(int k, String name) {
        return new JsonObject(cluster.node(k).request("GET", "/api/streams/" + name).body());
    }
}
