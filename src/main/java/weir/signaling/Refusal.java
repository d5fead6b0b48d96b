package weir.signaling;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import weir.access.Denial;

import java.util.List;
import java.util.Optional;

/// A request that is refused, and why. A value; its answer is problem+json (RFC 9457).
public sealed interface Refusal {
    /// It is no HTTP request, or its target no path.
    record RequestMalformed(String because) implements Refusal {}

    record UriTooLong() implements Refusal {}

    record HeadersTooLong() implements Refusal {}

    record StreamNameInvalid(String name) implements Refusal {}

    record ContentTypeWrong(String wanted) implements Refusal {}

    /// @param encoding as in `Content-Encoding`
    record ContentEncodingUnknown(String encoding) implements Refusal {}

    /// @param allowed as in `Allow`
    record MethodNotAllowed(String allowed) implements Refusal {}

    record BodyMissing() implements Refusal {}

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

    record TooManyStreams() implements Limit {}

    record SessionUnknown() implements Refusal {}

    record NotAdmitted(Denial denial) implements Refusal {}

    record PathUnknown(String path) implements Refusal {}

    /// @param values that it may have
    record ParameterInvalid(String name, String values, String value) implements Refusal {}

    record JsonMalformed() implements Refusal {}

    /// @param lacking what of the session's media is not there: `no video`
    record MediumUnknown(String lacking) implements Refusal {}

    /// @param rids that there are
    record LayerUnknown(String rid, List<String> rids) implements Refusal {}

    record SessionWatchesNothing() implements Refusal {}

    record PreconditionMissing() implements Refusal {}

    record PreconditionFailed() implements Refusal {}

    record IceRestartUnsupported() implements Refusal {}

    record TrickleUnsupported() implements Refusal {}

    record FragmentContradictory() implements Refusal {}

    record TooManySessions() implements Limit {}

    record TooManySessionsOfClient() implements Limit {}

    record TooManyViewers(String stream) implements Limit {}

    /// @param retryAfter seconds, 1 or more
    record TooManyRequests(int retryAfter) implements Limit {}

    record BodyTimeout() implements Refusal {}

    record ClusterUnavailable() implements Refusal {}

    /// @param because a sentence
    record CascadeConflict(String because) implements Refusal {}

    record CascadeUnknown(String stream) implements Refusal {}

    record HostNotAllowed(String host) implements Refusal {}

    /// Our own fault; the log says more.
    record NodeFailed() implements Refusal {}

    record NodeDraining() implements Refusal {}

    record NodeUnknown(String node) implements Refusal {}

    /// @param offered to this session, with commas between
    record EventUnknown(String event, String offered) implements Refusal {}

    record EventStreamUnknown() implements Refusal {}

    record TooManyEventStreams() implements Limit {}

    record TooManyEventStreamsOfSession() implements Limit {}

    /// @param because what of the cue is wrong
    record CueMalformed(String because) implements Refusal {}

    /// Refused since there are as many as there may be.
    sealed interface Limit extends Refusal {
        /// What there is too much of.
        default String sentence() {
            return switch (this) {
                case TooManyStreams() -> "As many streams were created as there may be.";
                case TooManySessions() -> "This node has as many sessions as it may.";
                case TooManySessionsOfClient() -> "This address has as many sessions as it may.";
                case TooManyViewers(var stream) ->
                        "'" + stream + "' has as many viewers on this node as it may.";
                case TooManyRequests _ -> "This address asks more often than it may.";
                case TooManyEventStreams() -> "This node has as many event streams as it may.";
                case TooManyEventStreamsOfSession() ->
                        "This session has as many event streams as it may.";
            };
        }
    }

