package weir.admin;

import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

import weir.cascade.CascadeConfig;
import weir.cluster.Registration;
import weir.events.Events;
import weir.loop.OwnerLoop;
import weir.signaling.Answers;
import weir.signaling.Gate;
import weir.signaling.Refusal;
import weir.signaling.Routes;
import weir.signaling.SignalingNode;
import weir.signaling.WhepConfig;
import weir.signaling.WhipConfig;

/// The API, metrics, health and pages. Any thread.
public final class AdminRoutes implements Routes {
    private final AdminNode node;
    private final Gate gate;
    private final LocalStreams local;
    private final StreamRemoval removal;
    private final StreamsApi streams;
    private final NodesApi nodes;
    private final HealthApi health;
    private final MetricsApi metrics;
    private final DrainApi drain;
    private final StreamsFeed feed;

    /// @param whip    as they are in effect, and so are those after it
    public AdminRoutes(
            AdminNode node,
            Gate gate,
            Events events,
            OwnerLoop owner,
            DrainConfig drain,
            WhipConfig whip,
            WhepConfig whep,
            CascadeConfig cascade) {
        this.node = node;
        this.gate = gate;
        this.local = new LocalStreams(node.facts().id(), node.streams(), node.transport());
        this.removal = new StreamRemoval(node);
        ClusterStreams cluster =
                new ClusterStreams(node.cluster().membership(), node.bus(), node.created());
        this.streams =
                new StreamsApi(local, cluster, new StreamLifeApi(node.created(), cluster, removal));
        this.feed = new StreamsFeed(owner, cluster, events, node.access());
        this.drain = new DrainApi(node, gate, drain);
        this.nodes =
                new NodesApi(node.facts(), node.nodes(), NodesApi.strategy(whip, whep, cascade));
        this.health = new HealthApi(node.transport(), node.cluster(), node.facts());
        this.metrics = new MetricsApi(node, events.counters());
    }

    /// What other nodes ask of this one: registered once a node.
    ///
    /// @param owner where the answers are made
    public Registration answerOtherNodes(
            OwnerLoop owner, SignalingNode signaling, Events events, DrainConfig config) {
        Registration questions =
                node.bus().handle(ClusterStreams.KIND, body -> local.onRequest(body, owner));
        Registration removals =
                node.bus().handle(StreamRemoval.KIND, body -> removal.onRequest(body, owner));
        Registration kept = node.created().keep(owner, () -> local.names(owner));
        Registration drains =
                drain.answer(new Drain(owner, node, signaling, events, config), owner);
        return () -> {
            questions.remove();
            removals.remove();
            kept.remove();
            drains.remove();
        };
    }

    @Override
    public void mount(Router router) {
        Gate.open(router.route())
                .handler(
                        request -> {
                            request.response().putHeader("X-Content-Type-Options", "nosniff");
                            request.next();
                        });
        ReadOnlyPaths paths = new ReadOnlyPaths(router, gate, node.contract());
        streams.mount(paths);
        feed.mount(paths);
        drain.mount(router);
        nodes.mount(paths);
        health.mount(paths);
        metrics.mount(paths);
        new AccessApi(node.access()).mount(router, gate, node.contract());
        paths.open("/openapi.yaml", this::onContract);
        Pages.mount(router);
        Gate.open(router.route())
                .handler(
                        request ->
                                Answers.refuse(
                                        request,
                                        new Refusal.PathUnknown(request.normalizedPath())));
    }

    private void onContract(RoutingContext request) {
        request.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/yaml")
                .end(node.contract().yaml());
    }
}
