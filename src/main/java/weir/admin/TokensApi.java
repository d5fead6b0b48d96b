package weir.admin;

import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

import weir.access.AccessControl;
import weir.access.Action;
import weir.signaling.Answers;
import weir.signaling.Gate;
import weir.signaling.Refusal;

/// `DELETE /api/tokens/{id}`: revokes a token on every node, by its `jti`. Any thread.
final class TokensApi {
    private static final int ID_MAX = 256;

    private final AccessControl access;

    TokensApi(AccessControl access) {
        this.access = access;
    }

    void mount(Router router, Gate gate) {
        String path = "/api/tokens/:id";
        gate.require(router.delete(path), Action.MANAGE).handler(this::onDelete);
        Gate.open(router.options(path))
                .handler(request -> request.response().setStatusCode(204).end());
        Gate.open(router.route(path))
                .handler(
                        request ->
                                Answers.refuse(
                                        request, new Refusal.MethodNotAllowed("DELETE, OPTIONS")));
    }

    private void onDelete(RoutingContext request) {
        String id = request.pathParam("id");
        if (id.length() > ID_MAX) {
            Answers.refuse(request, new Refusal.ParameterInvalid("id", "256 characters", "longer"));
            return;
        }
        access.revoke(id)
                .onSuccess(_ -> request.response().setStatusCode(204).end())
                .onFailure(_ -> Answers.refuse(request, new Refusal.ClusterUnavailable()));
    }
}
