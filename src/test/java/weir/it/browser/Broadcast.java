package weir.it.browser;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import java.util.List;

/// What a [Studio] publishes. A value.
///
/// @param codec such as `VP8`
/// @param noise share of the picture that demands bit rate, 0..1
record Broadcast(
        String codec, int width, int height, int fps, double noise, List<Encoding> encodings) {

    /// @param rid            empty for the only one
    /// @param maxBitrateBps  0 for no limit
    /// @param scalabilityMode such as `L3T3`, empty for the browser's choice
    record Encoding(String rid, int scaleDownBy, int maxBitrateBps, String scalabilityMode) {
        JsonObject json() {
            JsonObject json = new JsonObject().put("scaleResolutionDownBy", scaleDownBy);
            if (!rid.isEmpty()) {
                json.put("rid", rid);
            }
            if (maxBitrateBps > 0) {
                json.put("maxBitrate", maxBitrateBps);
            }
            if (!scalabilityMode.isEmpty()) {
                json.put("scalabilityMode", scalabilityMode);
            }
            return json;
        }
    }

    static final int HIGH_BPS = 2_200_000;
    static final int MIDDLE_BPS = 350_000;
    static final int LOW_BPS = 100_000;

    private static final int FPS = 30;

    /// 1280x720 in one layer.
    static Broadcast plain(String codec, int maxBitrateBps, double noise) {
        Encoding only = new Encoding("", 1, maxBitrateBps, "");
        return new Broadcast(codec, 1280, 720, FPS, noise, List.of(only));
    }

    /// 1280x720, 640x360 and 320x180, of which the middle one fits 500 kbit/s and the high one
    /// 3 Mbit/s.
    static Broadcast simulcast(String codec) {
        return new Broadcast(
                codec,
                1280,
                720,
                FPS,
                0.2,
                List.of(
                        new Encoding("h", 1, HIGH_BPS, ""),
                        new Encoding("m", 2, MIDDLE_BPS, ""),
                        new Encoding("l", 4, LOW_BPS, "")));
    }

    /// 960x540 in one encoding, the least of which browsers make three spatial layers.
    static Broadcast scalable(String codec, String mode) {
        Encoding only = new Encoding("", 1, 1_500_000, mode);
        return new Broadcast(codec, 960, 540, 20, 0.05, List.of(only));
    }

    JsonObject json() {
        return new JsonObject()
                .put("codec", codec)
                .put("width", width)
                .put("height", height)
                .put("fps", fps)
                .put("noise", noise)
                .put("encodings", new JsonArray(encodings.stream().map(Encoding::json).toList()));
    }
}
