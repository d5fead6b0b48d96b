package weir.signaling;

import io.vertx.core.Future;
import io.vertx.core.Vertx;

import weir.jsep.Negotiation;
import weir.loop.OwnerLoop;
import weir.rtp.PayloadFormat;
import weir.stream.PublicationRef;
import weir.transport.SessionId;
import weir.transport.SessionRole;

import java.util.List;
import java.util.Optional;

/// Finds a stream in the cluster for its viewer, whose session it opens here.
final class WhepHandler implements SessionOpener {
    private final SignalingNode node;
    private final WhepConfig config;
    private final ViewerSessions viewers;
    private final CounterOffering counterOffers;

    WhepHandler(SignalingNode node, WhepConfig config) {
        this.node = node;
        this.config = config;
        this.viewers = new ViewerSessions(node);
        this.counterOffers = new CounterOffering(node);
    }

    @Override
    public Future<AnsweredSession> open(StreamOffer offer) {
        OwnerLoop loop = new OwnerLoop(Vertx.currentContext());
        return node.admission()
                .compose(_ -> node.source().find(offer.stream(), loop))
                .compose(live -> live.isPresent() ? watch(offer, live) : await(offer));
    }

    /// A viewer may wait for a publisher where the config says so, or the stream was created.
    private Future<AnsweredSession> await(StreamOffer offer) {
        return switch (config.notLive()) {
            case WAIT -> watch(offer, Optional.empty());
            case REJECT ->
                    node.created()
                            .find(offer.stream())
                            .compose(
                                    created ->
                                            created.isPresent()
                                                    ? watch(offer, Optional.empty())
                                                    : refused(
                                                            new Refusal.StreamNotLive(
                                                                    offer.stream())));
        };
    }

    private Future<AnsweredSession> watch(StreamOffer offer, Optional<PublicationRef> live) {
        String stream = offer.stream();
        List<PayloadFormat> current = live.map(PublicationRef::formats).orElse(List.of());
        if (config.counterOffer() == WhepConfig.CounterOffering.ALWAYS) {
            return counterOffers.offer(offer, current);
        }
        return switch (node.answerer()
                .answerViewer(offer.description(), offer.endpoint(), current)) {
            case Negotiation.Refused(var reason, var because, var codecs) ->
                    CounterOffering.isDue(config.counterOffer(), reason)
                            ? counterOffers.offer(offer, current)
                            : refused(new Refusal.OfferUnacceptable(because, codecs));
            case Negotiation.Accepted accepted ->
                    viewers.open(
                                    SessionId.create(node.id(), SessionRole.VIEWER, node.random()),
                                    offer,
                                    accepted.parameters())
                            .map(
                                    session ->
                                            new AnsweredSession(
                                                    stream,
                                                    session,
                                                    accepted.answer(),
                                                    accepted.parameters().outgoing()));
        };
    }

    private static <T> Future<T> refused(Refusal refusal) {
        return Future.failedFuture(new RefusedException(refusal));
    }
}
