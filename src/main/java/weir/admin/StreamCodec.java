package weir.admin;

import io.vertx.core.json.JsonObject;

import weir.rtp.PayloadFormat;

import java.util.Comparator;

/// What a publisher sends in now, as the API tells it. A value.
///
/// @param kind  `audio` or `video`
/// @param codec in the spelling of the IANA registry
/// @param fmtp  the text of `a=fmtp` behind the payload type
record StreamCodec(String kind, String codec, String fmtp) {
    static final Comparator<StreamCodec> VIDEO_FIRST =
            Comparator.comparing(StreamCodec::kind).reversed();

    static StreamCodec of(PayloadFormat format) {
        return new StreamCodec(format.kind().token(), format.encoding(), format.parameters());
    }

    JsonObject toJson() {
        return new JsonObject().put("kind", kind).put("codec", codec).put("fmtp", fmtp);
    }

    static StreamCodec read(JsonObject json) {
        return new StreamCodec(
                json.getString("kind", ""),
                json.getString("codec", ""),
                json.getString("fmtp", ""));
    }
}
