package weir.admin;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;

import weir.access.Action;
import weir.cascade.CascadeConfig;
import weir.cluster.NodeDirectory;
import weir.cluster.NodeInfo;
import weir.cluster.TakenPolicy;
import weir.signaling.Answers;
import weir.signaling.Refusal;
import weir.signaling.WhepConfig;
import weir.signaling.WhipConfig;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/// `GET /api/nodes`, `/api/info` and `/api/strategy`. Any thread.
final class NodesApi {
    private static final long ANSWER_SECONDS_MAX = 3;

    private final NodeFacts facts;
    private final NodeDirectory nodes;
    private final JsonObject strategy;

    NodesApi(NodeFacts facts, NodeDirectory nodes, JsonObject strategy) {
        this.facts = facts;
        this.nodes = nodes;
        this.strategy = strategy;
    }

    void mount(ReadOnlyPaths paths) {
        paths.add("/api/nodes", this::onNodes, Action.MANAGE)
                .add(
                        "/api/info",
                        request -> ReadOnlyPaths.answer(request, facts.toJson()),
                        Action.MANAGE)
                .add(
                        "/api/strategy",
                        request -> ReadOnlyPaths.answer(request, strategy),
                        Action.MANAGE);
    }

    private void onNodes(RoutingContext request) {
        nodes.nodes()
                .timeout(ANSWER_SECONDS_MAX, TimeUnit.SECONDS)
                .onSuccess(all -> ReadOnlyPaths.answer(request, 200, encode(all, facts.id())))
                .onFailure(_ -> Answers.refuse(request, Refusal.Plain.CLUSTER_UNAVAILABLE));
    }

    /// As the nodes say it of themselves, but for times, which the API has in milliseconds; with
    /// the fields that live777 has for its nodes.
    static String encode(List<NodeInfo> nodes, String self) {
        JsonArray all = new JsonArray();
        for (NodeInfo node : nodes) {
            JsonObject json = node.toJson();
            json.remove("v");
            all.add(
                    json.put("startedAt", node.startedAt().toEpochMilli())
                            .put("self", node.id().equals(self))
                            .put("alias", node.id())
                            .put("url", node.httpUrls().isEmpty() ? "" : node.httpUrls().getFirst())
                            .put("status", "running")
                            .put("duration", "-"));
        }
        return all.encode();
    }

    /// The settings that decide what publishers and viewers meet; after ours as live777 names them,
    /// where -1 is never.
    static JsonObject strategy(WhipConfig whip, WhepConfig whep, CascadeConfig cascade) {
        return new JsonObject()
                .put("whip", new JsonObject().put("taken", text(whip.taken())))
                .put("whep", new JsonObject().put("notLive", text(whep.notLive())))
                .put("cascade", new JsonObject().put("graceMillis", cascade.grace().toMillis()))
                .put("auto_create_whip", true)
                .put("auto_create_whep", whep.notLive() == WhepConfig.NotLive.WAIT)
                .put("override_publisher", whip.taken() == TakenPolicy.TAKEOVER)
                .put("auto_delete_whip", -1)
                .put("auto_delete_whep", -1)
                .put("cascade_push_close_sub", false);
    }

    /// As the config has it.
    private static String text(Enum<?> choice) {
        return choice.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
