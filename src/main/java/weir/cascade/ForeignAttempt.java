package weir.cascade;

import io.vertx.core.Future;

import weir.cluster.Claim;
import weir.cluster.ClaimOutcome;
import weir.cluster.TakenPolicy;
import weir.jsep.AnswerReading;
import weir.jsep.CounterOfferAnswer;
import weir.jsep.LocalEndpoint;
import weir.jsep.LocalOffer;
import weir.jsep.Negotiation;
import weir.peer.PeerParameters;
import weir.rtp.PayloadFormat;
import weir.sdp.SdpReader;
import weir.sdp.SdpSyntaxException;
import weir.sdp.SdpWriter;
import weir.sdp.SessionDescription;
import weir.stream.Publication;
import weir.stream.PublicationOrigin;
import weir.stream.Subscriber;
import weir.transport.ForeignServer;
import weir.transport.MediaSink;
import weir.transport.PeerDriver;
import weir.transport.SessionId;
import weir.transport.SessionRef;
import weir.transport.SessionRequest;
import weir.transport.SessionRole;

import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/// One try to have a session with another server: the offer, its answer, and the session here.
/// Owned by the verticle's loop.
final class ForeignAttempt {
    private static final int SECRET_SHOWN = 6;

    private final Wish wish;
    private final ForeignNode node;
    private final EndpointClient client;
    private final UnaryOperator<MediaSink> watch;
    private Optional<URI> remote = Optional.empty();
    private List<PayloadFormat> agreed = List.of();

    /// @param watch what to put around the session's sink
    ForeignAttempt(
            Wish wish, ForeignNode node, EndpointClient client, UnaryOperator<MediaSink> watch) {
        this.wish = wish;
        this.node = node;
        this.client = client;
        this.watch = watch;
    }

    /// @return fails with [ForeignFailure] if nothing came of it
    Future<SessionRef> pull() {
        LocalOffer ours = node.offerer().offerToWatch(node.transport().fingerprint());
        return negotiate(ours, answer -> node.offerer().readWatched(ours, answer), this::answer)
                .compose(this::claim);
    }

    /// @param reading   of the server's answer
    /// @param countered what becomes of an offer of its own
    private Future<PeerParameters> negotiate(
            LocalOffer ours,
            Function<SessionDescription, AnswerReading> reading,
            Function<EndpointReply.CounterOffered, Future<PeerParameters>> countered) {
        return client.offer(wish, SdpWriter.write(ours.description()))
                .compose(
                        reply ->
                                switch (reply) {
                                    case EndpointReply.Answered(var answer, var session) -> {
                                        remote = session;
                                        yield read(answer)
                                                .map(reading)
                                                .compose(ForeignAttempt::parameters);
                                    }
                                    case EndpointReply.CounterOffered offered ->
                                            countered.apply(offered);
                                    case EndpointReply.Refused refused -> refused(refused);
                                });
    }

    private Future<PeerParameters> answer(EndpointReply.CounterOffered offered) {
        remote = Optional.of(offered.session());
        return read(offered.offer())
                .map(
                        offer ->
                                CounterOfferAnswer.of(
                                        node.answerer(),
                                        offer,
                                        new LocalEndpoint(
                                                node.transport().candidates(isOnThisMachine()),
                                                node.transport().tcpCandidates(isOnThisMachine()),
                                                node.transport().fingerprint())))
                .compose(
                        negotiation ->
                                switch (negotiation) {
                                    case Negotiation.Refused(_, var because, _) ->
                                            failed("the counter-offer: " + because);
                                    case Negotiation.Accepted(var answer, var parameters) ->
                                            client.answer(wish, offered, SdpWriter.write(answer))
                                                    .map(parameters);
                                });
    }

