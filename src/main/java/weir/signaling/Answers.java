package weir.signaling;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import weir.access.Denial;
import weir.http.HttpListener;

/// How requests are answered when something is wrong with them.
public final class Answers {
    private static final Logger log = LoggerFactory.getLogger(Answers.class);

    private Answers() {}

    public static void refuse(RoutingContext request, Refusal refusal) {
        HttpServerResponse response = request.response().setStatusCode(refusal.status());
        refusal.retryAfterSeconds()
                .ifPresent(seconds -> response.putHeader("Retry-After", seconds.toString()));
        tellWhatIsTaken(request, refusal);
        HttpListener.noteRefusal(request, refusal.type());
        response.putHeader(HttpHeaders.CONTENT_TYPE, "application/problem+json")
                .end(refusal.problem().encode());
    }

    private static void tellWhatIsTaken(RoutingContext request, Refusal refusal) {
        HttpServerResponse response = request.response();
        if (refusal instanceof Refusal.ContentTypeWrong(var wanted)) {
            boolean patch = request.request().method() == HttpMethod.PATCH;
            response.putHeader(patch ? "Accept-Patch" : "Accept-Post", wanted);
        } else if (refusal instanceof Refusal.ContentEncodingUnknown) {
            response.putHeader("Accept-Encoding", OfferReader.IDENTITY);
        } else if (refusal instanceof Refusal.MethodNotAllowed(var allowed)) {
            response.putHeader("Allow", allowed);
        } else if (refusal instanceof Refusal.NotAdmitted(var denial)) {
            challenge(response, denial);
        }
    }

    /// RFC 6750 §3: an error is named only to who had a token.
    private static void challenge(HttpServerResponse response, Denial denial) {
        String error =
                switch (denial.kind()) {
                    case UNAUTHENTICATED -> "Bearer";
                    case TOKEN_BAD -> "Bearer error=\"invalid_token\"";
                    case FORBIDDEN -> "Bearer error=\"insufficient_scope\"";
                    case UNDECIDED -> "";
                };
        if (!error.isEmpty()) {
            response.putHeader("WWW-Authenticate", error);
        }
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
            case weir.transport.SessionLimitException _ -> new Refusal.TooManySessions();
            case weir.cluster.NodeRequestException _ -> new Refusal.ClusterUnavailable();
            default -> {
                log.error("{} {}", request.request().method(), request.normalizedPath(), failure);
                yield new Refusal.NodeFailed();
            }
        };
    }
}
