package weir.admin;

import weir.cascade.ForeignCounters;

/// What a node counted of its dealings with servers of others, as metrics.
final class ForeignMetrics {
    private static final String WAY = "way";

    private ForeignMetrics() {}

    static void add(MetricFamilies metrics, ForeignCounters foreign) {
        metrics.gauges(
                "weir_foreign_sessions",
                "Sessions with other servers that are open or are being begun.",
                WAY,
                foreign.running());
        metrics.counters(
                "weir_foreign_attempts",
                "Attempts to pull from other servers and to push to them.",
                WAY,
                foreign.attempts());
        metrics.counters(
                "weir_foreign_failures",
                "Of these, those that came to nothing or ended unasked.",
                WAY,
                foreign.failures());
        metrics.counters(
                "weir_foreign_limited",
                "Times that none was attempted, since the node has as many as it may.",
                WAY,
                foreign.limited());
    }
}
