package weir.admin;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import java.util.List;

/// What of a stream's description is news when it changes: all but what was counted and measured.
final class StreamShape {
    private StreamShape() {}

    /// @param stream as the API has it; is changed
    static JsonObject of(JsonObject stream) {
        stream.remove("stats");
        stream.put("diagnosis", types(stream.getJsonArray("diagnosis")));
        for (String side : List.of("publish", "subscribe")) {
            for (Object each : stream.getJsonObject(side).getJsonArray("sessions")) {
                JsonObject session = (JsonObject) each;
                session.remove("stats");
                session.put("diagnosis", types(session.getJsonArray("diagnosis")));
            }
        }
        return stream;
    }

    /// The sentences have figures in them.
    private static JsonArray types(JsonArray diagnosis) {
        JsonArray types = new JsonArray();
        diagnosis.forEach(each -> types.add(((JsonObject) each).getString("type")));
        return types;
    }
}
