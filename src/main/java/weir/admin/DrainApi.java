package weir.admin;

import io.vertx.core.Future;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

import weir.access.Action;
import weir.cluster.NodeRequestException;
import weir.cluster.Registration;
import weir.loop.OwnerLoop;
import weir.signaling.AllowedMethods;
import weir.signaling.Answers;
import weir.signaling.Gate;
import weir.signaling.OfferReader;
import weir.signaling.Refusal;
import weir.signaling.RefusedException;

import java.time.Duration;
import java.util.Optional;

/// `/api/drain`: empties this node, or another one with `?node=ID`. Any thread.
final class DrainApi {
    /// On what a node is asked for what concerns it.
    private static final String KIND = "drain.command";

    private static final String PATH = "/api/drain";
    private static final String JSON = "application/json";
    private static final long SECONDS_MAX = 86_400;

    private final AdminNode node;
    private final Gate gate;
    private final DrainConfig config;

    DrainApi(AdminNode node, Gate gate, DrainConfig config) {
        this.node = node;
        this.gate = gate;
        this.config = config;
    }

    void mount(Router router) {
        forManager(router.get(PATH)).handler(request -> command(request, "GET", 200));
        forManager(router.head(PATH)).handler(request -> command(request, "GET", 200));
        forManager(router.post(PATH)).handler(this::onPost);
        forManager(router.delete(PATH)).handler(request -> command(request, "DELETE", 200));
        AllowedMethods.at(router, PATH).post(JSON).managedBy(gate).mount();
    }

    private Route forManager(Route route) {
        return gate.require(route, Action.MANAGE);
    }

    private void onPost(RoutingContext request) {
        try {
            Duration deadline = deadline(request);
            ask(request, new JsonObject().put("method", "POST").put("millis", deadline.toMillis()))
                    .onSuccess(answer -> ReadOnlyPaths.answer(request, 202, answer.encode()));
        } catch (RefusedException refused) {
            Answers.refuse(request, refused.refusal());
        }
    }

    /// `{"deadline":30}`, in seconds; the setting if there is no body.
    private Duration deadline(RoutingContext request) throws RefusedException {
        String body = OfferReader.text(request);
        if (body.isBlank()) {
            return config.deadline();
        }
        OfferReader.requireReadable(request, JSON);
        try {
            return switch (new JsonObject(body).getValue("deadline")) {
                case null -> config.deadline();
                case Integer seconds when seconds >= 0 && seconds <= SECONDS_MAX ->
                        Duration.ofSeconds(seconds);
                case Object other ->
                        throw new RefusedException(
                                new Refusal.ParameterInvalid(
                                        "deadline",
                                        "a number of seconds, at most " + SECONDS_MAX,
                                        other.toString()));
            };
        } catch (DecodeException | ClassCastException _) {
            throw new RefusedException(Refusal.Plain.JSON_MALFORMED);
        }
    }

    private void command(RoutingContext request, String method, int status) {
        ask(request, new JsonObject().put("method", method))
                .onSuccess(answer -> ReadOnlyPaths.answer(request, status, answer.encode()));
    }

    private Future<JsonObject> ask(RoutingContext request, JsonObject command) {
        String asked = request.queryParams().get("node");
        String target = asked == null ? node.facts().id() : asked;
        return node.bus()
                .request(target, KIND, command)
                .onFailure(failure -> Answers.refuse(request, refusal(failure, target)));
    }

    private static Refusal refusal(Throwable failure, String target) {
        boolean gone =
                failure instanceof NodeRequestException request
                        && request.code().equals(NodeRequestException.GONE);
        return gone ? new Refusal.NodeUnknown(target) : Refusal.Plain.CLUSTER_UNAVAILABLE;
    }

    /// What is asked of this node, by whichever node.
    ///
    /// @param owner where the drain is
    Registration answer(Drain drain, OwnerLoop owner) {
        Registration commands =
                node.bus().handle(KIND, body -> owner.ask(owner, () -> carryOut(drain, body)));
        Registration warmth = node.bus().handle(Drain.WARM, drain::onWarm);
        return () -> {
            commands.remove();
            warmth.remove();
        };
    }

    private JsonObject carryOut(Drain drain, JsonObject body) {
        return switch (body.getString("method")) {
            case "POST" ->
                    drain.begin(
                            Optional.ofNullable(body.getLong("millis"))
                                    .map(Duration::ofMillis)
                                    .orElse(config.deadline()));
            case "DELETE" -> drain.end();
            case String _ -> drain.describe();
        };
    }
}
