package weir.events;

import io.vertx.core.json.JsonObject;

import weir.signaling.EventType;

/// Something that a viewer is told. A value.
///
/// @param data one line
record ViewerEvent(EventType type, String data) {
    static final ViewerEvent ACTIVE = of(EventType.ACTIVE, new JsonObject());
    static final ViewerEvent INACTIVE = of(EventType.INACTIVE, new JsonObject());

    static ViewerEvent of(EventType type, JsonObject data) {
        return new ViewerEvent(type, data.encode());
    }

    static ViewerEvent viewerCount(int viewers) {
        return of(EventType.VIEWERCOUNT, new JsonObject().put("viewercount", viewers));
    }

    static ViewerEvent reconnect(String url) {
        return of(EventType.RECONNECT, new JsonObject().put("url", url));
    }

    /// @param message in Base64
    static ViewerEvent cue(String message) {
        return new ViewerEvent(EventType.SCTE35, message);
    }

    /// As it stands in an event stream.
    String text() {
        return "event: " + type.token() + "\ndata: " + data + "\n\n";
    }
}
