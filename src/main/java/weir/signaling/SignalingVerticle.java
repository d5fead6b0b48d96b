package weir.signaling;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

import weir.access.Action;
import weir.cluster.Registration;
import weir.http.HttpFront;
import weir.http.HttpListener;
import weir.loop.OwnerLoop;
import weir.transport.SessionId;
import weir.transport.SessionRole;

import java.util.Optional;
import java.util.function.Function;

/// Serves HTTP on one event loop; the instances of a node share its port.
public final class SignalingVerticle extends VerticleBase {
    private static final RequestedStream SRS_QUERY = SrsStreams::ofQuery;

    private final SignalingNode node;
    private final HttpFront front;
    private final WhipHandler whip;
    private final WhepHandler whep;
    private final WhepHandler srsPlay;
    private final SessionHandler sessions;
    private final Gate gate;
    private final Routes more;

    public SignalingVerticle(
            SignalingNode node,
            HttpFront front,
            WhipConfig whip,
            WhepConfig whep,
            Gate gate,
            Routes more) {
        this.node = node;
        this.front = front;
        this.whip = new WhipHandler(node, whip);
        this.whep = new WhepHandler(node, whep);
        this.srsPlay = new WhepHandler(node, whep.withoutCounterOffers());
        this.sessions = new SessionHandler(node);
        this.gate = gate;
        this.more = more;
    }

    @Override
    public Future<?> start() {
        HttpListener listener = new HttpListener(vertx, front, new EarlyRefusals());
        return listener.listen(router(listener));
    }

    private Router router(HttpListener listener) {
        Router router = Router.router(vertx);
        Gate.open(router.route()).handler(listener::onRequest);
        BodyReading.mount(Gate.open(router.route()), front.bodyMemory(), front.bodyMax())
                .failureHandler(this::onFailure);
        endpoint(router, "/whip/:stream", 204, SignalingVerticle::ofPath, Action.PUBLISH)
                .handler(offers(OfferReader::stream, whip));
        endpoint(router, "/whep/:stream", 200, SignalingVerticle::ofPath, Action.WATCH)
                .handler(offers(OfferReader::stream, whep));
        mountSrs(router);
        mountSessions(router);
        more.mount(router);
        Gate.open(router.route()).failureHandler(this::onFailure);
        Gate.requireAllDeclared(router);
        node.contract().compare(router);
        return router;
    }

    private OfferHandler offers(RequestedStream stream, SessionOpener opener) {
        return new OfferHandler(node, stream, opener);
    }

    private static Optional<String> ofPath(RoutingContext request) {
        return Optional.ofNullable(request.pathParam("stream"));
    }

    /// What SRS has, with a slash at the end or without.
    private void mountSrs(Router router) {
        endpoint(router, "/rtc/v1/whip", 204, SRS_QUERY::find, Action.PUBLISH)
                .handler(offers(SrsStreams::ofQuery, whip));
        endpoint(router, "/rtc/v1/whep", 200, SRS_QUERY::find, Action.WATCH)
                .handler(offers(SrsStreams::ofQuery, whep));
        srs(router, "/rtc/v1/publish", Action.PUBLISH).handler(new SrsHandler(node, whip));
        srs(router, "/rtc/v1/play", Action.WATCH).handler(new SrsHandler(node, srsPlay));
    }

    private Route srs(Router router, String path, Action action) {
        RequestedStream stream = SrsStreams::ofBody;
        Route post = gate.require(router.post(path), stream::find, action);
        AllowedMethods.at(router, path).post(SessionHandler.JSON).mount();
        return post;
    }

    private void mountSessions(Router router) {
        String session = "/session/:stream/:session";
        Gate.open(router.get(session))
                .handler(request -> request.response().setStatusCode(204).end());
        Gate.open(router.head(session))
                .handler(request -> request.response().setStatusCode(204).end());
        gate.requireForSession(router.post(session))
                .handler(checking(session))
                .handler(sessions::onPause);
        gate.requireForSession(router.patch(session)).handler(sessions::onPatch);
        gate.requireForSession(router.delete(session)).handler(sessions::onDelete);
        AllowedMethods.at(router, session)
                .post(SessionHandler.JSON)
                .patch(SessionHandler.FRAGMENT)
                .mount();
        String layer = session + "/layer";
        gate.requireForSession(router.get(layer)).handler(sessions::onLayers);
        gate.requireForSession(router.head(layer)).handler(sessions::onLayers);
        gate.requireForSession(router.post(layer))
                .handler(checking(layer))
                .handler(sessions::onChoose);
        gate.requireForSession(router.delete(layer)).handler(sessions::onRelease);
        AllowedMethods.at(router, layer).post(SessionHandler.JSON).mount();
    }

    private Handler<RoutingContext> checking(String path) {
        return node.contract().checking(HttpMethod.POST, path);
    }

    /// @param emptyStatus what GET answers (RFC 9725 §4.1: 2xx without content)
    /// @param stream that the request is about
    private Route endpoint(
            Router router,
            String path,
            int emptyStatus,
            Function<RoutingContext, Optional<String>> stream,
            Action action) {
        Gate.open(router.get(path)).handler(request -> empty(request, emptyStatus));
        Gate.open(router.head(path)).handler(request -> empty(request, emptyStatus));
        Route post = gate.require(router.post(path), stream, action);
        AllowedMethods.at(router, path)
                .post(OfferReader.SDP)
                .mount(request -> tellIceServers(request, stream.apply(request), action));
        return post;
    }

    /// ICE servers are told of, with their credentials, to who may use them, and in no preflight
    /// (RFC 9725 §4.6).
    private Future<?> tellIceServers(
            RoutingContext request, Optional<String> stream, Action action) {
        boolean preflight = request.request().headers().contains("Access-Control-Request-Method");
        if (preflight || node.iceServers().isEmpty()) {
            return Future.succeededFuture();
        }
        return gate.admits(request, stream, action)
                .onSuccess(
                        admitted -> {
                            if (admitted) {
                                SessionLocation.tellIceServers(
                                        request.response(),
                                        node,
                                        SessionId.create(
                                                node.id(), SessionRole.VIEWER, node.random()));
                            }
                        });
    }

    private static void empty(RoutingContext request, int status) {
        if (status == 200) {
            request.response().putHeader("Content-Type", OfferReader.SDP);
            request.response().putHeader("Content-Length", "0");
        }
        request.response().setStatusCode(status).end();
    }

    private void onFailure(RoutingContext request) {
        if (request.response().ended()) {
            // It was answered before all of it came, and what came then cannot be read.
            return;
        }
        if (request.response().headWritten()) {
            request.response().reset();
        } else if (request.statusCode() == 413) {
            Answers.refuse(request, new Refusal.BodyTooLong(front.bodyMax()));
        } else if (request.failure() == null) {
            request.response().setStatusCode(Math.max(400, request.statusCode())).end();
        } else if (request.statusCode() == 400) {
            Answers.refuse(request, Answers.malformed(request.failure()));
        } else {
            Answers.fail(request, request.failure());
        }
    }

    /// What other nodes ask of sessions here: registered once a node.
    ///
    /// @param owner where they are answered
    public static Registration answerOtherNodes(SignalingNode node, OwnerLoop owner) {
        SessionHandler sessions = new SessionHandler(node);
        HolderSilence silence = new HolderSilence(node);
        Registration commands =
                node.bus().handle(SessionCommand.KIND, body -> sessions.onCommand(body, owner));
        Registration questions =
                node.bus().handle(HolderSilence.KIND, body -> silence.onQuestion(body, owner));
        return () -> {
            commands.remove();
            questions.remove();
        };
    }
}
