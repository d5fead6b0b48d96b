package weir.admin;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import weir.congestion.BandwidthStats;
import weir.forward.FrameStats;
import weir.peer.SourceStats;
import weir.signaling.LayerList;
import weir.stream.EncodingStats;
import weir.stream.PublicationStats;
import weir.stream.ViewerStats;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What is told of a publisher's or a viewer's session beside what all sessions have. A value.
///
/// @param figures beside those of [MediaFigures], as JSON since other nodes only hand them on
record SessionDetail(JsonObject figures, List<Reason> diagnosis) {
    static final SessionDetail NONE = new SessionDetail(new JsonObject(), List.of());

    private static final Set<String> NAMES =
            Set.of(
                    "protocol",
                    "estimate",
                    "limited",
                    "roundTripMillis",
                    "lossPercent",
                    "retransmitted",
                    "paused",
                    "layer",
                    "targetLayer",
                    "frames",
                    "framesPerSecond",
                    "keyFrames",
                    "keyFrameIntervalMillis",
                    "sinceKeyFrameMillis",
                    "longestGapMillis",
                    "freezes",
                    "frozenMillis",
                    "encodings");

    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final double TENTHS = 10.0;
    private static final double PERCENT = 100.0;

    static SessionDetail of(ViewerStats viewer, PublicationStats publisher) {
        JsonObject figures =
                new JsonObject()
                        .put("limited", viewer.limited())
                        .put("retransmitted", viewer.retransmitted())
                        .put("paused", viewer.paused());
        Optional<BandwidthStats> path = viewer.path();
        figures.put("estimate", path.map(BandwidthStats::estimateBps).orElse(null));
        figures.put(
                "roundTripMillis", path.map(each -> millis(each.roundTripNanos())).orElse(null));
        figures.put(
                "lossPercent",
                path.map(each -> Math.round(PERCENT * TENTHS * each.lossShare()) / TENTHS)
                        .orElse(null));
        figures.put("layer", viewer.current().map(LayerList::describe).orElse(null));
        figures.put("targetLayer", viewer.target().map(LayerList::describe).orElse(null));
        viewer.frames().ifPresent(frames -> addFrames(figures, frames));
        return new SessionDetail(figures, Reason.of(viewer.diagnoses(publisher.facts())));
    }

    /// @param protocol of the path that is used, null without one
    SessionDetail withProtocol(String protocol) {
        return new SessionDetail(figures.copy().put("protocol", protocol), diagnosis);
    }

    static SessionDetail of(PublicationStats publisher) {
        JsonArray encodings = new JsonArray();
        publisher.encodings().forEach(each -> encodings.add(toJson(each, publisher.sources())));
        return new SessionDetail(new JsonObject().put("encodings", encodings), List.of());
    }

    private static JsonObject toJson(EncodingStats encoding, List<SourceStats> sources) {
        JsonObject json =
                new JsonObject()
                        .put("ssrc", Integer.toUnsignedLong(encoding.ssrc()))
                        .put("codec", encoding.format().encoding())
                        .put("fmtp", encoding.format().parameters())
                        .put("width", encoding.width())
                        .put("height", encoding.height())
                        .put("bitrate", encoding.bitrateBps())
                        .put("bFrames", encoding.reordering());
        addFrames(json, encoding.frames());
        sources.stream()
                .filter(source -> source.ssrc() == encoding.ssrc())
                .findFirst()
                .ifPresent(source -> addSource(json, source));
        return json;
    }

    private static void addFrames(JsonObject json, FrameStats frames) {
        json.put("frames", frames.frames())
                .put("framesPerSecond", Math.round(TENTHS * frames.framesPerSecond()) / TENTHS)
                .put("keyFrames", frames.keyFrames())
                .put("keyFrameIntervalMillis", millis(frames.keyFrameIntervalNanos()))
                .put("sinceKeyFrameMillis", millis(frames.sinceKeyFrameNanos()))
                .put("longestGapMillis", millis(frames.longestGapNanos()))
                .put("freezes", frames.freezes())
                .put("frozenMillis", millis(frames.frozenNanos()));
    }

    private static void addSource(JsonObject json, SourceStats source) {
        if (!source.rid().isEmpty()) {
            json.put("rid", source.rid());
        }
        json.put("packets", source.reception().packets())
                .put("bytes", source.reception().bytes())
                .put("lost", Math.max(0, source.reception().lost()))
                .put("jitterMillis", millis(source.reception().jitterNanos()))
                .put("nacks", source.nacksSent())
                .put("recovered", source.nacks().recovered())
                .put("retransmitted", source.retransmitted())
                .put("plis", source.plisSent() + source.firsSent())
                .put(
                        "roundTripMillis",
                        source.roundTripNanos() == 0 ? null : millis(source.roundTripNanos()));
    }

    /// To a tenth; null of what has not happened.
    private static Double millis(long nanos) {
        return nanos < 0 ? null : Math.round(nanos * TENTHS / NANOS_PER_MILLI) / TENTHS;
    }

    /// @param stats of a session, as another node tells them
    static JsonObject figures(JsonObject stats) {
        JsonObject figures = new JsonObject();
        NAMES.stream()
                .filter(stats::containsKey)
                .forEach(name -> figures.put(name, stats.getValue(name)));
        return figures;
    }
}
