package weir.signaling;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;

import weir.jsep.Negotiation;
import weir.loop.OwnerLoop;
import weir.rtp.PayloadFormat;
import weir.sdp.SdpWriter;
import weir.transport.SessionId;
import weir.transport.SessionRole;

import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Counter-offers of WHEP: 406 with an offer of ours, which the viewer answers by PATCH. Any
/// thread.
final class CounterOffering {
    /// RFC 9110 §5.6.7: IMF-fixdate.
    private static final DateTimeFormatter HTTP_DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT);

    private final SignalingNode node;
    private final ViewerSessions viewers;

    CounterOffering(SignalingNode node) {
        this.node = node;
        this.viewers = new ViewerSessions(node);
    }

    /// Whether such an offer could be answered by one of ours.
    static boolean isDue(WhepConfig.CounterOffering when, Negotiation.Reason reason) {
        return when != WhepConfig.CounterOffering.NEVER
                && switch (reason) {
                    case NO_MEDIA, NO_COMMON_CODEC -> true;
                    case OTHER_MEDIA,
                            TOO_MANY_TRACKS,
                            TOO_MANY_STREAMS,
                            DIRECTION_WRONG,
                            MID_AMBIGUOUS,
                            RTCP_MUX_MISSING,
                            BUNDLE_MISSING,
                            ICE_LITE,
                            ICE_CREDENTIALS_MISSING,
                            FINGERPRINT_MISSING,
                            ANSWER_OF_ANOTHER_OFFER,
                            SETUP_INVALID ->
                            false;
                };
    }

    /// @param current the formats of the stream that is live now, which may be none
    /// @return fails with a [CounterOfferedException], or with a [RefusedException] if too many
    ///     wait
    <T> Future<T> offer(StreamOffer rejected, List<PayloadFormat> current) {
        SessionId id = SessionId.create(node.id(), SessionRole.VIEWER, node.random());
        CounterOffers.Waiting waiting =
                new CounterOffers.Waiting(
                        rejected, node.answerer().offerViewer(rejected.endpoint(), current));
        return node.counterOffers()
                .add(id, waiting, new OwnerLoop(Vertx.currentContext()))
                .compose(
                        refusal ->
                                Future.failedFuture(
                                        refusal.<Exception>map(RefusedException::new)
                                                .orElseGet(
                                                        () ->
                                                                new CounterOfferedException(
                                                                        id, waiting))));
    }

    static void write(
            HttpServerResponse response, SignalingNode node, CounterOfferedException offered) {
        String validUntil =
                HTTP_DATE.format(
                        ZonedDateTime.now(ZoneOffset.UTC).plus(node.counterOffers().validity()));
        SessionLocation.tellIceServers(response, node, offered.id());
        response.setStatusCode(406)
                .putHeader(
                        HttpHeaders.CONTENT_TYPE,
                        OfferReader.SDP + "; valid-until=\"" + validUntil + "\"")
                .putHeader(
                        HttpHeaders.LOCATION, SessionLocation.path(offered.stream(), offered.id()))
                .putHeader(
                        HttpHeaders.ETAG,
                        SessionLocation.entityTag(offered.offer().parameters().localIce()))
                .putHeader("Accept-Patch", OfferReader.SDP)
                .end(SdpWriter.write(offered.offer().description()));
    }

    /// Takes the answer to an offer that waits: the session begins.
    ///
    /// @param loop where the result is wanted
    /// @return fails with a [RefusedException]; an answer that is refused leaves the offer as it is
    Future<SessionReply> answer(SessionCommand command, OwnerLoop loop) {
        return find(command, loop)
                .compose(waiting -> node.admission().map(waiting))
                .compose(waiting -> negotiate(waiting, command))
                .compose(
                        accepted ->
                                // Only one of those who answer at the same time begins it.
                                node.counterOffers()
                                        .begin(command.stream(), command.session(), loop)
                                        .compose(CounterOffering::requireThere)
                                        .compose(taken -> open(taken, accepted, command)))
                .map(SessionReply.of(204));
    }

    private Future<CounterOffers.Waiting> find(SessionCommand command, OwnerLoop loop) {
        return node.counterOffers()
                .find(command.stream(), command.session(), loop)
                .compose(
                        found ->
                                found.isEmpty() && isSession(command)
                                        ? refused(
                                                new Refusal.ContentTypeWrong(
                                                        SessionHandler.FRAGMENT))
                                        : requireThere(found));
    }

    /// One that was answered takes fragments alone.
    private boolean isSession(SessionCommand command) {
        return SessionId.read(command.session())
                .flatMap(node.transport().sessions()::find)
                .isPresent();
    }

    private static Future<CounterOffers.Waiting> requireThere(
            Optional<CounterOffers.Waiting> found) {
        return found.map(Future::succeededFuture)
                .orElseGet(() -> refused(Refusal.Plain.SESSION_UNKNOWN));
    }

    private Future<Negotiation.Accepted> negotiate(
            CounterOffers.Waiting waiting, SessionCommand command) {
        try {
            return switch (waiting.offer()
                    .accept(OfferReader.parse(command.body()), node.random())) {
                case Negotiation.Accepted accepted -> Future.succeededFuture(accepted);
                case Negotiation.Refused(_, var because, var codecs) ->
                        refused(new Refusal.AnswerUnacceptable(because, codecs));
            };
        } catch (RefusedException refused) {
            return Future.failedFuture(refused);
        }
    }

    private Future<?> open(
            CounterOffers.Waiting taken, Negotiation.Accepted accepted, SessionCommand command) {
        SessionId id = SessionId.read(command.session()).orElseThrow();
        return viewers.open(id, taken.rejected(), accepted.parameters())
                .onComplete(_ -> node.counterOffers().onBegun(taken.stream(), id.text()));
    }

    private static <T> Future<T> refused(Refusal refusal) {
        return Future.failedFuture(new RefusedException(refusal));
    }
}
