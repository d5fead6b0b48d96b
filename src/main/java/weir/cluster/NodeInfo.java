package weir.cluster;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// What a node says of itself. A value.
///
/// @param id see [ClusteredVertx#nodeId()]
/// @param httpUrls where its HTTP is reached, the preferred one first
/// @param udpPort of its media, 1..65535
/// @param version of Weir
/// @param draining takes no new sessions
public record NodeInfo(
        String id,
        List<String> httpUrls,
        int udpPort,
        Instant startedAt,
        String version,
        NodeLoad load,
        boolean draining) {

    public NodeInfo {
        Objects.requireNonNull(id);
        httpUrls = List.copyOf(httpUrls);
    }

    public JsonObject toJson() {
        return new JsonObject()
                .put("v", 1)
                .put("id", id)
                .put("httpUrls", new JsonArray(httpUrls))
                .put("udpPort", udpPort)
                .put("startedAt", startedAt.toString())
                .put("version", version)
                .put("load", load.toJson())
                .put("draining", draining);
    }

    /// @return empty if the text is not one that this version can read
    static Optional<NodeInfo> read(String text) {
        try {
            JsonObject json = new JsonObject(text);
            List<String> urls =
                    json.getJsonArray("httpUrls", new JsonArray()).stream()
                            .map(Object::toString)
                            .toList();
            return Optional.of(
                    new NodeInfo(
                            json.getString("id"),
                            urls,
                            json.getInteger("udpPort", 0),
                            Instant.parse(json.getString("startedAt")),
                            json.getString("version", ""),
                            NodeLoad.read(json.getJsonObject("load", new JsonObject())),
                            json.getBoolean("draining", false)));
        } catch (RuntimeException e) { // a wrong type, a bad instant, no JSON: all the same here
            return Optional.empty();
        }
    }
}