    private boolean isOnThisMachine() {
        String host = wish.url().getHost().replace("[", "").replace("]", "");
        try {
            return host.equals("localhost") || InetAddress.ofLiteral(host).isLoopbackAddress();
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    private Future<SessionRef> claim(PeerParameters parameters) {
        SessionId id = SessionId.create(node.id(), SessionRole.LINK, node.random());
        return node.directory()
                .claim(wish.stream(), id.name(), TakenPolicy.REJECT)
                .compose(
                        outcome ->
                                switch (outcome) {
                                    case ClaimOutcome.Taken _ ->
                                            Future.failedFuture(ForeignFailure.STREAM_TAKEN);
                                    case ClaimOutcome.Granted(var claim, _) ->
                                            open(id, parameters, publication(claim, parameters))
                                                    .onFailure(_ -> node.directory().clear(claim));
                                });
    }

    private Function<PeerDriver, MediaSink> publication(Claim claim, PeerParameters parameters) {
        return driver ->
                new Publication(
                        driver,
                        claim.stream(),
                        node.streams(),
                        PublicationOrigin.PUBLISHER,
                        claim.epoch(),
                        parameters.incoming());
    }

    /// @param live what the stream has now
    /// @return fails with [ForeignFailure] if nothing came of it
    Future<SessionRef> push(List<PayloadFormat> live) {
        LocalOffer ours = node.offerer().offerToPublish(node.transport().fingerprint(), live);
        return negotiate(
                        ours,
                        answer -> node.offerer().readPublished(ours, answer),
                        _ -> failed("the server wants to offer itself"))
                .compose(this::send);
    }

    private Future<SessionRef> send(PeerParameters parameters) {
        agreed =
                parameters.outgoing().stream()
                        .flatMap(media -> media.formats().stream())
                        .filter(format -> !format.isRetransmission())
                        .toList();
        return open(
                SessionId.create(node.id(), SessionRole.LINK, node.random()),
                parameters,
                driver -> new Subscriber(driver, wish.stream(), node.streams(), node.random()));
    }

    private Future<SessionRef> open(
            SessionId id, PeerParameters parameters, Function<PeerDriver, MediaSink> sink) {
        return node.transport()
                .openSession(
                        SessionRequest.ofForeign(
                                id, parameters, told(), driver -> watch.apply(sink.apply(driver))));
    }

    private ForeignServer told() {
        Optional<String> url = Optional.of(Wish.shown(wish.url()));
        String session = remote.map(ForeignAttempt::cut).orElse("");
        return switch (wish.way()) {
            case PULL -> new ForeignServer(url, Optional.empty(), session);
            case PUSH -> new ForeignServer(Optional.empty(), url, session);
        };
    }

    /// The last part of a session's path is its secret.
    private static String cut(URI session) {
        String shown = Wish.shown(session);
        int secret = shown.lastIndexOf('/') + 1;
        return shown.substring(0, Math.min(shown.length(), secret + SECRET_SHOWN)) + "…";
    }

    private static Future<SessionDescription> read(String text) {
        try {
            return Future.succeededFuture(SdpReader.read(text));
        } catch (SdpSyntaxException malformed) {
            return failed("its SDP, line " + malformed.line() + ": " + malformed.reason());
        }
    }

    private static Future<PeerParameters> parameters(AnswerReading reading) {
        return switch (reading) {
            case AnswerReading.Agreed(var parameters) -> Future.succeededFuture(parameters);
            case AnswerReading.Unusable(var because) -> failed(because);
        };
    }

    private static <T> Future<T> refused(EndpointReply.Refused refused) {
        return Future.failedFuture(
                new ForeignFailure("it answers " + refused.status(), refused.retryAfter()));
    }

    private static <T> Future<T> failed(String because) {
        return Future.failedFuture(new ForeignFailure(because, Optional.empty()));
    }

    /// What may be sent in this session, without retransmission formats; empty of a pull.
    List<PayloadFormat> agreed() {
        return agreed;
    }

    /// Tells the server that it is over.
    Future<Void> hangUp() {
        Optional<URI> session = remote;
        remote = Optional.empty();
        return session.map(url -> client.hangUp(wish, url)).orElseGet(Future::succeededFuture);
    }
}
