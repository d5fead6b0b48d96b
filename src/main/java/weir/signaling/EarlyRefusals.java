package weir.signaling;

import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;

import weir.http.RequestRefuser;

/// Answers what is refused before anybody has looked at it. A value.
final class EarlyRefusals implements RequestRefuser {
    @Override
    public void onTooManyRequests(RoutingContext request, int retryAfterSeconds) {
        Answers.refuse(request, new Refusal.TooManyRequests(retryAfterSeconds));
    }

    /// Nothing of the body that may still come can be the beginning of another request.
    @Override
    public void onMalformed(RoutingContext request, String because) {
        Answers.refuse(request, new Refusal.RequestMalformed(because));
    }

    @Override
    public String onInvalid(HttpServerRequest request) {
        Refusal refusal =
                switch (request.decoderResult().cause()) {
                    case TooLongHttpLineException _ -> Refusal.Plain.URI_TOO_LONG;
                    case TooLongHttpHeaderException _ -> Refusal.Plain.HEADERS_TOO_LONG;
                    case null, default -> new Refusal.RequestMalformed("This is no HTTP request.");
                };
        request.response().putHeader("Connection", "close");
        Answers.write(request.response(), refusal).onComplete(_ -> request.connection().close());
        return refusal.type();
    }

    @Override
    public void onBodyTimeout(RoutingContext request) {
        boolean shared = request.request().version() == HttpVersion.HTTP_2;
        if (!shared) {
            request.response().putHeader("Connection", "close");
        }
        request.addEndHandler(
                _ -> {
                    if (shared) {
                        request.response().reset();
                    } else {
                        request.request().connection().close();
                    }
                });
        Answers.refuse(request, Refusal.Plain.BODY_TIMEOUT);
    }
}
