package weir.admin;

import io.prometheus.metrics.model.snapshots.Labels;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;

import weir.access.Action;
import weir.events.EventCounters;
import weir.loop.OwnerLoop;
import weir.stream.StreamSnapshot;
import weir.transport.TransportStats;

import java.util.List;

/// `GET /metrics`: this node's, for Prometheus. Any thread.
final class MetricsApi {
    private final AdminNode node;
    private final EventCounters events;

    MetricsApi(AdminNode node, EventCounters events) {
        this.node = node;
        this.events = events;
    }

    void mount(ReadOnlyPaths paths) {
        paths.add("/metrics", this::onMetrics, Action.MANAGE);
    }

    /// Loops are asked for their counters; files and beans are read where waiting does no harm.
    private void onMetrics(RoutingContext request) {
        OwnerLoop asker = new OwnerLoop(Vertx.currentContext());
        Future<TransportStats> stats = node.transport().stats(asker);
        Future<List<StreamSnapshot>> streams = node.streams().snapshots(asker);
        Future<LocalFigures> figures =
                streams.compose(all -> LocalFigures.ask(all, node.transport(), asker));
        Future.all(stats, figures)
                .compose(
                        _ ->
                                request.vertx()
                                        .executeBlocking(
                                                () ->
                                                        text(
                                                                stats.result(),
                                                                streams.result(),
                                                                figures.result()),
                                                false))
                .onSuccess(
                        text ->
                                ReadOnlyPaths.answer(
                                        request, 200, MetricFamilies.CONTENT_TYPE, text))
                .onFailure(request::fail);
    }

    private String text(TransportStats stats, List<StreamSnapshot> streams, LocalFigures figures) {
        MetricFamilies metrics = new MetricFamilies();
        NodeFacts facts = node.facts();
        metrics.note(
                "weir_info",
                "This node and its version.",
                Labels.of("version", facts.version(), "node", facts.id()));
        metrics.gauge("weir_streams", "Streams on this node, its own or pulled.", streams.size());
        SessionCounts.of(streams).addTo(metrics);
        StreamMetrics.of(streams, figures).addTo(metrics);
        MediaMetrics.add(metrics, stats);
        MediaMetrics.add(metrics, node.streams().counters());
        MediaMetrics.add(metrics, node.transport());
        ConnectionMetrics.add(metrics, node.transport(), stats);
        SocketDrops.OF_THIS_MACHINE
                .read(node.transport().udpPort())
                .ifPresent(
                        drops ->
                                metrics.counter(
                                        "weir_socket_drops",
                                        "Datagrams for which the UDP port's sockets had no room.",
                                        drops));
        metrics.gauge(
                "weir_cluster_nodes",
                "Nodes in the cluster, as this one knows.",
                node.cluster().membership().nodes().size());
        metrics.counter(
                "weir_links_dialed",
                "Links to other nodes that this one began.",
                node.cascade().pulls());
        ForeignMetrics.add(metrics, node.foreign());
        ClusterMetrics.add(metrics, node.directory().stats());
        ClusterMetrics.add(metrics, node.bus().stats());
        metrics.counter(
                "weir_cluster_texts_refused",
                "Texts that the cluster keeps, read and not sealed with its secret.",
                node.cluster().textsRefused());
        metrics.counters(
                "weir_created_streams",
                "Streams that the API was asked for on this node, by what became of that.",
                "event",
                node.created().counters());
        AccessMetrics.add(metrics, node.access().stats());
        HookMetrics.add(metrics, node.hooks().stats());
        HttpMetrics.add(metrics, node.http());
        EventMetrics.add(metrics, events);
        metrics.gauge(
                "weir_draining",
                "Whether this node takes no new sessions.",
                facts.isDraining() ? 1 : 0);
        JvmMetrics.add(metrics);
        metrics.all(node.meters().snapshots());
        return metrics.text();
    }
}
