package weir.events;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import weir.forward.SourceLayer;
import weir.peer.OutgoingMedia;
import weir.rtp.MediaKind;
import weir.signaling.EventType;
import weir.signaling.LayerList;
import weir.stream.SubscriberRef;

import java.util.List;
import java.util.Optional;

/// Tells when the layers that a viewer may have are others than before. Bit rates change all the
/// time: they are news only when one is more than double what it was, or less than half. Owned.
final class LayersNews {
    private static final int FACTOR = 2;

    private Optional<SubscriberRef.Layers> told = Optional.empty();

    /// @param media of the viewer
    /// @return empty if it is not worth telling
    Optional<ViewerEvent> look(SubscriberRef.Layers now, List<OutgoingMedia> media) {
        if (told.map(before -> isSame(before, now)).orElse(isNothing(now))) {
            return Optional.empty();
        }
        told = Optional.of(now);
        return describe(now, media);
    }

    private static boolean isNothing(SubscriberRef.Layers layers) {
        return layers.layers().isEmpty() && layers.rids().isEmpty();
    }

    private static boolean isSame(SubscriberRef.Layers before, SubscriberRef.Layers now) {
        if (!before.rids().equals(now.rids()) || before.layers().size() != now.layers().size()) {
            return false;
        }
        for (int i = 0; i < now.layers().size(); i++) {
            SourceLayer was = before.layers().get(i);
            SourceLayer is = now.layers().get(i);
            boolean same =
                    is.isSameLayer(was)
                            && is.rid().equals(was.rid())
                            && is.width() == was.width()
                            && is.height() == was.height()
                            && before.isTarget(was) == now.isTarget(is)
                            && isAbout(was.bitrateBps(), is.bitrateBps());
            if (!same) {
                return false;
            }
        }
        return true;
    }

    private static boolean isAbout(long before, long now) {
        return now <= FACTOR * before && before <= FACTOR * now;
    }

    /// By the position of the section in the description, which is what a numeric mid says even
    /// where sections before it were rejected.
    private static Optional<ViewerEvent> describe(
            SubscriberRef.Layers layers, List<OutgoingMedia> media) {
        for (int i = 0; i < media.size(); i++) {
            if (media.get(i).kind() == MediaKind.VIDEO) {
                String mid = media.get(i).mid();
                String index = mid.matches("\\d+") ? mid : Integer.toString(i);
                JsonArray list = LayerList.toJson(mid, layers);
                return Optional.of(
                        ViewerEvent.of(EventType.LAYERS, new JsonObject().put(index, list)));
            }
        }
        return Optional.empty();
    }
}
