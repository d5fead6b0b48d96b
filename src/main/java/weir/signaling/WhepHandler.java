package weir.signaling;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import weir.jsep.Negotiation;
import weir.loop.OwnerLoop;
import weir.rtp.PayloadFormat;
import weir.sdp.SessionDescription;
import weir.stream.PublicationRef;
import weir.stream.Subscriber;
import weir.transport.SessionId;
import weir.transport.SessionRef;
import weir.transport.SessionRequest;

import java.util.List;
import java.util.Optional;

/// `POST /whep/{stream}`: finds the stream in the cluster, and opens the viewer's session here.
final class WhepHandler {
    private static final Logger log = LoggerFactory.getLogger(WhepHandler.class);

    private final SignalingNode node;
    private final WhepConfig config;

    WhepHandler(SignalingNode node, WhepConfig config) {
        this.node = node;
        this.config = config;
    }

    void onPost(RoutingContext request) {
        try {
            String stream = OfferReader.stream(request);
            SessionDescription offer = OfferReader.offer(request);
            node.source()
                    .find(stream, new OwnerLoop(Vertx.currentContext()))
                    .compose(live -> watch(request, stream, offer, live))
                    .onFailure(failure -> Answers.fail(request, failure));
        } catch (RefusedException refused) {
            Answers.refuse(request, refused.refusal());
        }
    }

    private Future<Void> watch(
            RoutingContext request,
            String stream,
            SessionDescription offer,
            Optional<PublicationRef> live) {
        if (live.isEmpty() && config.notLive() == WhepConfig.NotLive.REJECT) {
            return refused(new Refusal.StreamNotLive(stream));
        }
        List<PayloadFormat> current = live.map(PublicationRef::formats).orElse(List.of());
        return switch (node.answerer().answerViewer(offer, node.endpoint(request), current)) {
            case Negotiation.Refused(_, var because, var codecs) ->
                    refused(new Refusal.OfferUnacceptable(because, codecs));
            case Negotiation.Accepted accepted ->
                    open(stream, accepted)
                            .onSuccess(
                                    session ->
                                            SessionLocation.created(
                                                    request, stream, session, accepted.answer()))
                            .mapEmpty();
        };
    }

    private static Future<Void> refused(Refusal refusal) {
        return Future.failedFuture(new RefusedException(refusal));
    }

    private Future<SessionRef> open(String stream, Negotiation.Accepted accepted) {
        SessionId id = SessionId.create(node.id(), node.random());
        return node.transport()
                .openSession(
                        new SessionRequest(
                                id,
                                Optional.empty(),
                                accepted.parameters(),
                                Optional.empty(),
                                driver ->
                                        new Subscriber(
                                                driver, stream, node.streams(), node.random())))
                .onSuccess(_ -> log.info("{} watches {}", id, stream));
    }
}
