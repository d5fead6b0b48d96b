package weir.admin;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

import weir.access.Action;
import weir.signaling.Answers;
import weir.signaling.Gate;
import weir.signaling.Refusal;

import java.util.function.UnaryOperator;

/// Paths that can be read and nothing else. Owned by the loop of its router.
final class ReadOnlyPaths {
    private static final String METHODS = "GET, HEAD, OPTIONS";

    private final Router router;
    private final Gate gate;

    ReadOnlyPaths(Router router, Gate gate) {
        this.router = router;
        this.gate = gate;
    }

    /// For who may do any of these with the path's stream, or with all.
    ///
    /// @param path with a slash at its end or without: both are served
    ReadOnlyPaths add(
            String path, Handler<RoutingContext> handler, Action first, Action... others) {
        return add(path, handler, route -> gate.require(route, first, others));
    }

    /// For everybody.
    ReadOnlyPaths open(String path, Handler<RoutingContext> handler) {
        return add(path, handler, Gate::open);
    }

    private ReadOnlyPaths add(
            String path, Handler<RoutingContext> handler, UnaryOperator<Route> declare) {
        Handler<RoutingContext> fresh =
                request -> {
                    request.response().putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
                    handler.handle(request);
                };
        declare.apply(router.get(path)).handler(fresh);
        declare.apply(router.head(path)).handler(fresh);
        Gate.open(router.options(path))
                .handler(request -> allow(request.response()).setStatusCode(204).end());
        Gate.open(router.route(path))
                .handler(
                        request -> {
                            allow(request.response());
                            Answers.refuse(request, new Refusal.MethodNotAllowed(METHODS));
                        });
        return this;
    }

    private static HttpServerResponse allow(HttpServerResponse response) {
        return response.putHeader(HttpHeaders.ALLOW, METHODS);
    }

    static void answer(RoutingContext request, JsonObject json) {
        answer(request, 200, json.encode());
    }

    /// @param json encoded
    static void answer(RoutingContext request, int status, String json) {
        request.response()
                .setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .end(json);
    }
}
