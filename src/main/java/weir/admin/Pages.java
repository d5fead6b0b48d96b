package weir.admin;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.MimeMapping;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

import weir.signaling.AllowedMethods;
import weir.signaling.Answers;
import weir.signaling.Gate;
import weir.signaling.Refusal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The web pages, from `web` on the class path. Any thread.
///
/// Each is in memory once, whoever reads it how slowly: a file that is opened for each request is
/// held open by clients that do not take their answers.
final class Pages {
    private static final Pattern PATH = Pattern.compile("/([a-z0-9]+\\.[a-z]+)?/?");
    private static final String ALLOWED =
            AllowedMethods.text(Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS));

    /// All that the pages need is their own node's, until it sends a viewer to another node;
    /// nothing is inline. They may be framed: a player in somebody's page is a use.
    private static final String CONTENT_SECURITY_POLICY =
            "default-src 'none'; script-src 'self'; worker-src 'self'; style-src 'self'; img-src"
                + " 'self' data:; media-src 'self' blob:; connect-src 'self' http: https:; base-uri"
                + " 'none'; form-action 'self'";

    /// A value.
    ///
    /// @param tag of its content, quoted
    private record Page(Buffer content, String type, String tag) {}

    private final Map<String, Page> pages = new ConcurrentHashMap<>();

    static void mount(Router router) {
        Pages pages = new Pages();
        Gate.open(router.route()).handler(pages::answer);
    }

    /// What is no page is unknown to who comes next.
    private void answer(RoutingContext request) {
        Matcher path = PATH.matcher(request.normalizedPath());
        Optional<Page> page =
                path.matches()
                        ? find(Optional.ofNullable(path.group(1)).orElse("index.html"))
                        : Optional.empty();
        page.ifPresentOrElse(found -> answer(request, found), request::next);
    }

    private static void answer(RoutingContext request, Page page) {
        HttpMethod method = request.request().method();
        if (method == HttpMethod.GET || method == HttpMethod.HEAD) {
            show(request, page);
        } else if (method == HttpMethod.OPTIONS) {
            AllowedMethods.answer(request, ALLOWED, Map.of());
        } else {
            Answers.refuse(request, new Refusal.MethodNotAllowed(ALLOWED));
        }
    }

    private Optional<Page> find(String name) {
        return Optional.ofNullable(pages.computeIfAbsent(name, Pages::read));
    }

    /// @return null if there is none, as [Map#computeIfAbsent] wants it
    private static Page read(String name) {
        try (InputStream file = Pages.class.getResourceAsStream("/web/" + name)) {
            if (file == null) {
                return null;
            }
            byte[] content = file.readAllBytes();
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
            String tag = '"' + HexFormat.of().formatHex(digest, 0, 8) + '"';
            String type = MimeMapping.mimeTypeForFilename(name);
            boolean text = type.startsWith("text/");
            return new Page(Buffer.buffer(content), text ? type + ";charset=UTF-8" : type, tag);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// Browsers keep a page, and ask each time whether it is still the one: Firefox would show an
    /// old player in a frame that is made anew.
    private static void show(RoutingContext request, Page page) {
        HttpServerResponse response = request.response();
        response.putHeader(HttpHeaders.CACHE_CONTROL, "no-cache");
        response.putHeader("Content-Security-Policy", CONTENT_SECURITY_POLICY);
        response.putHeader("Referrer-Policy", "no-referrer");
        response.putHeader(HttpHeaders.ETAG, page.tag());
        String kept = request.request().getHeader(HttpHeaders.IF_NONE_MATCH);
        if (kept != null && kept.contains(page.tag())) {
            response.setStatusCode(304).end();
            return;
        }
        response.putHeader(HttpHeaders.CONTENT_TYPE, page.type());
        if (request.request().method() == HttpMethod.HEAD) {
            response.putHeader(HttpHeaders.CONTENT_LENGTH, "" + page.content().length()).end();
        } else {
            response.end(page.content());
        }
    }
}
