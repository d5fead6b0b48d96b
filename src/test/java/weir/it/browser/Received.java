package weir.it.browser;

import io.vertx.core.json.JsonObject;

/// What a viewer has got so far.
///
/// @param width       of the picture, 0 before the first
/// @param codec       of the video, such as `video/VP8`
/// @param audioEnergy grows unless there is silence
public record Received(
        long framesReceived,
        long framesDecoded,
        long keyFramesDecoded,
        long freezes,
        long packetsLost,
        int width,
        String codec,
        long audioPackets,
        double audioEnergy,
        double playoutGapMillis) {

    static Received read(Object json) {
        JsonObject stats = new JsonObject((String) json);
        return new Received(
                stats.getLong("framesReceived"),
                stats.getLong("framesDecoded"),
                stats.getLong("keyFramesDecoded"),
                stats.getLong("freezes"),
                stats.getLong("packetsLost"),
                stats.getInteger("width"),
                stats.getString("codec"),
                stats.getLong("audioPackets"),
                stats.getDouble("audioEnergy"),
                stats.getDouble("playoutGapMillis"));
    }
}
