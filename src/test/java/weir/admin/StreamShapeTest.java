package weir.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;

import org.junit.jupiter.api.Test;

class StreamShapeTest {
    @Test
    void whatIsCountedAndMeasuredIsNoNews() {
        assertThat(shape("connected", 10, "low-bandwidth", "The path carries 300 kbit/s."))
                .isEqualTo(shape("connected", 20, "low-bandwidth", "The path carries 320 kbit/s."));
    }

    @Test
    void statesAndDiagnosesAreNews() {
        JsonObject before = shape("connecting", 10, "low-bandwidth", "x");

        assertThat(shape("connected", 10, "low-bandwidth", "x")).isNotEqualTo(before);
        assertThat(shape("connecting", 10, "loss", "x")).isNotEqualTo(before);
    }

    private static JsonObject shape(String state, int bytes, String type, String because) {
        String sessions =
                """
                {"leaveAt":0,"sessions":[{"id":"s","state":"%s","stats":{"bytes":%d},
                 "diagnosis":[{"type":"%s","because":"%s"}]}]}
                """
                        .formatted(state, bytes, type, because);
        String stream =
                """
                {"id":"x","publish":%s,"subscribe":%s,"diagnosis":[],"stats":{"publish":%d}}
                """;
        return StreamShape.of(new JsonObject(stream.formatted(sessions, sessions, bytes)));
    }
}
