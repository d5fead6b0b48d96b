package weir.signaling;

import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;

/// Answers the POST of an offer with the session that it gets, at whatever path (RFC 9725 §4.2).
final class OfferHandler implements Handler<RoutingContext> {
    /// Tells what stream a request is for.
    interface StreamName {
        /// @throws RefusedException if no stream can have that name
        String of(RoutingContext request) throws RefusedException;
    }

    private final SignalingNode node;
    private final StreamName stream;
    private final SessionOpener opener;

    OfferHandler(SignalingNode node, StreamName stream, SessionOpener opener) {
        this.node = node;
        this.stream = stream;
        this.opener = opener;
    }

    @Override
    public void handle(RoutingContext request) {
        try {
            StreamOffer offer =
                    new StreamOffer(
                            stream.of(request), OfferReader.offer(request), node.endpoint(request));
            opener.open(offer)
                    .onSuccess(session -> SessionLocation.created(request, session))
                    .onFailure(failure -> Answers.fail(request, failure));
        } catch (RefusedException refused) {
            Answers.refuse(request, refused.refusal());
        }
    }
}