    default int status() {
        return switch (this) {
            case RequestMalformed _,
                    StreamNameInvalid _,
                    BodyMissing _,
                    SdpMalformed _,
                    JsonMalformed _,
                    FragmentContradictory _,
                    EventUnknown _,
                    CueMalformed _,
                    ParameterInvalid _ ->
                    400;
            case NotAdmitted(var denial) ->
                    switch (denial.kind()) {
                        case UNAUTHENTICATED, TOKEN_BAD -> 401;
                        case FORBIDDEN -> 403;
                        case UNDECIDED -> 503;
                    };
            case StreamUnknown _,
                    SessionUnknown _,
                    EventStreamUnknown _,
                    NodeUnknown _,
                    CascadeUnknown _,
                    PathUnknown _ ->
                    404;
            case HostNotAllowed _ -> 403;
            case MethodNotAllowed _ -> 405;
            case BodyTimeout _ -> 408;
            case StreamTaken _,
                    StreamNotLive _,
                    StreamExists _,
                    SessionWatchesNothing _,
                    CascadeConflict _ ->
                    409;
            case PreconditionFailed _ -> 412;
            case BodyTooLong _, SdpTooLarge _ -> 413;
            case UriTooLong _ -> 414;
            case ContentTypeWrong _, ContentEncodingUnknown _ -> 415;
            case OfferUnacceptable _,
                    AnswerUnacceptable _,
                    IceRestartUnsupported _,
                    TrickleUnsupported _,
                    MediumUnknown _,
                    LayerUnknown _ ->
                    422;
            case PreconditionMissing _ -> 428;
            case TooManyRequests _, TooManySessionsOfClient _, TooManyEventStreamsOfSession _ ->
                    429;
            case HeadersTooLong _ -> 431;
            case NodeFailed _ -> 500;
            case TooManySessions _,
                    TooManyViewers _,
                    TooManyStreams _,
                    TooManyEventStreams _,
                    ClusterUnavailable _,
                    NodeDraining _ ->
                    503;
        };
    }

    /// The problem's type: stable, for programs.
    default String type() {
        return switch (this) {
            case RequestMalformed _ -> "request-malformed";
            case UriTooLong _ -> "uri-too-long";
            case HeadersTooLong _ -> "headers-too-long";
            case StreamNameInvalid _ -> "stream-name-invalid";
            case ContentTypeWrong _ -> "content-type-wrong";
            case ContentEncodingUnknown _ -> "content-encoding-unknown";
            case MethodNotAllowed _ -> "method-not-allowed";
            case BodyMissing _ -> "body-missing";
            case BodyTooLong _ -> "body-too-long";
            case SdpMalformed _ -> "sdp-malformed";
            case SdpTooLarge _ -> "sdp-too-large";
            case OfferUnacceptable _ -> "offer-unacceptable";
            case AnswerUnacceptable _ -> "answer-unacceptable";
            case StreamTaken _ -> "stream-taken";
            case StreamNotLive _ -> "stream-not-live";
            case StreamUnknown _ -> "stream-unknown";
            case StreamExists _ -> "stream-exists";
            case TooManyStreams _ -> "too-many-streams";
            case SessionUnknown _ -> "session-unknown";
            case NotAdmitted(var denial) -> type(denial);
            case PathUnknown _ -> "path-unknown";
            case ParameterInvalid _ -> "parameter-invalid";
            case JsonMalformed _ -> "json-malformed";
            case MediumUnknown _ -> "medium-unknown";
            case LayerUnknown _ -> "layer-unknown";
            case SessionWatchesNothing _ -> "session-watches-nothing";
            case PreconditionMissing _ -> "precondition-missing";
            case PreconditionFailed _ -> "precondition-failed";
            case IceRestartUnsupported _ -> "ice-restart-unsupported";
            case TrickleUnsupported _ -> "trickle-unsupported";
            case FragmentContradictory _ -> "fragment-contradictory";
            case TooManySessions _ -> "too-many-sessions";
            case TooManySessionsOfClient _ -> "too-many-sessions-of-client";
            case TooManyViewers _ -> "too-many-viewers";
            case TooManyRequests _ -> "too-many-requests";
            case BodyTimeout _ -> "body-timeout";
            case ClusterUnavailable _ -> "cluster-unavailable";
            case CascadeConflict _ -> "cascade-conflict";
            case CascadeUnknown _ -> "cascade-unknown";
            case HostNotAllowed _ -> "host-not-allowed";
            case NodeFailed _ -> "node-failed";
            case NodeDraining _ -> "node-draining";
            case NodeUnknown _ -> "node-unknown";
            case EventUnknown _ -> "event-unknown";
            case EventStreamUnknown _ -> "event-stream-unknown";
            case TooManyEventStreams _ -> "too-many-event-streams";
            case TooManyEventStreamsOfSession _ -> "too-many-event-streams-of-session";
            case CueMalformed _ -> "cue-malformed";
        };
    }

