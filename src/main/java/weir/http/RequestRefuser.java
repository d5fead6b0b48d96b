package weir.http;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;

/// Answers what is refused before anybody has looked at it; implemented above.
public interface RequestRefuser {
    /// @param retryAfterSeconds 1 or more
    void onTooManyRequests(RoutingContext request, int retryAfterSeconds);

    /// @param because a sentence
    void onMalformed(RoutingContext request, String because);

    /// Answers what nobody can read, and closes its connection.
    ///
    /// @return the type of the problem
    String onInvalid(HttpServerRequest request);

    /// Its body does not come.
    void onBodyTimeout(RoutingContext request);
}
