package weir.admin;

import io.vertx.core.json.JsonObject;

import weir.transport.ForeignServer;

import java.util.Comparator;
import java.util.Optional;

/// One session of a stream, as the API tells it. A value.
///
/// @param id        enough to recognize it in a log; not that of its URL, since who knows that one
///     may hang the session up
/// @param createdAt milliseconds since 1970
/// @param state     as `RTCPeerConnection.connectionState` has it
/// @param otherNode the node at the other end; empty for a publisher or a viewer
/// @param foreign   a server of others at the other end
/// @param node      the node that has the session
record SessionStatus(
        String id,
        long createdAt,
        String state,
        Optional<String> otherNode,
        Optional<ForeignServer> foreign,
        String node,
        MediaFigures figures,
        SessionDetail detail) {

    /// Publishers and viewers before links, the newest first.
    static final Comparator<SessionStatus> ORDER =
            Comparator.comparing(SessionStatus::isLink)
                    .thenComparing(Comparator.comparing(SessionStatus::createdAt).reversed())
                    .thenComparing(SessionStatus::id);

    /// Whether two nodes share it, and nobody publishes or watches by it.
    boolean isLink() {
        return otherNode.isPresent();
    }

    /// @param nodeField what the node at the other end is to this one
    JsonObject toJson(String nodeField) {
        JsonObject json =
                new JsonObject()
                        .put("id", id)
                        .put("createdAt", createdAt)
                        .put("leaveAt", 0L)
                        .put("state", state)
                        .put("hasDataChannel", false)
                        .put("stats", figures.toJson(node).mergeIn(detail.figures()))
                        .put("diagnosis", Reason.toJson(detail.diagnosis()));
        otherNode.ifPresent(other -> json.put("cascade", new JsonObject().put(nodeField, other)));
        foreign.ifPresent(server -> json.put("cascade", toJson(server)));
        return json;
    }

    private static JsonObject toJson(ForeignServer server) {
        JsonObject json = new JsonObject().put("sessionUrl", server.sessionUrl());
        server.sourceUrl().ifPresent(url -> json.put("sourceUrl", url));
        server.targetUrl().ifPresent(url -> json.put("targetUrl", url));
        return json;
    }

    private static Optional<ForeignServer> readForeign(JsonObject cascade) {
        return Optional.ofNullable(cascade.getString("sessionUrl"))
                .map(
                        session ->
                                new ForeignServer(
                                        Optional.ofNullable(cascade.getString("sourceUrl")),
                                        Optional.ofNullable(cascade.getString("targetUrl")),
                                        session));
    }

    static SessionStatus read(JsonObject json, String nodeField) {
        JsonObject stats = json.getJsonObject("stats", new JsonObject());
        JsonObject cascade = json.getJsonObject("cascade", new JsonObject());
        return new SessionStatus(
                json.getString("id"),
                json.getLong("createdAt", 0L),
                json.getString("state", ""),
                Optional.ofNullable(cascade.getString(nodeField)),
                readForeign(cascade),
                stats.getString("node", ""),
                MediaFigures.read(stats),
                new SessionDetail(
                        SessionDetail.figures(stats), Reason.read(json.getJsonArray("diagnosis"))));
    }
}
