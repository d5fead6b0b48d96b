package weir.signaling;

import io.vertx.core.Future;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import weir.access.Denial;
import weir.cluster.NodeRequestException;
import weir.http.HttpListener;
import weir.transport.SessionLimitException;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// How requests are answered when something is wrong with them.
public final class Answers {
    private static final Logger log = LoggerFactory.getLogger(Answers.class);

    private Answers() {}

    public static void refuse(RoutingContext request, Refusal refusal) {
        headers(refusal, request.request().method()).forEach(request.response()::putHeader);
        HttpListener.noteRefusal(request, refusal.type());
        write(request.response(), refusal);
    }

    static Future<Void> write(HttpServerResponse response, Refusal refusal) {
        return response.setStatusCode(refusal.status())
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/problem+json")
                .end(refusal.problem().encode());
    }

    /// Answers what another node refused.
    ///
    /// @param problem with its status, as [Refusal#problem()] has it
    public static void refuse(RoutingContext request, JsonObject problem) {
        HttpListener.noteRefusal(
                request, problem.getString("type").substring(Refusal.NAMESPACE.length()));
        Integer seconds = problem.getInteger("retryAfter");
        HttpServerResponse response =
                request.response().setStatusCode(problem.getInteger("status"));
        if (seconds != null) {
            response.putHeader("Retry-After", seconds.toString());
        }
        response.putHeader(HttpHeaders.CONTENT_TYPE, "application/problem+json")
                .end(problem.encode());
    }

    /// What the refusal says outside of its body: what would be taken, and when to try again.
    static Map<String, String> headers(Refusal refusal, HttpMethod method) {
        Map<String, String> headers = new LinkedHashMap<>();
        refusal.retryAfterSeconds()
                .ifPresent(seconds -> headers.put("Retry-After", seconds.toString()));
        if (refusal instanceof Refusal.ContentTypeWrong(var wanted)) {
            headers.put(method == HttpMethod.PATCH ? "Accept-Patch" : "Accept-Post", wanted);
        } else if (refusal instanceof Refusal.ContentEncodingUnknown) {
            headers.put("Accept-Encoding", OfferReader.IDENTITY);
        } else if (refusal instanceof Refusal.MethodNotAllowed(var allowed)) {
            headers.put("Allow", allowed);
        } else if (refusal instanceof Refusal.NotAdmitted(var denial)) {
            challenge(denial).ifPresent(error -> headers.put("WWW-Authenticate", error));
        }
        return headers;
    }

    /// RFC 6750 §3: an error is named only to who had a token.
    private static Optional<String> challenge(Denial denial) {
        return switch (denial.kind()) {
            case UNAUTHENTICATED -> Optional.of("Bearer");
            case TOKEN_BAD -> Optional.of("Bearer error=\"invalid_token\"");
            case FORBIDDEN -> Optional.of("Bearer error=\"insufficient_scope\"");
            case ORIGIN, UNDECIDED -> Optional.empty();
        };
    }

    /// Answers a failure: a refusal as it says, anything else as our own fault.
    public static void fail(RoutingContext request, Throwable failure) {
        if (!request.response().ended()) {
            refuse(request, refusal(request, failure));
        }
    }

    /// What a failure is to who asked; our own fault is logged.
    static Refusal refusal(RoutingContext request, Throwable failure) {
        return switch (failure) {
            case RefusedException refused -> refused.refusal();
            case HttpException wrong when wrong.getStatusCode() == 400 -> malformed(wrong);
            // Nobody is left to read this.
            case HttpClosedException gone -> malformed(gone);
            case Exception broken when BodyReading.isUnderWay(request) -> malformed(broken);
            case SessionLimitException _ -> Refusal.Plain.TOO_MANY_SESSIONS;
            case NodeRequestException _ -> Refusal.Plain.CLUSTER_UNAVAILABLE;
            default -> {
                log.error(
                        "{} {}",
                        request.request().method(),
                        HttpListener.shownPath(request),
                        failure);
                yield Refusal.Plain.NODE_FAILED;
            }
        };
    }

    static Refusal malformed(Throwable failure) {
        return new Refusal.RequestMalformed("This is no HTTP request: " + failure.getMessage());
    }
}
