package weir.signaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static weir.transport.SessionRole.PUBLISHER;
import static weir.transport.SessionRole.VIEWER;

import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import weir.access.Action;
import weir.access.Authorizer;
import weir.transport.SessionRole;

import java.util.List;
import java.util.Optional;

class GateTest {
    private final Vertx vertx = Vertx.vertx();
    private final Router router = Router.router(vertx);
    private final Gate gate = new Gate(Authorizer.OFF, _ -> false);

    @AfterEach
    void close() {
        vertx.close();
    }

    @Test
    void tellsOfASessionsRouteWhoMayUseAPublishersAndAViewers() {
        gate.requireForSession(router.delete("/session/:stream/:session"));
        gate.require(router.get("/list"), Action.WATCH, Action.MANAGE);

        assertThat(Gate.declared(router))
                .containsExactly(
                        declared("/session/:stream/:session", PUBLISHER, "publish or manage"),
                        declared("/session/:stream/:session", VIEWER, "watch or manage"),
                        new Gate.Declared(
                                List.of("GET"), "/list", Optional.empty(), "watch or manage"));
    }

    private static Gate.Declared declared(String path, SessionRole role, String who) {
        return new Gate.Declared(List.of("DELETE"), path, Optional.of(role), who);
    }

    @Test
    void findsRoutesOfWhichNobodySaysWhoMayUseThem() {
        gate.require(router.post("/a/:stream"), Action.PUBLISH);
        Gate.open(router.get("/b")).handler(RoutingContext::next);
        assertThat(Gate.undeclared(router)).isEmpty();

        router.delete("/c/:stream").handler(RoutingContext::next);
        router.route().handler(RoutingContext::next);

        assertThat(Gate.undeclared(router)).containsExactly("[DELETE] /c/:stream", "null null");
        assertThatThrownBy(() -> Gate.requireAllDeclared(router))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("/c/:stream");
    }
}
