package weir.signaling;

import io.vertx.core.Future;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import weir.access.Grant;
import weir.cluster.Claim;
import weir.cluster.ClaimOutcome;
import weir.jsep.Negotiation;
import weir.peer.BitrateLimits;
import weir.peer.PeerParameters;
import weir.rtp.Bitrate;
import weir.stream.Publication;
import weir.stream.PublicationOrigin;
import weir.transport.SessionId;
import weir.transport.SessionRef;
import weir.transport.SessionRequest;
import weir.transport.SessionRole;

import java.util.List;

/// Claims a stream in the cluster for its publisher, whose session it opens here.
final class WhipHandler implements SessionOpener {
    private static final Logger log = LoggerFactory.getLogger(WhipHandler.class);

    private final SignalingNode node;
    private final WhipConfig config;
    private final HolderSilence silence;

    WhipHandler(SignalingNode node, WhipConfig config) {
        this.node = node;
        this.config = config;
        this.silence = new HolderSilence(node);
    }

    @Override
    public Future<AnsweredSession> open(StreamOffer offer) {
        String stream = offer.stream();
        BitrateLimits limits = limits(stream, offer.grant());
        return switch (node.answerer()
                .answerPublisher(offer.description(), offer.endpoint(), limits)) {
            case Negotiation.Refused(_, var because, var codecs) ->
                    Future.failedFuture(
                            new RefusedException(new Refusal.OfferUnacceptable(because, codecs)));
            case Negotiation.Accepted accepted ->
                    node.admission()
                            .compose(_ -> admit(offer, limits, accepted))
                            .map(
                                    session ->
                                            new AnsweredSession(
                                                    stream, session, accepted.answer(), List.of()));
        };
    }

    private Future<SessionRef> admit(
            StreamOffer offer, BitrateLimits limits, Negotiation.Accepted accepted) {
        return node.admissions()
                .publish(offer, () -> publish(offer.stream(), offer.grant(), limits, accepted));
    }

    private BitrateLimits limits(String stream, Grant grant) {
        BitrateLimits limits = node.media().limits(stream);
        return grant.bitrateMaxBps().map(Bitrate::new).map(limits::atMost).orElse(limits);
    }

    private Future<SessionRef> publish(
            String stream, Grant grant, BitrateLimits limits, Negotiation.Accepted accepted) {
        SessionId id = SessionId.create(node.id(), SessionRole.PUBLISHER, node.random());
        return node.directory()
                .claim(stream, id.name(), config.taken())
                .compose(outcome -> replaceIfSilent(outcome, id))
                .compose(
                        outcome ->
                                switch (outcome) {
                                    case ClaimOutcome.Taken _ ->
                                            Future.failedFuture(
                                                    new RefusedException(
                                                            new Refusal.StreamTaken(stream)));
                                    case ClaimOutcome.Granted(var claim, _) ->
                                            open(id, claim, grant, limits, accepted);
                                });
    }

    /// Under every policy a publisher that is silent may be replaced by its equal: an encoder that
    /// died would otherwise hold its name until consent expires.
    private Future<ClaimOutcome> replaceIfSilent(ClaimOutcome outcome, SessionId id) {
        return switch (outcome) {
            case ClaimOutcome.Granted _ -> Future.succeededFuture(outcome);
            case ClaimOutcome.Taken(var holder) ->
                    silence.isReached(holder)
                            .compose(
                                    silent ->
                                            silent
                                                    ? node.directory().replace(holder, id.name())
                                                    : Future.succeededFuture(outcome));
        };
    }

    private Future<SessionRef> open(
            SessionId id,
            Claim claim,
            Grant grant,
            BitrateLimits limits,
            Negotiation.Accepted accepted) {
        // A session keeps what makes its sink: not the answer as well.
        PeerParameters parameters = accepted.parameters();
        SessionRequest session =
                SessionRequest.ofPublisher(
                        id,
                        parameters,
                        grant.on(claim.stream()),
                        limits,
                        driver ->
                                new Publication(
                                        driver,
                                        claim.stream(),
                                        node.streams(),
                                        PublicationOrigin.PUBLISHER,
                                        claim.epoch(),
                                        parameters.incoming()));
        return node.transport()
                .openSession(session)
                .onSuccess(_ -> log.info("{} publishes {}", id, claim.stream()))
                .onFailure(_ -> node.directory().clear(claim));
    }
}
