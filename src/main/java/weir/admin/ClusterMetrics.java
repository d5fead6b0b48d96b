package weir.admin;

import weir.cluster.DirectoryStats;
import weir.cluster.NodeBusStats;

import java.util.Map;
import java.util.TreeMap;

/// What a node counted of its dealings with the others, as metrics.
final class ClusterMetrics {
    private ClusterMetrics() {}

    static void add(MetricFamilies metrics, DirectoryStats claims) {
        Map<String, Long> events = new TreeMap<>();
        events.put("granted", claims.granted());
        events.put("rejected", claims.rejected());
        events.put("lost", claims.lost());
        events.put("swept_departed", claims.sweptDeparted());
        events.put("swept_own", claims.sweptOwn());
        events.put("corrected", claims.corrected());
        events.put("failed", claims.failed());
        metrics.counters(
                "weir_cluster_claims",
                "What became of claims on streams, and of the local view of them.",
                "event",
                events);
        metrics.gauge(
                "weir_cluster_claims_known",
                "Streams that are claimed in the cluster, as this node knows.",
                claims.cached());
    }

    static void add(MetricFamilies metrics, NodeBusStats bus) {
        metrics.counter(
                "weir_cluster_requests_sent",
                "Requests to nodes, to this one too.",
                bus.requested());
        metrics.counter(
                "weir_cluster_requests_failed", "Of these, those that failed.", bus.failed());
        metrics.counter("weir_cluster_requests_handled", "Requests handled here.", bus.handled());
    }
}
