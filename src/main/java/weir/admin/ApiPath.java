package weir.admin;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

import weir.access.Action;
import weir.signaling.Answers;
import weir.signaling.ApiContract;
import weir.signaling.Gate;
import weir.signaling.Refusal;

import java.util.ArrayList;
import java.util.List;

/// One path of the API and what may be done there by whom; nothing of what it answers is kept by
/// caches. Owned by the loop of its router.
final class ApiPath {
    private final Router router;
    private final Gate gate;
    private final ApiContract contract;
    private final String path;
    private final List<String> methods = new ArrayList<>();

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
        methods.add(method.name());
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
        methods.add("OPTIONS");
        String allowed = String.join(", ", methods);
        Gate.open(router.options(path))
                .handler(request -> allow(request, allowed).setStatusCode(204).end());
        Gate.open(router.route(path))
                .handler(
                        request -> {
                            allow(request, allowed);
                            Answers.refuse(request, new Refusal.MethodNotAllowed(allowed));
                        });
    }

    private static HttpServerResponse allow(RoutingContext request, String allowed) {
        return request.response().putHeader(HttpHeaders.ALLOW, allowed);
    }
}
