package weir.signaling;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;

import weir.transport.SessionId;

import java.util.Optional;

/// `PATCH` and `DELETE /session/{stream}/{session}` at any node: what is for a session of another
/// node goes there over the event bus.
final class SessionHandler {
    static final String FRAGMENT = "application/trickle-ice-sdpfrag";

    private final SignalingNode node;
    private final SessionCommands commands;

    SessionHandler(SignalingNode node) {
        this.node = node;
        this.commands = new SessionCommands(node.transport().sessions());
    }

    void onPatch(RoutingContext request) {
        try {
            OfferReader.requireReadable(request, FRAGMENT);
        } catch (RefusedException refused) {
            Answers.refuse(request, refused.refusal());
            return;
        }
        String body = request.body().asString();
        carryOut(request, SessionCommand.Method.PATCH, body == null ? "" : body, 204);
    }

    void onDelete(RoutingContext request) {
        carryOut(request, SessionCommand.Method.DELETE, "", 200);
    }

    private void carryOut(
            RoutingContext request, SessionCommand.Method method, String body, int status) {
        String ifMatch = request.request().getHeader("If-Match");
        SessionCommand command =
                new SessionCommand(
                        method, request.pathParam("session"), ifMatch == null ? "" : ifMatch, body);
        Optional<SessionId> id = SessionId.read(command.session());
        if (id.isEmpty() || id.get().nodeId().equals(node.id())) {
            answer(request, commands.carryOut(command), status);
            return;
        }
        node.bus()
                .request(id.get().nodeId(), SessionCommand.KIND, command.toJson())
                .onSuccess(reply -> answer(request, reply, status))
                // A node that is gone has taken its sessions with it.
                .onFailure(_ -> Answers.refuse(request, new Refusal.SessionUnknown()));
    }

    private static void answer(RoutingContext request, Optional<Refusal> refusal, int status) {
        refusal.ifPresentOrElse(
                because -> Answers.refuse(request, because),
                () -> request.response().setStatusCode(status).end());
    }

    private static void answer(RoutingContext request, JsonObject reply, int status) {
        if (!reply.containsKey("problem")) {
            request.response().setStatusCode(status).end();
            return;
        }
        JsonObject problem = reply.getJsonObject("problem");
        request.response()
                .setStatusCode(problem.getInteger("status"))
                .putHeader("Content-Type", "application/problem+json")
                .end(problem.encode());
    }

    /// What another node asks of a session here.
    Future<JsonObject> onCommand(JsonObject body) {
        Optional<Refusal> refusal = commands.carryOut(SessionCommand.read(body));
        JsonObject reply = new JsonObject();
        refusal.ifPresent(because -> reply.put("problem", because.problem()));
        return Future.succeededFuture(reply);
    }
}
