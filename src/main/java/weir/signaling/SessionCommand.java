package weir.signaling;

import io.vertx.core.json.JsonObject;

/// A request on a session's URL, as it goes to the node that has the session. A value.
///
/// @param stream  as it stands in the URL
/// @param session as it stands in the URL
/// @param ifMatch the header, empty if there is none
/// @param onThisMachine whether it comes from the machine of the node that has the session
/// @param body    a fragment, a description or JSON, as the method has it; empty if it has none
record SessionCommand(
        Method method,
        String stream,
        String session,
        String ifMatch,
        boolean onThisMachine,
        String body) {
    enum Method {
        PATCH,
        /// Takes the answer to a counter-offer.
        ANSWER,
        DELETE,
        /// Stops or starts a medium.
        PAUSE,
        /// Lists the layers.
        LAYERS,
        /// Chooses among them.
        CHOOSE,
        /// Chooses none any more.
        RELEASE
    }

    static final String KIND = "signaling.session";

    /// As another node is asked, which may be on another machine.
    JsonObject toJson() {
        return new JsonObject()
                .put("method", method.name())
                .put("stream", stream)
                .put("session", session)
                .put("ifMatch", ifMatch)
                .put("body", body);
    }

    static SessionCommand read(JsonObject json) {
        return new SessionCommand(
                Method.valueOf(json.getString("method")),
                json.getString("stream", ""),
                json.getString("session"),
                json.getString("ifMatch", ""),
                false,
                json.getString("body", ""));
    }
}
