package weir.signaling;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import weir.access.Denial;
import weir.stream.StreamName;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A request that is refused, and why. A value; its answer is problem+json (RFC 9457).
public sealed interface Refusal {
    /// What stands before the type, in a problem.
    String NAMESPACE = "urn:weir:problem:";

    /// All that is to be said of it is known beforehand; its name is its type.
    enum Plain implements Refusal {
        BODY_MISSING(400, "The request has no body."),
        JSON_MALFORMED(400, "The body is not JSON of the kind that is wanted here."),
        FRAGMENT_OF_ANOTHER(
                400,
                "Neither a=ice-ufrag and a=ice-pwd nor the sections' a=mid are this session's."),
        FRAGMENT_CONTRADICTORY(
                400,
                "All sections share one transport, so a=ice-ufrag and a=ice-pwd must be the"
                        + " same in all."),
        SESSION_UNKNOWN(404, "There is no such session, or it has ended."),
        EVENT_STREAM_UNKNOWN(404, "There is no such event stream, or it has ended."),
        BODY_TIMEOUT(408, "The request's body did not come in time."),
        SESSION_WATCHES_NOTHING(
                409,
                "The session is a publisher's or another node's: only a viewer is sent layers."),
        PRECONDITION_FAILED(412, "If-Match does not carry the session's ETag."),
        URI_TOO_LONG(414, "The request's first line is longer than it may be."),
        ICE_RESTART_UNSUPPORTED(422, "ICE is not restarted here."),
        TRICKLE_UNSUPPORTED(422, "No candidates are taken after the offer."),
        PRECONDITION_MISSING(428, "If-Match must carry the session's ETag."),
        TOO_MANY_SESSIONS_OF_CLIENT(429, "This address has as many sessions as it may.", 10),
        TOO_MANY_COUNTER_OFFERS_OF_CLIENT(
                429, "As many counter-offers wait for this address's answers as may.", 10),
        TOO_MANY_EVENT_STREAMS_OF_SESSION(
                429, "This session has as many event streams as it may.", 2),
        HEADERS_TOO_LONG(431, "The request's headers are longer than they may be."),
        /// Our own fault; the log says more.
        NODE_FAILED(500, "This node could not answer; its log tells why."),
        TOO_MANY_ANSWERS(503, "As much waits for clients of this node as it may keep.", 2),
        TOO_MANY_BODIES(503, "As much is being sent to this node as it may keep.", 2),
        TOO_MANY_STREAMS(503, "As many streams were created as there may be.", 2),
        TOO_MANY_SESSIONS(503, "This node has as many sessions as it may.", 2),
        TOO_MANY_COUNTER_OFFERS(
                503, "As many counter-offers wait for their answers on this node as may.", 10),
        CLUSTER_UNAVAILABLE(503, "The cluster did not answer in time.", 2),
        NODE_DRAINING(503, "This node is being emptied and takes no new sessions; others do.", 2),
        TOO_MANY_EVENT_STREAMS(503, "This node has as many event streams as it may.", 2);

        private final int status;
        private final String detail;
        private final int retryAfter;

        Plain(int status, String detail) {
            this(status, detail, 0);
        }

        /// @param retryAfter seconds; 0 for never
        Plain(int status, String detail, int retryAfter) {
            this.status = status;
            this.detail = detail;
            this.retryAfter = retryAfter;
        }
    }

    /// It is no HTTP request, or its target no path.
    record RequestMalformed(String because) implements Refusal {}

    record StreamNameInvalid(String name) implements Refusal {}

    /// Empty if there can be a stream of this name.
    static Optional<Refusal> ofStreamName(String name) {
        return StreamName.isAllowed(name)
                ? Optional.empty()
                : Optional.of(new StreamNameInvalid(name));
    }

    /// @param wanted one type, or several with ", " between, as `Accept-Post` has them
    record ContentTypeWrong(String wanted) implements Refusal {}

    /// @param encoding as in `Content-Encoding`
    record ContentEncodingUnknown(String encoding) implements Refusal {}

    /// @param allowed as in `Allow`
    record MethodNotAllowed(String allowed) implements Refusal {}

    record BodyTooLong(long lengthMax) implements Refusal {}

    record SdpMalformed(int line, String because) implements Refusal {}

    /// It may be right, but is more than anybody needs.
    record SdpTooLarge(int line, String because) implements Refusal {}

    record OfferUnacceptable(String because, List<String> acceptedCodecs) implements Refusal {}

