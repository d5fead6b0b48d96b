package weir.events;

import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

import weir.cluster.NodeRequestException;
import weir.signaling.AllowedMethods;
import weir.signaling.Answers;
import weir.signaling.EventType;
import weir.signaling.Gate;
import weir.signaling.OfferReader;
import weir.signaling.Refusal;
import weir.signaling.RefusedException;
import weir.signaling.Routes;
import weir.transport.SessionId;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// `/session/{stream}/{session}/sse`: viewers' event streams, at any node. Any thread.
public final class EventRoutes implements Routes {
    private static final String JSON = "application/json";

    /// More cannot be different ones.
    private static final int NAMES_MAX = EventType.values().length;

    private final Events events;
    private final Gate gate;

    public EventRoutes(Events events, Gate gate) {
        this.events = events;
        this.gate = gate;
    }

    @Override
    public void mount(Router router) {
        String all = "/session/:stream/:session/sse";
        gate.requireForSession(router.post(all)).handler(this::onOpen);
        AllowedMethods.at(router, all).post(JSON).mount();
        String one = all + "/:id";
        // A browser's EventSource sends no token: who knows the event stream's name was given it.
        Gate.open(router.get(one)).handler(this::onRead);
        Gate.open(router.head(one)).handler(this::onHead);
        gate.requireForSession(router.delete(one)).handler(this::onClose);
        AllowedMethods.at(router, one).mount();
        new CueApi(events, gate).mount(router);
    }

    private void onOpen(RoutingContext request) {
        try {
            EventMessage.Open wanted =
                    new EventMessage.Open(
                            request.pathParam("stream"),
                            request.pathParam("session"),
                            Optional.ofNullable(request.request().authority())
                                    .map(authority -> authority.host())
                                    .orElse(""),
                            names(request));
            ask(request, EventMessage.OPEN, wanted.toJson())
                    .onSuccess(
                            answer ->
                                    request.response()
                                            .setStatusCode(201)
                                            .putHeader(
                                                    HttpHeaders.LOCATION,
                                                    request.normalizedPath()
                                                            + "/"
                                                            + answer.getString("id"))
                                            .end())
                    .onFailure(failure -> Answers.fail(request, failure));
        } catch (RefusedException refused) {
            Answers.refuse(request, refused.refusal());
        }
    }

    /// @return empty if the client leaves it to us
    private static Optional<List<String>> names(RoutingContext request) throws RefusedException {
        String body = OfferReader.text(request);
        if (body.isEmpty()) {
            return Optional.empty();
        }
        OfferReader.requireReadable(request, JSON);
        try {
            boolean names =
                    Json.decodeValue(body) instanceof JsonArray array
                            && !array.isEmpty()
                            && array.size() <= NAMES_MAX
                            && array.stream().allMatch(String.class::isInstance);
            if (!names) {
                String wanted = "an array of one to " + NAMES_MAX + " names of events";
                throw new RefusedException(
                        new Refusal.ParameterInvalid("events", wanted, "something else"));
            }
            return Optional.of(
                    new JsonArray(body).stream().map(String.class::cast).distinct().toList());
        } catch (DecodeException _) {
            throw new RefusedException(Refusal.Plain.JSON_MALFORMED);
        }
    }

    /// Asks the node of the session, which may be this one. Fails if it is refused; then the client
    /// has its answer.
    private Future<JsonObject> ask(RoutingContext request, String kind, JsonObject body) {
        Optional<SessionId> session = SessionId.read(request.pathParam("session"));
        if (session.isEmpty()) {
            return Future.failedFuture(new RefusedException(Refusal.Plain.SESSION_UNKNOWN));
        }
        return events.node()
                .bus()
                .request(session.get().nodeId(), kind, body)
                .recover(EventRoutes::notThere)
                .compose(
                        answer -> {
                            JsonObject problem = answer.getJsonObject("problem");
                            if (problem == null) {
                                return Future.succeededFuture(answer);
                            }
                            Answers.refuse(request, problem);
                            return Future.failedFuture("answered");
                        });
    }

    /// A node that is gone has taken its sessions with it.
    private static Future<JsonObject> notThere(Throwable failure) {
        boolean gone =
                failure instanceof NodeRequestException request
                        && request.code().equals(NodeRequestException.GONE);
        return Future.failedFuture(
                gone ? new RefusedException(Refusal.Plain.SESSION_UNKNOWN) : failure);
    }

    private EventMessage.Place place(RoutingContext request, String reader) {
        return new EventMessage.Place(
                request.pathParam("stream"),
                request.pathParam("session"),
                request.pathParam("id"),
                events.node().id(),
                reader);
    }

    /// The reader is there before it is told anything, and the first that it is told may come
    /// before the answer that it is welcome.
    private void onRead(RoutingContext request) {
        String id = UUID.randomUUID().toString();
        EventMessage.Place place = place(request, id);
        EventReader reader =
                new EventReader(
                        request,
                        events.config().keepAlive(),
                        events.counters(),
                        () -> onGone(place));
        events.readers()
                .add(id, reader, SessionId.read(place.session()).map(SessionId::nodeId).orElse(""));
        ask(request, EventMessage.ATTACH, place.toJson())
                .onSuccess(_ -> reader.begin())
                .onFailure(
                        failure -> {
                            reader.giveUp();
                            events.readers().remove(id);
                            Answers.fail(request, failure);
                        });
    }

    private void onGone(EventMessage.Place place) {
        events.readers().remove(place.reader());
        SessionId.read(place.session())
                .ifPresent(
                        session ->
                                events.node()
                                        .bus()
                                        .request(
                                                session.nodeId(),
                                                EventMessage.DETACH,
                                                place.toJson()));
    }

    private void onHead(RoutingContext request) {
        ask(request, EventMessage.ATTACH, place(request, "").toJson())
                .onSuccess(_ -> EventReader.addHeaders(request.response()).end())
                .onFailure(failure -> Answers.fail(request, failure));
    }

    private void onClose(RoutingContext request) {
        ask(request, EventMessage.CLOSE, place(request, "").toJson())
                .onSuccess(_ -> request.response().setStatusCode(200).end())
                .onFailure(failure -> Answers.fail(request, failure));
    }
}
