package weir.admin;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

import weir.access.AccessControl;
import weir.access.Action;
import weir.signaling.Answers;
import weir.signaling.ApiContract;
import weir.signaling.Gate;
import weir.signaling.Refusal;

/// `GET /api/access`, which tells who may use what, and `DELETE /api/tokens/{id}`, which revokes a
/// token on every node by its `jti`. Any thread.
final class AccessApi {
    private static final int ID_MAX = 256;

    private final AccessControl access;

    AccessApi(AccessControl access) {
        this.access = access;
    }

    void mount(Router router, Gate gate, ApiContract contract) {
        new ApiPath(router, gate, contract, "/api/access")
                .get(request -> onAccess(request, router), Action.MANAGE)
                .close();
        new ApiPath(router, gate, contract, "/api/tokens/:id")
                .on(HttpMethod.DELETE, this::onRevoke, Action.MANAGE)
                .close();
    }

    private void onAccess(RoutingContext request, Router router) {
        JsonArray routes = new JsonArray();
        for (Gate.Declared route : Gate.declared(router)) {
            JsonObject told =
                    new JsonObject()
                            .put("methods", new JsonArray(route.methods()))
                            .put("path", route.path())
                            .put("who", route.who());
            route.session().ifPresent(role -> told.put("session", role.token()));
            routes.add(told);
        }
        ReadOnlyPaths.answer(
                request, new JsonObject().put("on", access.isOn()).put("routes", routes));
    }

    private void onRevoke(RoutingContext request) {
        String id = request.pathParam("id");
        if (id.length() > ID_MAX) {
            Answers.refuse(
                    request,
                    new Refusal.ParameterInvalid("id", "256 characters at most", "longer"));
            return;
        }
        access.revoke(id)
                .onSuccess(_ -> request.response().setStatusCode(204).end())
                .onFailure(_ -> Answers.refuse(request, Refusal.Plain.CLUSTER_UNAVAILABLE));
    }
}
