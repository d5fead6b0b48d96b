package weir.it.browser;

import io.vertx.core.json.JsonObject;

/// What a viewer has got so far.
///
/// @param atMillis    when, since 1970
/// @param framesReceived  whole
/// @param framesDropped   by the browser, which had no time to decode or to show them
/// @param decodeMillis    that decoding took in all
/// @param width       of the picture, 0 before the first
/// @param codec       of the video, such as `video/VP8`
/// @param audioEnergy grows unless there is silence
public record Received(
        double atMillis,
        int framesReceived,
        int framesDecoded,
        int framesDropped,
        double decodeMillis,
        int keyFramesDecoded,
        int freezes,
        int packetsLost,
        int width,
        String codec,
        int audioPackets,
        double audioEnergy,
        double playoutGapMillis) {

    /// Frames that came whole and wait to be decoded, or cannot be.
    int framesUndecoded() {
        return framesReceived - framesDecoded - framesDropped;
    }

    static Received read(Object json) {
        JsonObject stats = new JsonObject((String) json);
        return new Received(
                stats.getDouble("atMillis"),
                stats.getInteger("framesReceived"),
                stats.getInteger("framesDecoded"),
                stats.getInteger("framesDropped"),
                stats.getDouble("decodeMillis"),
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
