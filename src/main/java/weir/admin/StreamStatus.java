package weir.admin;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/// One stream, of a node or of the cluster, as the API tells it: live777's shape. A value.
///
/// @param createdAt milliseconds since 1970
/// @param codecs    that are received now
/// @param diagnosis what is wrong with the publisher, most likely cause first
record StreamStatus(
        String id,
        long createdAt,
        StreamSide publish,
        StreamSide subscribe,
        List<StreamCodec> codecs,
        List<Reason> diagnosis) {

    /// What the other end of a link is to the node that pulls by it, and to the one that gives.
    private static final String FROM = "sourceNode";

    private static final String TO = "targetNode";

    /// What the nodes say of the same streams, put together; sorted by name.
    static List<StreamStatus> merge(List<StreamStatus> ofNodes) {
        Map<String, List<StreamStatus>> byId = new TreeMap<>();
        for (StreamStatus part : ofNodes) {
            byId.computeIfAbsent(part.id(), _ -> new ArrayList<>()).add(part);
        }
        return byId.values().stream().map(StreamStatus::mergeOne).toList();
    }

    private static StreamStatus mergeOne(List<StreamStatus> parts) {
        return new StreamStatus(
                parts.getFirst().id(),
                parts.stream().mapToLong(StreamStatus::createdAt).min().orElseThrow(),
                StreamSide.merge(parts.stream().map(StreamStatus::publish).toList()),
                StreamSide.merge(parts.stream().map(StreamStatus::subscribe).toList()),
                ofBest(
                        parts.stream().filter(part -> !part.codecs().isEmpty()),
                        StreamStatus::codecs),
                ofBest(parts.stream(), StreamStatus::diagnosis));
    }

    /// The node that has the publisher knows best; of two, the one whose publisher came last.
    private static <T> List<T> ofBest(
            Stream<StreamStatus> parts, Function<StreamStatus, List<T>> told) {
        return parts.filter(part -> !part.publish().sessions().isEmpty())
                .min(Comparator.comparing(StreamStatus::bestPublisher, SessionStatus.ORDER))
                .map(told)
                .orElse(List.of());
    }

    private SessionStatus bestPublisher() {
        return publish.sessions().getFirst();
    }

    JsonObject toJson(StatsScope scope) {
        JsonArray formats = new JsonArray();
        codecs.forEach(codec -> formats.add(codec.toJson()));
        return new JsonObject()
                .put("id", id)
                .put("createdAt", createdAt)
                .put("publish", publish.toJson(FROM))
                .put("subscribe", subscribe.toJson(TO))
                .put("codecs", formats)
                .put("diagnosis", Reason.toJson(diagnosis))
                .put(
                        "stats",
                        new JsonObject()
                                .put("publish", publish.sum(scope))
                                .put("subscribe", subscribe.sum(scope)))
                .put("statsScope", scope.text());
    }

    static StreamStatus read(JsonObject json) {
        Stream<StreamCodec> codecs =
                json.getJsonArray("codecs", new JsonArray()).stream()
                        .map(JsonObject.class::cast)
                        .map(StreamCodec::read);
        return new StreamStatus(
                json.getString("id"),
                json.getLong("createdAt", 0L),
                StreamSide.read(json.getJsonObject("publish", new JsonObject()), FROM),
                StreamSide.read(json.getJsonObject("subscribe", new JsonObject()), TO),
                codecs.toList(),
                Reason.read(json.getJsonArray("diagnosis")));
    }
}
