package weir.it.browser;

import io.vertx.core.json.JsonObject;

/// What a publisher has sent of its video so far.
///
/// @param codec such as `video/VP8`
public record Sent(int framesEncoded, int framesSent, int bytes, String codec) {

    static Sent read(Object json) {
        JsonObject stats = new JsonObject((String) json);
        return new Sent(
                stats.getInteger("framesEncoded"),
                stats.getInteger("framesSent"),
                stats.getInteger("bytes"),
                stats.getString("codec"));
    }
}
