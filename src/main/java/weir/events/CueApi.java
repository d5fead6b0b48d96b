package weir.events;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

import weir.access.Action;
import weir.signaling.AllowedMethods;
import weir.signaling.Answers;
import weir.signaling.Gate;
import weir.signaling.OfferReader;
import weir.signaling.Refusal;
import weir.signaling.RefusedException;

/// `POST /api/streams/{stream}/scte35`: hands a cue to all viewers of a stream. Any thread.
final class CueApi {
    private static final String TEXT = "text/plain";
    private static final String JSON = "application/json";
    private static final String PATH = "/api/streams/:stream/scte35";

    private final Events events;
    private final Gate gate;

    CueApi(Events events, Gate gate) {
        this.events = events;
        this.gate = gate;
    }

    void mount(Router router) {
        gate.require(router.post(PATH), Action.PUBLISH, Action.MANAGE).handler(this::onPost);
        AllowedMethods.at(router, PATH).post(TEXT + ", " + JSON).mount();
    }

    private void onPost(RoutingContext request) {
        try {
            String stream = OfferReader.stream(request);
            Cue cue = Cue.read(body(request));
            events.node()
                    .directory()
                    .find(stream)
                    .onSuccess(
                            claim ->
                                    claim.ifPresentOrElse(
                                            _ -> tell(request, stream, cue),
                                            () ->
                                                    Answers.refuse(
                                                            request,
                                                            new Refusal.StreamUnknown(stream))))
                    .onFailure(_ -> Answers.refuse(request, Refusal.Plain.CLUSTER_UNAVAILABLE));
        } catch (RefusedException refused) {
            Answers.refuse(request, refused.refusal());
        }
    }

    /// Base64 as it is, or as the field `message` of a JSON object.
    private static String body(RoutingContext request) throws RefusedException {
        String body = OfferReader.text(request);
        OfferReader.requireReadable(request, TEXT, JSON);
        if (!OfferReader.hasContentType(request, JSON)) {
            return body;
        }
        try {
            if (new JsonObject(body).getValue("message") instanceof String message) {
                return message;
            }
        } catch (DecodeException _) {
            throw new RefusedException(Refusal.Plain.JSON_MALFORMED);
        }
        throw new RefusedException(new Refusal.CueMalformed("there is no field 'message'"));
    }

    private void tell(RoutingContext request, String stream, Cue cue) {
        events.tellCue(stream, cue)
                .onSuccess(
                        told ->
                                request.response()
                                        .putHeader("Content-Type", JSON)
                                        .end(new JsonObject().put("told", told).encode()))
                .onFailure(failure -> Answers.fail(request, failure));
    }
}
