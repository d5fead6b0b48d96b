package weir.signaling;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import weir.forward.LayerFilter;
import weir.forward.SourceLayer;
import weir.stream.SubscriberRef;

import java.util.Comparator;
import java.util.stream.Stream;

/// The layers that a viewer may choose from, as the API tells them: with the fields of the layer
/// extension of WHEP, in a list as live777 has it.
public final class LayerList {
    private static final Comparator<SourceLayer> BEST_FIRST =
            Comparator.comparingLong((SourceLayer layer) -> (long) layer.width() * layer.height())
                    .thenComparing(SourceLayer::bitrateBps)
                    .reversed();

    private LayerList() {}

    /// Those that are sent now, the best first; then the encodings that the publisher agreed on and
    /// does not send.
    ///
    /// @param mediaId of the viewer's video
    public static JsonArray toJson(String mediaId, SubscriberRef.Layers layers) {
        JsonArray all = new JsonArray();
        layers.layers().stream()
                .sorted(BEST_FIRST)
                .map(layer -> active(layer, layers.isTarget(layer)).put("mediaId", mediaId))
                .forEach(all::add);
        silent(layers)
                .map(rid -> encoding(rid).put("bitrate", 0).put("active", false))
                .map(layer -> layer.put("selected", false).put("mediaId", mediaId))
                .forEach(all::add);
        return all;
    }

    private static Stream<String> silent(SubscriberRef.Layers layers) {
        return layers.rids().stream()
                .filter(rid -> layers.layers().stream().noneMatch(each -> each.rid().equals(rid)));
    }

    private static JsonObject active(SourceLayer layer, boolean selected) {
        return describe(layer).put("active", true).put("selected", selected);
    }

    /// What is known of one layer.
    public static JsonObject describe(SourceLayer layer) {
        JsonObject json = encoding(layer.rid());
        putLayer(json, "spatialLayerId", layer.spatialId());
        putLayer(json, "temporalLayerId", layer.temporalId());
        json.put("bitrate", layer.bitrateBps());
        if (layer.width() > 0 && layer.height() > 0) {
            json.put("width", layer.width()).put("height", layer.height());
        }
        return json;
    }

    private static JsonObject encoding(String rid) {
        return rid.isEmpty()
                ? new JsonObject()
                : new JsonObject().put("rid", rid).put("encodingId", rid);
    }

    /// Not before it was measured.
    private static void putLayer(JsonObject json, String name, int id) {
        if (id != LayerFilter.ALL) {
            json.put(name, id);
        }
    }
}
