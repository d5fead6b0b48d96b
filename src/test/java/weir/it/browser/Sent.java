package weir.it.browser;

import io.vertx.core.json.JsonObject;

/// What a publisher has sent of its video so far.
///
/// @param atMillis when, since 1970
/// @param codec    such as `video/VP8`
public record Sent(double atMillis, int framesEncoded, int framesSent, int bytes, String codec) {

    static Sent read(Object json) {
        JsonObject stats = new JsonObject((String) json);
        return new Sent(
                stats.getDouble("atMillis"),
                stats.getInteger("framesEncoded"),
                stats.getInteger("framesSent"),
                stats.getInteger("bytes"),
                stats.getString("codec"));
    }
}
