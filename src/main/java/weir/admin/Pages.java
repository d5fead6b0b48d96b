package weir.admin;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.StaticHandler;

import weir.signaling.AllowedMethods;
import weir.signaling.Answers;
import weir.signaling.Gate;
import weir.signaling.Refusal;

import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// The web pages, from `web` on the class path. Any thread.
final class Pages {
    private static final String FOLDER = "web";
    private static final String INDEX = "/index.html";
    private static final Pattern PATH = Pattern.compile("/([a-z]+\\.[a-z]+)?");
    private static final String ALLOWED =
            AllowedMethods.text(Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS));

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
        Gate.open(router.route()).handler(Pages::onOtherMethod);
    }

    /// What is no page either is unknown to who comes next.
    private static void onOtherMethod(RoutingContext request) {
        String path = request.normalizedPath();
        if (!PATH.matcher(path).matches()) {
            request.next();
            return;
        }
        request.vertx()
                .fileSystem()
                .props(FOLDER + (path.equals("/") ? INDEX : path))
                .onSuccess(_ -> onOtherMethodOfPage(request))
                .onFailure(_ -> request.next());
    }

    private static void onOtherMethodOfPage(RoutingContext request) {
        if (request.request().method() == HttpMethod.OPTIONS) {
            AllowedMethods.answer(request, ALLOWED, Map.of());
        } else {
            Answers.refuse(request, new Refusal.MethodNotAllowed(ALLOWED));
        }
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
