package weir.http;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;

import java.util.Optional;
import java.util.OptionalInt;

/// What stands in the head of every answer, and the answer of those whose pages are elsewhere. A
/// value.
final class ResponseHeaders {
    private static final String HTML = "text/html";

    private final HttpFront front;
    private final Optional<String> strictTransportSecurity;

    ResponseHeaders(HttpFront front) {
        this.front = front;
        this.strictTransportSecurity =
                isStrict(front)
                        ? Optional.of("max-age=" + front.https().hsts().toSeconds())
                        : Optional.empty();
    }

    /// Not with a certificate that nobody vouches for: browsers would then let nobody past their
    /// warning (RFC 6797 §8.4). Not where the plain port is served: the header holds for the host
    /// with all its ports (§8.3), and browsers would find no TLS at that one.
    private static boolean isStrict(HttpFront front) {
        return front.https().isServed()
                && !front.https().isSelfSigned()
                && front.http().plain() == HttpConfig.Plain.OFF
                && !front.https().hsts().isZero();
    }

    void add(HttpServerRequest request) {
        MultiMap headers = request.response().headers();
        front.cors().answer(request, headers);
        if (request.isSSL()) {
            strictTransportSecurity.ifPresent(
                    value -> headers.set("Strict-Transport-Security", value));
        }
    }

    /// Whether a browser opens a page that it could do more with over TLS.
    boolean isForTls(HttpServerRequest request) {
        String accepted = request.getHeader(HttpHeaders.ACCEPT);
        return front.http().plain() == HttpConfig.Plain.REDIRECT
                && front.ports().tls().isPresent()
                && !request.isSSL()
                && !cameByTls(request)
                && (request.method() == HttpMethod.GET || request.method() == HttpMethod.HEAD)
                && accepted != null
                && accepted.contains(HTML)
                && request.authority() != null;
    }

    private boolean cameByTls(HttpServerRequest request) {
        return front.clients().isProxy(Clients.address(request.remoteAddress()))
                && "https".equalsIgnoreCase(request.getHeader("X-Forwarded-Proto"));
    }

    void redirect(HttpServerRequest request) {
        OptionalInt port = front.ports().tls();
        request.response()
                .setStatusCode(308)
                .putHeader("Vary", "Accept, Origin")
                .putHeader(
                        HttpHeaders.LOCATION,
                        "https://"
                                + request.authority().host()
                                + ":"
                                + port.orElseThrow()
                                + request.uri())
                .end();
    }
}
