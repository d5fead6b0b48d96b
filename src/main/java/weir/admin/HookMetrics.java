package weir.admin;

import weir.hooks.HookStats;

import java.util.Map;

/// How it goes with hooks, as metrics.
final class HookMetrics {
    private HookMetrics() {}

    static void add(MetricFamilies metrics, HookStats stats) {
        metrics.counters(
                "weir_hook_events",
                "Events for scripts and web servers, by what became of them.",
                "outcome",
                Map.of(
                        "told", stats.told(),
                        "repeated", stats.repeated(),
                        "dropped", stats.dropped()));
    }
}
