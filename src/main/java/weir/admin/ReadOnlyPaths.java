package weir.admin;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

import weir.access.Action;
import weir.http.ByteBudget;
import weir.http.HttpListener;
import weir.signaling.Answers;
import weir.signaling.ApiContract;
import weir.signaling.Gate;
import weir.signaling.Refusal;

/// Paths that can be read and nothing else. Owned by the loop of its router.
final class ReadOnlyPaths {
    static final int SHORT_BYTES = 2048;

    private final Router router;
    private final Gate gate;
    private final ApiContract contract;

    ReadOnlyPaths(Router router, Gate gate, ApiContract contract) {
        this.router = router;
        this.gate = gate;
        this.contract = contract;
    }

    /// One where more may be done than reading.
    ApiPath at(String path) {
        return new ApiPath(router, gate, contract, path);
    }

    /// For who may do any of these with the path's stream, or with all.
    ///
    /// @param path with a slash at its end or without: both are served
    ReadOnlyPaths add(
            String path, Handler<RoutingContext> handler, Action first, Action... others) {
        at(path).get(handler, first, others).close();
        return this;
    }

    /// For everybody.
    ReadOnlyPaths open(String path, Handler<RoutingContext> handler) {
        at(path).getOpen(handler).close();
        return this;
    }

    static void answer(RoutingContext request, JsonObject json) {
        answer(request, 200, json.encode());
    }

    /// @param json encoded
    static void answer(RoutingContext request, int status, String json) {
        answer(request, status, "application/json", json);
    }

    /// By HTTP/2 a client may ask for a hundred on each connection, and take none: what is long has
    /// a limit for all clients together. What is short, as the node's health, is always answered.
    static void answer(RoutingContext request, int status, String type, String text) {
        ByteBudget memory = HttpListener.answerMemory(request);
        Buffer body = Buffer.buffer(text);
        int counted = body.length() <= SHORT_BYTES ? 0 : body.length();
        if (!memory.take(counted)) {
            Answers.refuse(request, Refusal.Plain.TOO_MANY_ANSWERS);
            return;
        }
        request.response()
                .setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, type)
                .end(body)
                .onComplete(_ -> memory.giveBack(counted));
    }
}
