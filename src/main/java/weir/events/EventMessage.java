package weir.events;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import weir.signaling.EventType;
import weir.signaling.Refusal;
import weir.signaling.RefusedException;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What nodes ask each other about event streams, in JSON over the event bus: the node of the
/// session has the event streams, that of the reader its connection.
final class EventMessage {
    /// On what the session's node is asked to begin, to be read and to end an event stream.
    static final String OPEN = "events.open";

    static final String ATTACH = "events.attach";
    static final String DETACH = "events.detach";
    static final String CLOSE = "events.close";

    /// On what the reader's node is given what is to be read.
    static final String DELIVER = "events.deliver";

    /// On what every node is asked who watches, and given a cue.
    static final String VIEWERS = "events.viewers";

    static final String CUE = "events.cue";

    private EventMessage() {}

    /// What a viewer asks for. A value.
    ///
    /// @param session as it stands in the URL, and so is the stream
    /// @param host    by which the viewer reached the node that it asked
    /// @param tokens  of the events; empty for all that there are
    record Open(String stream, String session, String host, Optional<List<String>> tokens) {
        JsonObject toJson() {
            JsonObject json =
                    new JsonObject()
                            .put("stream", stream)
                            .put("session", session)
                            .put("host", host);
            tokens.ifPresent(wanted -> json.put("events", new JsonArray(wanted)));
            return json;
        }

        static Open read(JsonObject json) {
            return new Open(
                    json.getString("stream"),
                    json.getString("session"),
                    json.getString("host", ""),
                    Optional.ofNullable(json.getJsonArray("events"))
                            .map(all -> all.stream().map(String.class::cast).toList()));
        }

        /// @param offered to this session
        /// @throws RefusedException if one is none of these
        List<EventType> types(List<EventType> offered) throws RefusedException {
            if (tokens.isEmpty()) {
                return offered;
            }
            List<EventType> types = new ArrayList<>();
            for (String token : tokens.get()) {
                types.add(
                        EventType.find(token)
                                .filter(offered::contains)
                                .orElseThrow(() -> unknown(token, offered)));
            }
            return types;
        }

        private static RefusedException unknown(String token, List<EventType> offered) {
            String shown = token.substring(0, Math.min(token.length(), 40));
            return new RefusedException(new Refusal.EventUnknown(shown, EventType.tokens(offered)));
        }
    }

    /// One event stream, and who reads it. A value.
    ///
    /// @param session of the viewer, and so is the stream
    /// @param id      of the event stream
    /// @param node    of the reader, and so is the reader's own id; empty where nobody is to read
    record Place(String stream, String session, String id, String node, String reader) {
        JsonObject toJson() {
            return new JsonObject()
                    .put("stream", stream)
                    .put("session", session)
                    .put("id", id)
                    .put("node", node)
                    .put("reader", reader);
        }

        boolean hasReader() {
            return !reader.isEmpty();
        }

        static Place read(JsonObject json) {
            return new Place(
                    json.getString("stream"),
                    json.getString("session"),
                    json.getString("id"),
                    json.getString("node", ""),
                    json.getString("reader", ""));
        }
    }

    /// A refusal is an answer, too: it goes back to where the client is.
    static Future<JsonObject> answered(Future<JsonObject> answer) {
        return answer.recover(
                failure ->
                        failure instanceof RefusedException refused
                                ? Future.succeededFuture(
                                        new JsonObject()
                                                .put("problem", refused.refusal().problem()))
                                : Future.failedFuture(failure));
    }
}