    /// Of the answer to a counter-offer.
    record AnswerUnacceptable(String because, List<String> acceptedCodecs) implements Refusal {}

    record StreamTaken(String stream) implements Refusal {}

    record StreamNotLive(String stream) implements Refusal {}

    record StreamUnknown(String stream) implements Refusal {}

    record StreamExists(String stream) implements Refusal {}

    record NotAdmitted(Denial denial) implements Refusal {}

    record PathUnknown(String path) implements Refusal {}

    /// @param values that it may have
    record ParameterInvalid(String name, String values, String value) implements Refusal {}

    /// @param lacking what of the session's media is not there: `no video`
    record MediumUnknown(String lacking) implements Refusal {}

    /// @param rids that there are
    record LayerUnknown(String rid, List<String> rids) implements Refusal {}

    record TooManyViewers(String stream) implements Refusal {}

    /// @param retryAfter seconds, 1 or more
    record TooManyRequests(int retryAfter) implements Refusal {}

    /// @param because a sentence
    record CascadeConflict(String because) implements Refusal {}

    record CascadeUnknown(String stream) implements Refusal {}

    record HostNotAllowed(String host) implements Refusal {}

    record NodeUnknown(String node) implements Refusal {}

    /// @param offered to this session, with commas between
    record EventUnknown(String event, String offered) implements Refusal {}

    /// @param because what of the cue is wrong
    record CueMalformed(String because) implements Refusal {}

    default int status() {
        return switch (this) {
            case Plain plain -> plain.status;
            case RequestMalformed _,
                    StreamNameInvalid _,
                    SdpMalformed _,
                    EventUnknown _,
                    CueMalformed _,
                    ParameterInvalid _ ->
                    400;
            case NotAdmitted(var denial) ->
                    switch (denial.kind()) {
                        case UNAUTHENTICATED, TOKEN_BAD -> 401;
                        case FORBIDDEN, ORIGIN -> 403;
                        case UNDECIDED -> 503;
                    };
            case StreamUnknown _, NodeUnknown _, CascadeUnknown _, PathUnknown _ -> 404;
            case HostNotAllowed _ -> 403;
            case MethodNotAllowed _ -> 405;
            case StreamTaken _, StreamNotLive _, StreamExists _, CascadeConflict _ -> 409;
            case BodyTooLong _, SdpTooLarge _ -> 413;
            case ContentTypeWrong _, ContentEncodingUnknown _ -> 415;
            case OfferUnacceptable _, AnswerUnacceptable _, MediumUnknown _, LayerUnknown _ -> 422;
            case TooManyRequests _ -> 429;
            case TooManyViewers _ -> 503;
        };
    }

    /// The problem's type: stable, for programs.
    default String type() {
        return switch (this) {
            case Plain plain -> plain.name().toLowerCase(Locale.ROOT).replace('_', '-');
            case RequestMalformed _ -> "request-malformed";
            case StreamNameInvalid _ -> "stream-name-invalid";
            case ContentTypeWrong _ -> "content-type-wrong";
            case ContentEncodingUnknown _ -> "content-encoding-unknown";
            case MethodNotAllowed _ -> "method-not-allowed";
            case BodyTooLong _ -> "body-too-long";
            case SdpMalformed _ -> "sdp-malformed";
            case SdpTooLarge _ -> "sdp-too-large";
            case OfferUnacceptable _ -> "offer-unacceptable";
            case AnswerUnacceptable _ -> "answer-unacceptable";
            case StreamTaken _ -> "stream-taken";
            case StreamNotLive _ -> "stream-not-live";
            case StreamUnknown _ -> "stream-unknown";
            case StreamExists _ -> "stream-exists";
            case NotAdmitted(var denial) -> type(denial);
            case PathUnknown _ -> "path-unknown";
            case ParameterInvalid _ -> "parameter-invalid";
            case MediumUnknown _ -> "medium-unknown";
            case LayerUnknown _ -> "layer-unknown";
            case TooManyViewers _ -> "too-many-viewers";
            case TooManyRequests _ -> "too-many-requests";
            case CascadeConflict _ -> "cascade-conflict";
            case CascadeUnknown _ -> "cascade-unknown";
            case HostNotAllowed _ -> "host-not-allowed";
            case NodeUnknown _ -> "node-unknown";
            case EventUnknown _ -> "event-unknown";
            case CueMalformed _ -> "cue-malformed";
        };
    }

