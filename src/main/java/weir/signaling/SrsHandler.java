package weir.signaling;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;

import weir.http.HttpListener;
import weir.sdp.SdpWriter;

/// `POST /rtc/v1/publish/` and `/rtc/v1/play/` as SRS has them, for the players and pages that
/// speak no WHIP and WHEP: offer and answer in JSON. What is refused is answered with 200 and a
/// code that is not 0, here the status it would otherwise have.
final class SrsHandler implements Handler<RoutingContext> {
    private final SignalingNode node;
    private final SessionOpener opener;

    SrsHandler(SignalingNode node, SessionOpener opener) {
        this.node = node;
        this.opener = opener;
    }

    @Override
    public void handle(RoutingContext request) {
        try {
            JsonFields fields = JsonFields.read(OfferReader.text(request));
            String url = fields.text("streamurl");
            StreamOffer offer =
                    new StreamOffer(
                            SrsStreams.ofUrl(url),
                            OfferReader.parse(fields.text("sdp")),
                            node.endpoint(request),
                            Gate.grant(request),
                            HttpListener.client(request));
            opener.open(offer)
                    .onSuccess(session -> answer(request, describe(session)))
                    .onFailure(failure -> refuse(request, Answers.refusal(request, failure)));
        } catch (RefusedException refused) {
            refuse(request, refused.refusal());
        }
    }

    private JsonObject describe(AnsweredSession session) {
        return new JsonObject()
                .put("code", 0)
                .put("server", node.id())
                .put("sdp", SdpWriter.write(session.answer()))
                .put("sessionid", session.session().id().text());
    }

    private static void refuse(RoutingContext request, Refusal refusal) {
        HttpListener.noteRefusal(request, refusal.type());
        answer(request, refusal.problem().put("code", refusal.status()));
    }

    private static void answer(RoutingContext request, JsonObject json) {
        request.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, SessionHandler.JSON)
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .end(json.encode());
    }
}
