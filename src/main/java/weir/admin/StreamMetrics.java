package weir.admin;

import weir.forward.Diagnosis;
import weir.stream.EncodingStats;
import weir.stream.PublicationOrigin;
import weir.stream.PublicationRef;
import weir.stream.PublicationStats;
import weir.stream.StreamSnapshot;
import weir.stream.ViewerStats;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/// What publishers on this node send, by stream, and how many viewers are not well, as metrics.
final class StreamMetrics {
    private static final double NANOS_PER_SECOND = 1e9;

    private final Map<String, PublicationStats> publishers = new TreeMap<>();
    private final Map<Diagnosis.Type, Long> ofPublishers = new HashMap<>();
    private final Map<Diagnosis.Type, Long> ofViewers = new HashMap<>();
    private final LocalFigures figures;

    private StreamMetrics(LocalFigures figures) {
        this.figures = figures;
    }

    static StreamMetrics of(List<StreamSnapshot> streams, LocalFigures figures) {
        StreamMetrics metrics = new StreamMetrics(figures);
        streams.forEach(metrics::count);
        return metrics;
    }

    private void count(StreamSnapshot stream) {
        PublicationStats publication = figures.of(stream);
        if (stream.publication().filter(StreamMetrics::isPublisher).isPresent()) {
            publishers.put(stream.name(), publication);
            count(Diagnosis.of(publication.facts()), ofPublishers);
        }
        stream.members().stream()
                .flatMap(member -> member.viewer().stream())
                .map(figures.viewers()::get)
                .forEach(viewer -> count(viewer.diagnoses(publication.facts()), ofViewers));
    }

    private static boolean isPublisher(PublicationRef publication) {
        return publication.origin() == PublicationOrigin.PUBLISHER;
    }

    private static void count(List<Diagnosis> diagnoses, Map<Diagnosis.Type, Long> into) {
        diagnoses.forEach(each -> into.merge(each.type(), 1L, Long::sum));
    }

    void addTo(MetricFamilies metrics) {
        metrics.gauge(
                "weir_viewers_limited",
                "Viewers whose path was seen to carry less than was sent.",
                viewers(ViewerStats::limited));
        metrics.gauge(
                "weir_viewers_paused",
                "Viewers who asked for no picture.",
                viewers(ViewerStats::paused));
        metrics.gauge(
                "weir_viewers_frozen",
                "Viewers who asked for a picture, had one, and were sent no frame for a second.",
                viewers(ViewerStats::isFrozen));
        metrics.gauges(
                "weir_viewer_diagnoses",
                "Viewers who may see nothing, by why; one may count for several.",
                "type",
                byToken(ofViewers));
        metrics.gauges(
                "weir_publisher_diagnoses",
                "Publishers with whom something is wrong, by what.",
                "type",
                byToken(ofPublishers));
        addPublishers(metrics);
    }

    private long viewers(Predicate<ViewerStats> counted) {
        return figures.viewers().values().stream().filter(counted).count();
    }

    /// Each of them, so that what never was is 0 and not missing.
    private static Map<String, Long> byToken(Map<Diagnosis.Type, Long> counts) {
        Map<String, Long> all = new TreeMap<>();
        for (Diagnosis.Type type : Diagnosis.Type.values()) {
            all.put(type.token(), counts.getOrDefault(type, 0L));
        }
        return all;
    }

    /// Of simulcast the encoding that is best in it.
    private void addPublishers(MetricFamilies metrics) {
        metrics.gauges(
                "weir_publisher_frames_per_second",
                "Frames of the publisher's video, over the last second.",
                "stream",
                best(each -> each.frames().framesPerSecond()));
        metrics.gauges(
                "weir_publisher_key_frame_interval_seconds",
                "Between the last two key frames; 0 before the second.",
                "stream",
                best(
                        each ->
                                Math.max(0, each.frames().keyFrameIntervalNanos())
                                        / NANOS_PER_SECOND));
        metrics.gauges(
                "weir_publisher_video_bits_per_second",
                "Of the publisher's video, all encodings together.",
                "stream",
                each(
                        stats ->
                                stats.encodings().stream()
                                        .mapToLong(EncodingStats::bitrateBps)
                                        .sum()));
        metrics.counters(
                "weir_publisher_freezes",
                "Gaps between frames that were far longer than the mean, of all encodings.",
                "stream",
                each(
                        stats ->
                                stats.encodings().stream()
                                        .mapToLong(encoding -> encoding.frames().freezes())
                                        .sum()));
    }

    private Map<String, Double> best(ToDoubleFunction<EncodingStats> figure) {
        return each(stats -> stats.encodings().stream().mapToDouble(figure).max().orElse(0));
    }

    private Map<String, Double> each(ToDoubleFunction<PublicationStats> figure) {
        Map<String, Double> all = new TreeMap<>();
        publishers.forEach((name, stats) -> all.put(name, figure.applyAsDouble(stats)));
        return all;
    }
}
