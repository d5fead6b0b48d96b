package weir.admin;

import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.ext.healthchecks.CheckResult;
import io.vertx.ext.healthchecks.HealthChecks;
import io.vertx.ext.healthchecks.Status;
import io.vertx.ext.web.RoutingContext;

import weir.cluster.ClusteredVertx;
import weir.loop.OwnerLoop;
import weir.transport.NodeTransport;

/// `GET /health/live` and `/health/ready`, for those who start, stop and route to nodes. Any
/// thread.
final class HealthApi {
    /// A loop that takes longer to answer carries no media either.
    private static final long LOOPS_ANSWER_MILLIS = 1000;

    private final NodeTransport transport;
    private final ClusteredVertx cluster;
    private final NodeFacts facts;

    HealthApi(NodeTransport transport, ClusteredVertx cluster, NodeFacts facts) {
        this.transport = transport;
        this.cluster = cluster;
        this.facts = facts;
    }

    void mount(ReadOnlyPaths paths) {
        Vertx vertx = cluster.vertx();
        // That this is answered says it all: what is wrong with other nodes is no reason to
        // restart.
        HealthChecks live = HealthChecks.create(vertx).register("http", HealthApi::checkHttp);
        HealthChecks ready =
                HealthChecks.create(vertx)
                        .register("http", HealthApi::checkHttp)
                        .register("udp", LOOPS_ANSWER_MILLIS, this::checkUdp)
                        .register("cluster", this::checkCluster)
                        .register("admission", this::checkAdmission);
        paths.open("/health/live", answer(live)).open("/health/ready", answer(ready));
    }

    /// HTTP is up, since it answers.
    private static void checkHttp(Promise<Status> status) {
        status.complete(Status.OK());
    }

    private void checkUdp(Promise<Status> status) {
        transport
                .isBound(new OwnerLoop(Vertx.currentContext()))
                .onSuccess(bound -> status.tryComplete(new Status().setOk(bound)))
                .onFailure(status::tryFail);
    }

    private void checkCluster(Promise<Status> status) {
        status.complete(new Status().setOk(cluster.isMember()));
    }

    /// A node that is being emptied should be sent nobody.
    private void checkAdmission(Promise<Status> status) {
        status.complete(new Status().setOk(!facts.isDraining()));
    }

    private static Handler<RoutingContext> answer(HealthChecks checks) {
        return request ->
                checks.checkStatus()
                        .onSuccess(
                                result ->
                                        ReadOnlyPaths.answer(
                                                request,
                                                CheckResult.isUp(result) ? 200 : 503,
                                                result.toJson().encode()))
                        .onFailure(request::fail);
    }
}
