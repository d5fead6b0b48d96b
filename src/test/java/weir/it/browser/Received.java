package weir.it.browser;

import io.vertx.core.json.JsonObject;

/// What a viewer has got so far.
///
/// @param atMillis    when, since 1970
/// @param width       of the picture, 0 before the first
/// @param codec       of the video, such as `video/VP8`
/// @param audioEnergy grows unless there is silence
public record Received(
        double atMillis,
        int framesReceived,
        int framesDecoded,
        int keyFramesDecoded,
        int freezes,
        int packetsLost,
        int width,
        String codec,
        int audioPackets,
        double audioEnergy,
        double playoutGapMillis) {

    static Received read(Object json) {
        JsonObject stats = new JsonObject((String) json);
        return new Received(
                stats.getDouble("atMillis"),
                stats.getInteger("framesReceived"),
                stats.getInteger("framesDecoded"),
                stats.getInteger("keyFramesDecoded"),
                stats.getInteger("freezes"),
                stats.getInteger("packetsLost"),
                stats.getInteger("width"),
                stats.getString("codec"),
                stats.getInteger("audioPackets"),
                stats.getDouble("audioEnergy"),
                stats.getDouble("playoutGapMillis"));
    }
}
