package weir.it.browser;

import io.vertx.core.json.JsonObject;

import java.util.List;

/// What a publisher has sent of its video so far, by layer. A value.
///
/// @param atMillis     when, since 1970
/// @param availableBps what it thinks the network carries
record SentVideo(double atMillis, double availableBps, double roundTripMillis, List<Layer> layers) {

    /// @param rid       empty for the only one
    /// @param repeated  packets that were sent again
    /// @param limitedBy what keeps the encoder from giving more, such as `cpu`
    record Layer(
            String rid,
            int width,
            int framesEncoded,
            int framesSent,
            int keyFrames,
            long bytes,
            long packets,
            long repeated,
            int plis,
            int nacks,
            String limitedBy,
            String mode) {}

    static SentVideo read(Object text) {
        JsonObject json = new JsonObject((String) text);
        return new SentVideo(
                json.getDouble("atMillis"),
                json.getDouble("availableBps"),
                json.getDouble("roundTripMillis"),
                json.getJsonArray("layers").stream()
                        .map(each -> layer((JsonObject) each))
                        .toList());
    }

    private static Layer layer(JsonObject json) {
        return new Layer(
                json.getString("rid"),
                json.getInteger("width"),
                json.getInteger("framesEncoded"),
                json.getInteger("framesSent"),
                json.getInteger("keyFrames"),
                json.getLong("bytes"),
                json.getLong("packets"),
                json.getLong("repeated"),
                json.getInteger("plis"),
                json.getInteger("nacks"),
                json.getString("limitedBy"),
                json.getString("mode"));
    }

    Layer first() {
        return layers.getFirst();
    }

    int plis() {
        return layers.stream().mapToInt(Layer::plis).sum();
    }

    long bytes() {
        return layers.stream().mapToLong(Layer::bytes).sum();
    }

    double bpsSince(SentVideo before) {
        return 8000 * (bytes() - before.bytes()) / (atMillis - before.atMillis);
    }

    /// Of one layer, which browsers do not always tell of.
    double bpsSince(SentVideo before, String rid) {
        return 8000 * Math.max(0, bytes(rid) - before.bytes(rid)) / (atMillis - before.atMillis);
    }

    private long bytes(String rid) {
        return layers.stream().filter(each -> each.rid().equals(rid)).mapToLong(Layer::bytes).sum();
    }
}
