package weir.http;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// Which pages of others may read the answers (Fetch §3.3). A value.
final class Cors {
    static final String ANY = "*";

    private static final Pattern ORIGIN = Pattern.compile("[a-z][a-z0-9+.-]*://[^/\\s?#@*]+");
    private static final String METHODS = "GET, HEAD, OPTIONS, POST, PATCH, DELETE";
    private static final String ALLOWED = "Authorization, Content-Type, If-Match";
    private static final String EXPOSED =
            "Location, Link, ETag, Accept-Post, Accept-Patch, Retry-After, WWW-Authenticate";

    private final Set<String> origins;

    Cors(List<String> origins) {
        this.origins = Set.copyOf(origins);
    }

    /// As browsers write them: a scheme and a host, in lower case, and a port.
    static boolean isOrigin(String text) {
        return ORIGIN.matcher(text).matches() && text.equals(text.toLowerCase(Locale.ROOT));
    }

    /// No header at all for a page that may not: its browser keeps the answer from it.
    void answer(HttpServerRequest request, MultiMap headers) {
        String origin = request.getHeader("Origin");
        if (origins.contains(ANY)) {
            allow(request, headers, ANY);
            return;
        }
        // Caches must not give one page what was answered to another.
        headers.add("Vary", "Origin");
        if (origin != null && origins.contains(origin)) {
            allow(request, headers, origin);
        }
    }

    /// Takes back what a preflight was granted.
    static void withdraw(MultiMap headers) {
        headers.remove("Access-Control-Allow-Origin");
        headers.remove("Access-Control-Expose-Headers");
        headers.remove("Access-Control-Allow-Methods");
        headers.remove("Access-Control-Allow-Headers");
        headers.remove("Access-Control-Max-Age");
    }

    private static void allow(HttpServerRequest request, MultiMap headers, String origin) {
        headers.set("Access-Control-Allow-Origin", origin);
        headers.set("Access-Control-Expose-Headers", EXPOSED);
        if (request.method() == HttpMethod.OPTIONS) {
            headers.set("Access-Control-Allow-Methods", METHODS);
            headers.set("Access-Control-Allow-Headers", ALLOWED);
            headers.set("Access-Control-Max-Age", "86400");
        }
    }
}
