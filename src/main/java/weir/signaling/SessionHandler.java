package weir.signaling;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;

import weir.loop.OwnerLoop;
import weir.transport.SessionId;

import java.util.Optional;

/// What is asked by `/session/{stream}/{session}` and `…/layer` at any node: what is for a session
/// of another node goes there over the event bus.
final class SessionHandler {
    static final String FRAGMENT = "application/trickle-ice-sdpfrag";
    static final String JSON = "application/json";

    private final SignalingNode node;
    private final SessionCommands commands;

    SessionHandler(SignalingNode node) {
        this.node = node;
        this.commands = new SessionCommands(node.transport().sessions(), node.streams());
    }

    void onPatch(RoutingContext request) {
        carryOutBody(request, SessionCommand.Method.PATCH, FRAGMENT, 204);
    }

    void onDelete(RoutingContext request) {
        carryOut(request, SessionCommand.Method.DELETE, "", 200);
    }

    /// Stops or starts one medium of a viewer.
    void onPause(RoutingContext request) {
        carryOutBody(request, SessionCommand.Method.PAUSE, JSON, 200);
    }

    void onLayers(RoutingContext request) {
        carryOut(request, SessionCommand.Method.LAYERS, "", 200);
    }

    void onChoose(RoutingContext request) {
        carryOutBody(request, SessionCommand.Method.CHOOSE, JSON, 200);
    }

    void onRelease(RoutingContext request) {
        carryOut(request, SessionCommand.Method.RELEASE, "", 200);
    }

    private void carryOutBody(
            RoutingContext request, SessionCommand.Method method, String type, int status) {
        try {
            OfferReader.requireReadable(request, type);
        } catch (RefusedException refused) {
            Answers.refuse(request, refused.refusal());
            return;
        }
        String body = request.body().asString();
        carryOut(request, method, body == null ? "" : body, status);
    }

    private void carryOut(
            RoutingContext request, SessionCommand.Method method, String body, int status) {
        String ifMatch = request.request().getHeader("If-Match");
        SessionCommand command =
                new SessionCommand(
                        method,
                        request.pathParam("stream"),
                        request.pathParam("session"),
                        ifMatch == null ? "" : ifMatch,
                        body);
        Optional<SessionId> id = SessionId.read(command.session());
        if (id.isEmpty() || id.get().nodeId().equals(node.id())) {
            commands.carryOut(command, new OwnerLoop(Vertx.currentContext()))
                    .onSuccess(json -> answer(request, json, status))
                    .onFailure(failure -> Answers.fail(request, failure));
            return;
        }
        node.bus()
                .request(id.get().nodeId(), SessionCommand.KIND, command.toJson())
                .onSuccess(reply -> answer(request, reply, status))
                // A node that is gone has taken its sessions with it.
                .onFailure(_ -> Answers.refuse(request, new Refusal.SessionUnknown()));
    }

    /// @param json empty for an answer without content
    private static void answer(RoutingContext request, String json, int status) {
        request.response().setStatusCode(status);
        if (json.isEmpty()) {
            request.response().end();
            return;
        }
        request.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, JSON)
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .end(json);
    }

    private static void answer(RoutingContext request, JsonObject reply, int status) {
        if (!reply.containsKey("problem")) {
            answer(request, reply.getString("json", ""), status);
            return;
        }
        JsonObject problem = reply.getJsonObject("problem");
        request.response()
                .setStatusCode(problem.getInteger("status"))
                .putHeader("Content-Type", "application/problem+json")
                .end(problem.encode());
    }

    /// What another node asks of a session here.
    ///
    /// @param loop where the question arrived
    Future<JsonObject> onCommand(JsonObject body, OwnerLoop loop) {
        return commands.carryOut(SessionCommand.read(body), loop)
                .map(json -> new JsonObject().put("json", json))
                .recover(
                        failure ->
                                failure instanceof RefusedException refused
                                        ? Future.succeededFuture(
                                                new JsonObject()
                                                        .put(
                                                                "problem",
                                                                refused.refusal().problem()))
                                        : Future.failedFuture(failure));
    }
}
