package weir.admin;

import weir.events.EventCounters;

/// What a node counted of its event streams, as metrics.
final class EventMetrics {
    private EventMetrics() {}

    static void add(MetricFamilies metrics, EventCounters events) {
        metrics.gauge(
                "weir_event_streams", "Event streams of viewers on this node.", events.streams());
        metrics.gauge(
                "weir_event_readers",
                "Connections that read events at this node, of viewers and of the API.",
                events.readers());
        metrics.counters("weir_events", "Events told to viewers.", "event", events.events());
        metrics.counter(
                "weir_event_readers_cut",
                "Readers of events cut off, since they read too slowly.",
                events.cut());
        metrics.counter(
                "weir_event_cues_dropped", "Cues for which nobody came in time.", events.dropped());
        metrics.counter(
                "weir_event_streams_refused",
                "Event streams and readers of the API that were one too many.",
                events.refused());
    }
}
