package weir.signaling;

import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;

import weir.http.HttpListener;

/// Answers the POST of an offer with the session that it gets, at whatever path (RFC 9725 §4.2).
final class OfferHandler implements Handler<RoutingContext> {
    private final SignalingNode node;
    private final RequestedStream stream;
    private final SessionOpener opener;

    OfferHandler(SignalingNode node, RequestedStream stream, SessionOpener opener) {
        this.node = node;
        this.stream = stream;
        this.opener = opener;
    }

    @Override
    public void handle(RoutingContext request) {
        try {
            StreamOffer offer =
                    new StreamOffer(
                            stream.of(request),
                            OfferReader.offer(request),
                            node.endpoint(request),
                            Gate.grant(request),
                            HttpListener.client(request));
            opener.open(offer)
                    .onSuccess(session -> SessionLocation.created(request, node, session))
                    .onFailure(failure -> refuse(request, failure));
        } catch (RefusedException refused) {
            Answers.refuse(request, refused.refusal());
        }
    }

    private void refuse(RoutingContext request, Throwable failure) {
        if (failure instanceof CounterOfferedException counterOffered) {
            CounterOffering.write(request.response(), node, counterOffered);
        } else {
            Answers.fail(request, failure);
        }
    }
}
