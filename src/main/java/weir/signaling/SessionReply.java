package weir.signaling;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;

/// What a session's URL answers, as it comes from the node that has the session. A value.
///
/// @param type      of the body, empty if there is none
/// @param entityTag of an ICE session that is new, otherwise empty
record SessionReply(int status, String type, String body, String entityTag) {
    /// Without content.
    static SessionReply of(int status) {
        return new SessionReply(status, "", "", "");
    }

    /// @param json empty for an answer without content
    static SessionReply json(String json) {
        return json.isEmpty() ? of(200) : new SessionReply(200, SessionHandler.JSON, json, "");
    }

    void write(HttpServerResponse response) {
        response.setStatusCode(status);
        if (!entityTag.isEmpty()) {
            response.putHeader(HttpHeaders.ETAG, entityTag);
        }
        if (body.isEmpty()) {
            response.end();
            return;
        }
        response.putHeader(HttpHeaders.CONTENT_TYPE, type)
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .end(body);
    }

    JsonObject toJson() {
        return new JsonObject()
                .put("status", status)
                .put("type", type)
                .put("body", body)
                .put("etag", entityTag);
    }

    static SessionReply read(JsonObject json) {
        return new SessionReply(
                json.getInteger("status", 200),
                json.getString("type", ""),
                json.getString("body", ""),
                json.getString("etag", ""));
    }
}
