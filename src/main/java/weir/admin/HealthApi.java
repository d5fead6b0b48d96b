package weir.admin;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;

import weir.cluster.ClusteredVertx;
import weir.loop.OwnerLoop;
import weir.transport.NodeTransport;

import java.util.concurrent.TimeUnit;

/// `GET /health/live` and `/health/ready`, for those who start, stop and route to nodes. Any
/// thread.
final class HealthApi {
    /// A loop that takes longer to answer carries no media either.
    private static final long LOOPS_ANSWER_MILLIS = 1000;

    private final NodeTransport transport;
    private final ClusteredVertx cluster;

    HealthApi(NodeTransport transport, ClusteredVertx cluster) {
        this.transport = transport;
        this.cluster = cluster;
    }

    void mount(ReadOnlyPaths paths) {
        paths.open("/health/live", HealthApi::onLive).open("/health/ready", this::onReady);
    }

    /// That this is answered says it all: what is wrong with other nodes is no reason to restart.
    private static void onLive(RoutingContext request) {
        ReadOnlyPaths.answer(request, new JsonObject().put("status", "up"));
    }

    /// HTTP is up, since it answers.
    private void onReady(RoutingContext request) {
        Future<Boolean> bound =
                transport
                        .isBound(new OwnerLoop(Vertx.currentContext()))
                        .timeout(LOOPS_ANSWER_MILLIS, TimeUnit.MILLISECONDS)
                        .otherwise(false);
        bound.onSuccess(udp -> answer(request, udp, cluster.isMember()));
    }

    private static void answer(RoutingContext request, boolean udp, boolean member) {
        boolean ready = udp && member;
        JsonObject body =
                new JsonObject()
                        .put("status", ready ? "up" : "down")
                        .put(
                                "checks",
                                new JsonObject()
                                        .put("http", true)
                                        .put("udp", udp)
                                        .put("cluster", member));
        ReadOnlyPaths.answer(request, ready ? 200 : 503, body.encode());
    }
}
