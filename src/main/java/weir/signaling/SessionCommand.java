package weir.signaling;

import io.vertx.core.json.JsonObject;

/// A request on a session's URL, as it goes to the node that has the session. A value.
///
/// @param session as it stands in the URL
/// @param ifMatch the header, empty if there is none
/// @param body    the PATCH's fragment, empty for DELETE
record SessionCommand(Method method, String session, String ifMatch, String body) {
    enum Method {
        PATCH,
        DELETE
    }

    static final String KIND = "signaling.session";

    JsonObject toJson() {
        return new JsonObject()
                .put("method", method.name())
                .put("session", session)
                .put("ifMatch", ifMatch)
                .put("body", body);
    }

    static SessionCommand read(JsonObject json) {
        return new SessionCommand(
                Method.valueOf(json.getString("method")),
                json.getString("session"),
                json.getString("ifMatch", ""),
                json.getString("body", ""));
    }
}
