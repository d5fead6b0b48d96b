package weir.signaling;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;

import weir.cluster.NodeRequestException;
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
        this.commands = new SessionCommands(node);
    }

    /// A fragment, or the answer to a counter-offer.
    void onPatch(RoutingContext request) {
        if (OfferReader.hasContentType(request, OfferReader.SDP)) {
            carryOutBody(request, SessionCommand.Method.ANSWER, OfferReader.SDP);
        } else {
            carryOutBody(request, SessionCommand.Method.PATCH, FRAGMENT);
        }
    }

    void onDelete(RoutingContext request) {
        carryOut(request, SessionCommand.Method.DELETE, "");
    }

    /// Stops or starts one medium of a viewer.
    void onPause(RoutingContext request) {
        carryOutBody(request, SessionCommand.Method.PAUSE, JSON);
    }

    void onLayers(RoutingContext request) {
        carryOut(request, SessionCommand.Method.LAYERS, "");
    }

    void onChoose(RoutingContext request) {
        carryOutBody(request, SessionCommand.Method.CHOOSE, JSON);
    }

    void onRelease(RoutingContext request) {
        carryOut(request, SessionCommand.Method.RELEASE, "");
    }

    private void carryOutBody(RoutingContext request, SessionCommand.Method method, String type) {
        try {
            OfferReader.requireReadable(request, type);
        } catch (RefusedException refused) {
            Answers.refuse(request, refused.refusal());
            return;
        }
        carryOut(request, method, OfferReader.text(request));
    }

    private void carryOut(RoutingContext request, SessionCommand.Method method, String body) {
        // Several lines are one list (RFC 9110 §5.3).
        String ifMatch = String.join(",", request.request().headers().getAll("If-Match"));
        SessionCommand command =
                new SessionCommand(
                        method,
                        request.pathParam("stream"),
                        request.pathParam("session"),
                        ifMatch,
                        SignalingNode.isOnThisMachine(request),
                        body);
        Optional<SessionId> id = SessionId.read(command.session());
        if (id.isEmpty() || id.get().nodeId().equals(node.id())) {
            commands.carryOut(command, new OwnerLoop(Vertx.currentContext()))
                    .onSuccess(reply -> reply.write(request.response()))
                    .onFailure(failure -> Answers.fail(request, failure));
            return;
        }
        node.bus()
                .request(id.get().nodeId(), SessionCommand.KIND, command.toJson())
                .onSuccess(reply -> answer(request, reply))
                .onFailure(failure -> Answers.refuse(request, refusal(failure)));
    }

    /// A node that is gone has taken its sessions with it; of one that does not answer it is not
    /// known yet.
    private static Refusal refusal(Throwable failure) {
        return failure instanceof NodeRequestException request
                        && request.code().equals(NodeRequestException.GONE)
                ? Refusal.Plain.SESSION_UNKNOWN
                : Refusal.Plain.CLUSTER_UNAVAILABLE;
    }

    private static void answer(RoutingContext request, JsonObject reply) {
        if (!reply.containsKey("problem")) {
            SessionReply.read(reply).write(request.response());
            return;
        }
        reply.getJsonObject("headers", new JsonObject())
                .forEach(
                        header ->
                                request.response()
                                        .putHeader(header.getKey(), header.getValue().toString()));
        Answers.refuse(request, reply.getJsonObject("problem"));
    }

    /// What another node asks of a session here.
    ///
    /// @param loop where the question arrived
    Future<JsonObject> onCommand(JsonObject body, OwnerLoop loop) {
        return commands.carryOut(SessionCommand.read(body), loop)
                .map(SessionReply::toJson)
                .recover(
                        failure ->
                                failure instanceof RefusedException refused
                                        ? Future.succeededFuture(toJson(refused.refusal()))
                                        : Future.failedFuture(failure));
    }

    private static JsonObject toJson(Refusal refusal) {
        JsonObject headers = new JsonObject();
        Answers.headers(refusal, HttpMethod.PATCH).forEach(headers::put);
        return new JsonObject().put("problem", refusal.problem()).put("headers", headers);
    }
}
