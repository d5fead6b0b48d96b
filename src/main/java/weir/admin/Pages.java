package weir.admin;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.StaticHandler;

import weir.signaling.Gate;

/// The web pages, from `web` on the class path. Any thread.
final class Pages {
    private static final String FOLDER = "web";

    /// All that the pages need is their own node's, until it sends a viewer to another node;
    /// nothing
    /// is inline. They may be framed: a player in somebody's page is a use.
    private static final String CONTENT_SECURITY_POLICY =
            "default-src 'none'; script-src 'self'; worker-src 'self'; style-src 'self'; img-src"
                + " 'self' data:; media-src 'self' blob:; connect-src 'self' http: https:; base-uri"
                + " 'none'; form-action 'self'";

    private Pages() {}

    static void mount(Router router) {
        Gate.open(router.route().method(HttpMethod.GET).method(HttpMethod.HEAD))
                .handler(Pages::addHeaders)
                .handler(StaticHandler.create(FOLDER));
    }

    /// Browsers keep a page, and ask each time whether it is still the one: Firefox would show an
    /// old player in a frame that is made anew.
    private static void addHeaders(RoutingContext request) {
        HttpServerResponse response = request.response();
        response.putHeader(HttpHeaders.CACHE_CONTROL, "no-cache");
        response.putHeader("Content-Security-Policy", CONTENT_SECURITY_POLICY);
        response.putHeader("Referrer-Policy", "no-referrer");
        request.next();
    }
}
