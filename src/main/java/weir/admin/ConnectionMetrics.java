package weir.admin;

import weir.transport.NodeTransport;
import weir.transport.TransportStats;

/// What peers do that come by TCP, as metrics.
final class ConnectionMetrics {
    private ConnectionMetrics() {}

    static void add(MetricFamilies metrics, NodeTransport transport, TransportStats stats) {
        metrics.gauge(
                "weir_tcp_connections",
                "TCP connections for media that belong to a session.",
                stats.connections());
        metrics.gauge(
                "weir_tcp_strangers",
                "TCP connections for media that belong to no session yet.",
                transport.strangers());
        metrics.gauge(
                "weir_tcp_bytes_waiting",
                "Bytes that peers have not yet taken by TCP.",
                transport.tcpBytesWaiting());
        metrics.counters(
                "weir_tcp_connections_refused",
                "TCP connections for media that this node closed, since they broke a rule.",
                "rule",
                transport.connectionRules().snapshot());
    }
}
