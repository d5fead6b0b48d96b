package weir.admin;

import weir.http.HttpFront;
import weir.tls.CertificateStats;

import java.util.Map;
import java.util.TreeMap;

/// What a node counted of its HTTP, as metrics.
final class HttpMetrics {
    private HttpMetrics() {}

    static void add(MetricFamilies metrics, HttpFront http) {
        metrics.gauge("weir_http_connections", "TCP connections of HTTP.", http.connections());
        metrics.gauge(
                "weir_http_clients_counted",
                "Addresses whose requests are counted against the limit.",
                http.countedClients());
        metrics.gauge(
                "weir_http_body_bytes",
                "Bytes of bodies of requests that are not answered yet.",
                http.bodyMemory().taken());
        metrics.counter(
                "weir_http_requests_uncounted",
                "Requests of addresses beyond those that are counted, which share one limit.",
                http.uncountedRequests());
        metrics.gauge(
                "weir_http_answer_bytes",
                "Bytes of lists and metrics that their clients have not taken.",
                http.answerMemory().taken());
        metrics.counters(
                "weir_http_refused",
                "Requests and connections that were refused, by the type of the problem.",
                "type",
                http.refused());
        http.certificateStats().ifPresent(stats -> add(metrics, stats));
    }

    private static void add(MetricFamilies metrics, CertificateStats stats) {
        metrics.gauge(
                "weir_https_certificate_not_after_seconds",
                "When the certificate that is shown ends, in seconds since 1970.",
                stats.notAfter().getEpochSecond());
        Map<String, Long> outcomes = new TreeMap<>();
        outcomes.put("loaded", stats.loaded());
        outcomes.put("refused", stats.refused());
        metrics.counters(
                "weir_https_certificate_changes",
                "Changes of the certificate while the node runs.",
                "outcome",
                outcomes);
    }
}