    private static String type(Denial denial) {
        return switch (denial.kind()) {
            case UNAUTHENTICATED -> "token-missing";
            case TOKEN_BAD -> "token-invalid";
            case FORBIDDEN -> "forbidden";
            case ORIGIN -> "origin-not-allowed";
            case UNDECIDED -> "access-undecided";
        };
    }

    /// The problem in a sentence, for people.
    default String detail() {
        return switch (this) {
            case Plain plain -> plain.detail;
            case RequestMalformed(var because) -> because;
            case StreamNameInvalid(var name) ->
                    "A stream's name is 1 to 128 of A-Z a-z 0-9 . _ ~ -, not . or .., and not '%s'."
                            .formatted(name);
            case ContentTypeWrong(var wanted) ->
                    "The request's Content-Type must be " + wanted.replace(", ", " or ") + ".";
            case ContentEncodingUnknown(var encoding) ->
                    "The body must be sent as it is, not coded as '" + encoding + "'.";
            case MethodNotAllowed(var allowed) -> "What is allowed here: " + allowed + ".";
            case BodyTooLong(var lengthMax) -> "The body is longer than " + lengthMax + " bytes.";
            case SdpMalformed(var line, var because) -> "Line " + line + ": " + because;
            case SdpTooLarge(var line, var because) -> "Line " + line + ": " + because;
            case OfferUnacceptable(var because, _) -> because;
            case AnswerUnacceptable(var because, _) -> because;
            case StreamTaken(var stream) -> "Somebody else publishes '" + stream + "'.";
            case StreamNotLive(var stream) -> "Nobody publishes '" + stream + "' now.";
            case StreamUnknown(var stream) ->
                    "There is no stream '" + stream + "': nobody publishes or watches it.";
            case NotAdmitted(var denial) -> denial.sentence();
            case StreamExists(var stream) -> "There is a stream '" + stream + "' already.";
            case PathUnknown(var path) ->
                    "There is nothing at " + path + "; /openapi.yaml lists what there is.";
            case ParameterInvalid(var name, var values, var value) ->
                    "The parameter " + name + " is " + values + ", not '" + value + "'.";
            case MediumUnknown(var lacking) -> "The session has " + lacking + ".";
            case LayerUnknown(var rid, var rids) -> layers(rid, rids);
            case TooManyViewers(var stream) ->
                    "'" + stream + "' has as many viewers on this node as it may.";
            case TooManyRequests _ -> "This address asks more often than it may.";
            case CascadeConflict(var because) -> because;
            case CascadeUnknown(var stream) ->
                    "Nothing of that kind was asked for of '" + stream + "'.";
            case HostNotAllowed(var host) ->
                    "The server " + host + " is none of cascade.allowed-hosts.";
            case NodeUnknown(var node) -> "There is no node '" + node + "' in the cluster.";
            case EventUnknown(var event, var offered) ->
                    "Events of this session are " + offered + ", not '" + event + "'.";
            case CueMalformed(var because) -> "The body is no SCTE 35 message: " + because + ".";
        };
    }

    private static String layers(String rid, List<String> rids) {
        return "The publisher has no encoding '"
                + rid
                + "', but "
                + (rids.isEmpty() ? "one without a name" : String.join(", ", rids))
                + ".";
    }

    /// Seconds after which trying again makes sense.
    default Optional<Integer> retryAfterSeconds() {
        return switch (this) {
            case Plain plain -> Optional.of(plain.retryAfter).filter(seconds -> seconds > 0);
            case StreamTaken _ -> Optional.of(3);
            case StreamNotLive _ -> Optional.of(2);
            case TooManyViewers _ -> Optional.of(10);
            case TooManyRequests(var seconds) -> Optional.of(seconds);
            case NotAdmitted _ when status() == 503 -> Optional.of(2);
            default -> Optional.empty();
        };
    }

    default JsonObject problem() {
        JsonObject problem =
                new JsonObject()
                        .put("type", NAMESPACE + type())
                        .put("title", type().replace('-', ' '))
                        .put("status", status())
                        .put("detail", detail());
        if (this instanceof OfferUnacceptable(_, var codecs) && !codecs.isEmpty()) {
            problem.put("acceptedCodecs", new JsonArray(codecs));
        }
        retryAfterSeconds().ifPresent(seconds -> problem.put("retryAfter", seconds));
        if (this instanceof ParameterInvalid(var name, _, _)) {
            problem.put("parameter", name);
        }
        return problem;
    }
}
