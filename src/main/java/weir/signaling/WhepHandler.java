package weir.signaling;

import io.vertx.core.Future;
import io.vertx.core.Vertx;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import weir.access.Grant;
import weir.jsep.Negotiation;
import weir.loop.OwnerLoop;
import weir.rtp.PayloadFormat;
import weir.stream.PublicationRef;
import weir.stream.Subscriber;
import weir.transport.SessionId;
import weir.transport.SessionRef;
import weir.transport.SessionRequest;

import java.util.List;
import java.util.Optional;

/// Finds a stream in the cluster for its viewer, whose session it opens here.
final class WhepHandler implements SessionOpener {
    private static final Logger log = LoggerFactory.getLogger(WhepHandler.class);

    private final SignalingNode node;
    private final SessionAdmissions admissions;
    private final WhepConfig config;

    WhepHandler(SignalingNode node, SessionAdmissions admissions, WhepConfig config) {
        this.node = node;
        this.admissions = admissions;
        this.config = config;
    }

    @Override
    public Future<AnsweredSession> open(StreamOffer offer) {
        return node.source()
                .find(offer.stream(), new OwnerLoop(Vertx.currentContext()))
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
        return switch (node.answerer()
                .answerViewer(offer.description(), offer.endpoint(), current)) {
            case Negotiation.Refused(_, var because, var codecs) ->
                    refused(new Refusal.OfferUnacceptable(because, codecs));
            case Negotiation.Accepted accepted ->
                    admissions
                            .watch(offer, () -> open(stream, offer.grant(), accepted))
                            .map(
                                    session ->
                                            new AnsweredSession(
                                                    stream, session, accepted.answer()));
        };
    }

    private static <T> Future<T> refused(Refusal refusal) {
        return Future.failedFuture(new RefusedException(refusal));
    }

    private Future<SessionRef> open(String stream, Grant grant, Negotiation.Accepted accepted) {
        SessionId id = SessionId.create(node.id(), node.random());
        return node.transport()
                .openSession(
                        new SessionRequest(
                                id,
                                Optional.empty(),
                                accepted.parameters(),
                                Optional.empty(),
                                Optional.of(grant.on(stream)),
                                Optional.empty(),
                                driver ->
                                        new Subscriber(
                                                driver, stream, node.streams(), node.random())))
                .onSuccess(_ -> log.info("{} watches {}", id, stream));
    }
}
