package weir.hooks;

import io.vertx.core.json.JsonObject;

import weir.transport.SessionId;
import weir.transport.SessionRole;

import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/// What happened to a stream, or to a session of it. A value.
///
/// @param id       of its own, by which one that comes twice is known
/// @param atMillis since 1970
/// @param session  enough to recognize it, as the API and the log name it
record HookEvent(
        String id,
        Type type,
        long atMillis,
        String stream,
        Optional<String> session,
        Optional<SessionRole> role) {

    /// What happened. Of each stream, in this order.
    public enum Type {
        /// Somebody publishes it, or it was created; told by one node of the cluster.
        STREAM_CREATED,
        /// A client has a session, connected or not.
        SESSION_STARTED,
        /// Media may come from the publisher.
        PUBLISH_STARTED,
        PUBLISH_STOPPED,
        SESSION_ENDED,
        /// Nobody publishes it any more, or it was removed; told by one node of the cluster.
        STREAM_DELETED;

        String token() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    static HookEvent ofStream(Type type, String stream) {
        return of(type, stream, Optional.empty(), Optional.empty());
    }

    static HookEvent ofSession(Type type, String stream, SessionId session, SessionRole role) {
        return of(type, stream, Optional.of(session.toString()), Optional.of(role));
    }

    private static HookEvent of(
            Type type, String stream, Optional<String> session, Optional<SessionRole> role) {
        String id = UUID.randomUUID().toString();
        return new HookEvent(id, type, System.currentTimeMillis(), stream, session, role);
    }

    /// @param node that tells it
    JsonObject toJson(String node) {
        JsonObject json =
                new JsonObject()
                        .put("id", id)
                        .put("event", type.token())
                        .put("at", atMillis)
                        .put("node", node)
                        .put("stream", stream);
        session.ifPresent(value -> json.put("session", value));
        role.ifPresent(value -> json.put("role", value.token()));
        return json;
    }
}
