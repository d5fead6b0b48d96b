package weir.admin;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/// Those who bring a stream, or those who take it, as the API tells it. A value.
///
/// @param leaveAt  milliseconds since 1970 when the last of them left; 0 while one is there
/// @param sessions sorted
record StreamSide(long leaveAt, List<SessionStatus> sessions) {
    StreamSide {
        sessions = sessions.stream().sorted(SessionStatus.ORDER).toList();
    }

    /// Of several nodes, a link's end says nothing of when the publisher left: the node that had it
    /// does.
    static StreamSide merge(List<StreamSide> nodes) {
        List<SessionStatus> sessions =
                nodes.stream().flatMap(side -> side.sessions().stream()).toList();
        long left = nodes.stream().mapToLong(StreamSide::leaveAt).max().orElse(0);
        return new StreamSide(
                sessions.stream().allMatch(SessionStatus::isLink) ? left : 0, sessions);
    }

    JsonObject toJson(String nodeField) {
        JsonArray all = new JsonArray();
        sessions.forEach(session -> all.add(session.toJson(nodeField)));
        return new JsonObject().put("leaveAt", leaveAt).put("sessions", all);
    }

    static StreamSide read(JsonObject json, String nodeField) {
        List<SessionStatus> sessions =
                json.getJsonArray("sessions", new JsonArray()).stream()
                        .map(JsonObject.class::cast)
                        .map(session -> SessionStatus.read(session, nodeField))
                        .toList();
        return new StreamSide(json.getLong("leaveAt", 0L), sessions);
    }

    /// What is carried, links left out unless a node tells of itself.
    JsonObject sum(StatsScope scope) {
        return new JsonObject()
                .put("bytes", sum(scope, MediaFigures::bytes))
                .put("packets", sum(scope, MediaFigures::packets))
                .put("bitrate", sum(scope, MediaFigures::bitrate));
    }

    private long sum(StatsScope scope, ToLongFunction<MediaFigures> figure) {
        Stream<SessionStatus> counted =
                switch (scope) {
                    case CLUSTER -> sessions.stream().filter(session -> !session.isLink());
                    case NODE -> sessions.stream();
                };
        return counted.map(SessionStatus::figures).mapToLong(figure).sum();
    }
}