    private static String type(Denial denial) {
        return switch (denial.kind()) {
            case UNAUTHENTICATED -> "token-missing";
            case TOKEN_BAD -> "token-invalid";
            case FORBIDDEN -> "forbidden";
            case UNDECIDED -> "access-undecided";
        };
    }

    /// The problem in a sentence, for people.
    default String detail() {
        return switch (this) {
            case RequestMalformed(var because) -> because;
            case UriTooLong() -> "The request's first line is longer than it may be.";
            case HeadersTooLong() -> "The request's headers are longer than they may be.";
            case StreamNameInvalid(var name) ->
                    "A stream's name is 1 to 128 of A-Z a-z 0-9 . _ ~ -, not . or .., and not '%s'."
                            .formatted(name);
            case ContentTypeWrong(var wanted) ->
                    "The request's Content-Type must be " + wanted + ".";
            case ContentEncodingUnknown(var encoding) ->
                    "The body must be sent as it is, not coded as '" + encoding + "'.";
            case MethodNotAllowed(var allowed) -> "What is allowed here: " + allowed + ".";
            case BodyMissing() -> "The request has no body.";
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
            case PathUnknown(var path) -> "There is nothing at " + path + ".";
            case ParameterInvalid(var name, var values, var value) ->
                    "The parameter " + name + " is " + values + ", not '" + value + "'.";
            case JsonMalformed() -> "The body is not a JSON object.";
            case MediumUnknown(var lacking) -> "The session has " + lacking + ".";
            case LayerUnknown(var rid, var rids) -> layers(rid, rids);
            case SessionWatchesNothing() ->
                    "The session is a publisher's or another node's: only a viewer is sent layers.";
            case SessionUnknown() -> "There is no such session, or it has ended.";
            case PreconditionMissing() -> "If-Match must carry the session's ETag.";
            case PreconditionFailed() -> "If-Match does not carry the session's ETag.";
            case IceRestartUnsupported() -> "ICE is not restarted here.";
            case TrickleUnsupported() -> "No candidates are taken after the offer.";
            case FragmentContradictory() ->
                    "All sections share one transport, so a=ice-ufrag and a=ice-pwd must be the"
                            + " same in all.";
            case Limit limit -> limit.sentence();
            case BodyTimeout() -> "The request's body did not come in time.";
            case ClusterUnavailable() -> "The cluster did not answer in time.";
            case CascadeConflict(var because) -> because;
            case CascadeUnknown(var stream) ->
                    "Nothing of that kind was asked for of '" + stream + "'.";
            case HostNotAllowed(var host) ->
                    "The server " + host + " is none of cascade.allowed-hosts.";
            case NodeFailed() -> "This node could not answer; its log tells why.";
            case NodeDraining() ->
                    "This node is being emptied and takes no new sessions; others do.";
            case NodeUnknown(var node) -> "There is no node '" + node + "' in the cluster.";
            case EventUnknown(var event, var offered) ->
                    "Events of this session are " + offered + ", not '" + event + "'.";
            case EventStreamUnknown() -> "There is no such event stream, or it has ended.";
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
            case StreamTaken _ -> Optional.of(3);
            case StreamNotLive _,
                    TooManySessions _,
                    TooManyEventStreams _,
                    TooManyEventStreamsOfSession _,
                    TooManyStreams _,
                    NodeDraining _,
                    ClusterUnavailable _ ->
                    Optional.of(2);
            case TooManySessionsOfClient _, TooManyViewers _ -> Optional.of(10);
            case TooManyRequests(var seconds) -> Optional.of(seconds);
            case NotAdmitted _ when status() == 503 -> Optional.of(2);
            default -> Optional.empty();
        };
    }

    default JsonObject problem() {
        JsonObject problem =
                new JsonObject()
                        .put("type", "urn:weir:problem:" + type())
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
