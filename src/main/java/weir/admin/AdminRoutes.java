package weir.admin;

import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.StaticHandler;

import weir.cascade.CascadeVerticle;
import weir.cluster.NodeBus;
import weir.cluster.NodeDirectory;
import weir.signaling.Routes;
import weir.stream.StreamTableRef;
import weir.transport.NodeTransport;

/// The API, metrics, health and pages.
public final class AdminRoutes implements Routes {
    private final NodeFacts facts;
    private final NodeTransport transport;
    private final StreamTableRef streams;
    private final CascadeVerticle cascade;
    private final NodeDirectory nodes;
    private final NodeBus bus;

    public AdminRoutes(
            NodeFacts facts,
            NodeTransport transport,
            StreamTableRef streams,
            CascadeVerticle cascade,
            NodeDirectory nodes,
            NodeBus bus) {
        this.facts = facts;
        this.transport = transport;
        this.streams = streams;
        this.cascade = cascade;
        this.nodes = nodes;
        this.bus = bus;
    }

    @Override
    public void mount(Router router) {
        router.get("/health/live").handler(request -> request.response().end("ok"));
        router.get("/health/ready").handler(request -> request.response().end("ok"));
        router.get().handler(StaticHandler.create("web"));
    }
}
