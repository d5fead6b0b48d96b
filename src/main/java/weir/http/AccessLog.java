package weir.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.internal.net.RFC3986;
import io.vertx.ext.web.RoutingContext;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.net.InetAddress;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A line for each request, without anything that would let its reader in: no query, no header, no
/// body, and of a session's id no more than its beginning.
final class AccessLog {
    /// No package can have this name, so that no other logger is turned on or off with it.
    private static final Logger log = LoggerFactory.getLogger("weir.access-log");

    private static final int PATH_LENGTH_MAX = 256;
    private static final String NOTHING = "-";

    /// The session's id is its node, a dot and a secret, of which [weir.transport.SessionId] shows
    /// as much.
    private static final Pattern SESSION =
            Pattern.compile("^(/session/([^/]*)/)([^/.]*\\.)?([^/]{0,6})[^/]*");

    private static final Pattern ENDPOINT = Pattern.compile("^/(?:whip|whep)/([^/]+)/?$");

    private AccessLog() {}

    /// What a path tells. A value.
    ///
    /// @param path    without what is secret
    /// @param stream  `-` for none, and so is the session
    record Subject(String path, String stream, String session) {
        /// @param raw as it was written: the router takes many ways to write a path for the same
        static Subject of(String raw) {
            String path = normalized(raw);
            Matcher session = SESSION.matcher(path);
            if (session.find()) {
                String begin = session.group(1) + session.group(4);
                return new Subject(
                        shorten(begin + "…" + path.substring(session.end())),
                        shorten(session.group(2)),
                        session.group(4));
            }
            Matcher endpoint = ENDPOINT.matcher(path);
            String stream = endpoint.find() ? shorten(endpoint.group(1)) : NOTHING;
            return new Subject(shorten(path), stream, NOTHING);
        }

        private static String normalized(String raw) {
            try {
                return raw.startsWith("/") ? RFC3986.normalizePath(raw) : raw;
            } catch (IllegalArgumentException wrongEscape) {
                return raw;
            }
        }

        private static String shorten(String text) {
            return text.length() > PATH_LENGTH_MAX ? text.substring(0, PATH_LENGTH_MAX) : text;
        }
    }

    static void write(RoutingContext context, InetAddress client, long nanos) {
        HttpServerRequest request = context.request();
        HttpServerResponse response = request.response();
        Subject subject = Subject.of(Optional.ofNullable(request.path()).orElse(NOTHING));
        String session =
                Optional.ofNullable(response.headers().get(HttpHeaders.LOCATION))
                        .map(location -> Subject.of(location).session())
                        .orElse(subject.session());
        log.atInfo()
                .addKeyValue("method", request.method().name())
                .addKeyValue("path", subject.path())
                .addKeyValue("status", response.getStatusCode())
                .addKeyValue("bytes", response.bytesWritten())
                .addKeyValue("millis", TimeUnit.NANOSECONDS.toMillis(nanos))
                .addKeyValue("client", client.getHostAddress())
                .addKeyValue("http", request.version().alpnName())
                .addKeyValue("stream", subject.stream())
                .addKeyValue("session", session)
                .log(
                        "{} {} {} {} B {} ms {} {} {} {}",
                        request.method(),
                        subject.path(),
                        response.getStatusCode(),
                        response.bytesWritten(),
                        TimeUnit.NANOSECONDS.toMillis(nanos),
                        client.getHostAddress(),
                        request.version().alpnName(),
                        subject.stream(),
                        session);
    }
}
