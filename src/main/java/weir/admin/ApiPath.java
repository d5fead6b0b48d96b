package weir.admin;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

import weir.access.Action;
import weir.signaling.AllowedMethods;
import weir.signaling.ApiContract;
import weir.signaling.Gate;

/// One path of the API and what may be done there by whom; nothing of what it answers is kept by
/// caches. Owned by the loop of its router.
final class ApiPath {
    private final Router router;
    private final Gate gate;
    private final ApiContract contract;
    private final String path;

    /// @param path with a slash at its end or without: both are served
    ApiPath(Router router, Gate gate, ApiContract contract, String path) {
        this.router = router;
        this.gate = gate;
        this.contract = contract;
        this.path = path;
    }

    /// For who may do any of these with the path's stream, or with all.
    ApiPath get(Handler<RoutingContext> handler, Action first, Action... others) {
        return on(HttpMethod.GET, handler, first, others)
                .on(HttpMethod.HEAD, handler, first, others);
    }

    /// For everybody.
    ApiPath getOpen(Handler<RoutingContext> handler) {
        serve(HttpMethod.GET, Gate.open(route(HttpMethod.GET)), handler);
        serve(HttpMethod.HEAD, Gate.open(route(HttpMethod.HEAD)), handler);
        return this;
    }

    ApiPath on(HttpMethod method, Handler<RoutingContext> handler, Action first, Action... others) {
        serve(method, gate.require(route(method), first, others), handler);
        return this;
    }

    private Route route(HttpMethod method) {
        return router.route(method, path);
    }

    private void serve(HttpMethod method, Route route, Handler<RoutingContext> handler) {
        HttpMethod described = method == HttpMethod.HEAD ? HttpMethod.GET : method;
        route.handler(contract.checking(described, path))
                .handler(
                        request -> {
                            request.response().putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
                            handler.handle(request);
                        });
    }

    /// To be called last: answers OPTIONS, and refuses all other methods.
    void close() {
        AllowedMethods.at(router, path).managedBy(gate).mount();
    }
}
