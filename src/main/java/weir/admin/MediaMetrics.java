package weir.admin;

import weir.peer.CloseReason;
import weir.peer.ReceivingStats;
import weir.peer.SendingStats;
import weir.stream.StreamCounters;
import weir.transport.NodeTransport;
import weir.transport.TransportStats;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// What the sessions and streams of a node counted, as metrics.
final class MediaMetrics {
    private MediaMetrics() {}

    static void add(MetricFamilies metrics, TransportStats stats) {
        metrics.counter("weir_sessions_opened", "Sessions since the node started.", stats.opened());
        metrics.counters(
                "weir_sessions_closed", "Sessions that ended.", "reason", reasons(stats.closed()));
        metrics.gauge(
                "weir_media_received_bits_per_second",
                "Media received, over the last second.",
                stats.receiveBps());
        metrics.gauge(
                "weir_media_sent_bits_per_second",
                "Media sent, over the last second.",
                stats.sendBps());
        addReceived(metrics, stats.media().received());
        addSent(metrics, stats.media().sent());
    }

    /// Each of them, so that a reason that never was is 0 and not missing.
    private static Map<String, Long> reasons(Map<CloseReason, Long> closed) {
        Map<String, Long> all = new TreeMap<>();
        for (CloseReason reason : CloseReason.values()) {
            all.put(reason.name().toLowerCase(Locale.ROOT), closed.getOrDefault(reason, 0L));
        }
        return all;
    }

    private static void addReceived(MetricFamilies metrics, ReceivingStats received) {
        metrics.counter(
                "weir_packets_received",
                "RTP packets received, retransmissions not counted.",
                received.packets());
        metrics.counter(
                "weir_bytes_received", "Bytes of these packets, in the clear.", received.bytes());
        metrics.gauge(
                "weir_packets_lost",
                "RTP packets that did not come: RFC 3550's cumulative number, which may fall.",
                received.lost());
        metrics.counter(
                "weir_packets_retransmitted",
                "RTP packets received on a retransmission format.",
                received.retransmitted());
        metrics.counter(
                "weir_nacks_sent",
                "Packets that publishers and parents were asked for again.",
                received.nacksSent());
        metrics.counter(
                "weir_plis_sent",
                "Key frames that publishers and parents were asked for.",
                received.plisSent());
        metrics.counter(
                "weir_early_media_dropped",
                "Packets that came before their keys and could not be opened with them.",
                received.earlyMediaDropped());
    }

    private static void addSent(MetricFamilies metrics, SendingStats sent) {
        metrics.counter(
                "weir_packets_sent", "RTP packets sent, those sent again too.", sent.packets());
        metrics.counter("weir_bytes_sent", "Bytes of these packets, sealed.", sent.bytes());
        metrics.counter(
                "weir_nacks_received",
                "Packets that viewers and children asked for again.",
                sent.nacked());
        metrics.counter(
                "weir_key_frame_requests",
                "Key frames that viewers and children asked for.",
                sent.keyFrameRequests());
    }

    static void add(MetricFamilies metrics, StreamCounters streams) {
        metrics.counters(
                "weir_payloads_refused",
                "Received packets whose payload broke the rule of its format.",
                "rule",
                streams.payloadsRefused());
        metrics.counter(
                "weir_bursts_too_old",
                "Bursts that waited too long for a loop's turn, and were dropped.",
                streams.burstsTooOld());
        metrics.counter(
                "weir_viewer_packets_dropped",
                "Packets not sent to a viewer or a child, since the kernel took no more.",
                streams.packetsDropped());
        metrics.counter(
                "weir_instant_starts",
                "Viewers given the newest group of pictures instead of waiting for a key frame.",
                streams.instantStarts());
        metrics.counter(
                "weir_groups_too_long",
                "Groups of pictures longer than is kept for viewers to start with.",
                streams.groupsTooLong());
        metrics.counter(
                "weir_key_frames_completed",
                "Key frames of H.264 and H.265 that came without parameter sets, and got them.",
                streams.keyFramesCompleted());
    }

    static void add(MetricFamilies metrics, NodeTransport transport) {
        metrics.counters(
                "weir_datagrams_dropped",
                "Datagrams received that broke a rule, and were dropped.",
                "rule",
                transport.drops().snapshot());
        metrics.gauge(
                "weir_dtls_handshakes_running",
                "DTLS handshakes now.",
                transport.handshakesRunning());
        metrics.counter(
                "weir_dtls_handshakes_refused",
                "DTLS handshakes not begun, since there were too many.",
                transport.handshakesRefused());
    }
}
