package weir.cluster;

import io.vertx.core.json.JsonObject;

/// How busy a node is. A value.
///
/// @param sessions publishers, viewers and links
/// @param streams streams that are on the node, its own or relayed
/// @param sendBps bits a second of media sent
/// @param cpu share of the machine's processors in use, 0 to 1
public record NodeLoad(int sessions, int streams, long sendBps, double cpu) {
    public static final NodeLoad NONE = new NodeLoad(0, 0, 0, 0);

    JsonObject toJson() {
        return new JsonObject()
                .put("sessions", sessions)
                .put("streams", streams)
                .put("sendBps", sendBps)
                .put("cpu", cpu);
    }

    static NodeLoad read(JsonObject json) {
        return new NodeLoad(
                json.getInteger("sessions", 0),
                json.getInteger("streams", 0),
                json.getLong("sendBps", 0L),
                json.getDouble("cpu", 0.0));
    }
}
