package weir.cluster;

import io.vertx.core.json.JsonObject;

import java.util.Comparator;
import java.util.Optional;

/// That one publisher on one node has a stream. A value.
///
/// Claims on one stream are ordered; when two meet, the greater one stands.
///
/// @param claimId the publisher's, unique; no secret, since Hazelcast tells it to who listens
/// @param node the node id
/// @param epoch about wall-clock milliseconds; greater than that of every claim it replaced
public record Claim(String stream, String claimId, String node, long epoch)
        implements Comparable<Claim> {
    private static final Comparator<Claim> ORDER =
            Comparator.comparingLong(Claim::epoch)
                    .thenComparing(Claim::node)
                    .thenComparing(Claim::claimId);

    public boolean newerThan(Claim other) {
        return compareTo(other) > 0;
    }

    /// By epoch, then node id.
    @Override
    public int compareTo(Claim other) {
        return ORDER.compare(this, other);
    }

    /// A value of the claims map; the key is the stream.
    String value() {
        return toJson().encode();
    }

    JsonObject toJson() {
        return new JsonObject()
                .put("v", 1)
                .put("claimId", claimId)
                .put("node", node)
                .put("epoch", epoch);
    }

    /// @return empty if the value is not one that this version can read: it counts as no claim
    static Optional<Claim> read(String stream, String value) {
        try {
            return read(stream, new JsonObject(value));
        } catch (
                RuntimeException e) { // Vert.x promises no narrower one for a text that is not JSON
            return Optional.empty();
        }
    }

    static Optional<Claim> read(String stream, JsonObject json) {
        if (json.getValue("claimId") instanceof String claimId
                && json.getValue("node") instanceof String node
                && json.getValue("epoch") instanceof Number epoch) {
            return Optional.of(new Claim(stream, claimId, node, epoch.longValue()));
        }
        return Optional.empty();
    }
}
