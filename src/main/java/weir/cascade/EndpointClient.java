package weir.cascade;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Speaks WHIP (RFC 9725) and WHEP to other servers: offers, counter-offers, and the end.
///
/// Redirected only by 307 and 308 (RFC 9725 §4.5), never from https to http, and only to allowed
/// hosts. The token goes to the origin that it was given for (scheme, host and port), and to no
/// other, whatever a server redirects to or names as the session. Owned by the verticle's loop.
final class EndpointClient {
    private static final String SDP = "application/sdp";
    private static final int REDIRECTS_MAX = 3;
    private static final int BODY_MAX = 256 * 1024;
    private static final int CONNECT_MILLIS_MAX = 3_000;
    private static final int ANSWER_MILLIS_MAX = 8_000;
    private static final int CONNECTIONS_MAX = 64;
    private static final int WAITING_MAX = 256;

    private final HttpClient http;
    private final AllowedHosts allowed;

    EndpointClient(Vertx vertx, AllowedHosts allowed) {
        this.http =
                vertx.createHttpClient(
                        new HttpClientOptions()
                                .setConnectTimeout(CONNECT_MILLIS_MAX)
                                .setKeepAliveTimeout(5),
                        new PoolOptions()
                                .setHttp1MaxSize(CONNECTIONS_MAX)
                                .setMaxWaitQueueSize(WAITING_MAX));
        this.allowed = allowed;
    }

    /// A whole response.
    private record Response(URI url, int status, HttpClientResponse head, String body) {
        Optional<String> header(String name) {
            return Optional.ofNullable(head.getHeader(name)).map(String::strip);
        }

        boolean isSdp() {
            return header("Content-Type")
                    .filter(type -> type.split(";", 2)[0].strip().equalsIgnoreCase(SDP))
                    .isPresent();
        }
    }

    Future<EndpointReply> offer(Wish wish, String offer) {
        return post(wish, wish.url(), offer, REDIRECTS_MAX).map(response -> reply(response));
    }

    private Future<Response> post(Wish wish, URI url, String offer, int redirectsLeft) {
        return send(HttpMethod.POST, wish, url, Optional.of(offer), Optional.empty())
                .compose(
                        response ->
                                response.status() == 307 || response.status() == 308
                                        ? redirect(wish, response, offer, redirectsLeft)
                                        : Future.succeededFuture(response));
    }

    private Future<Response> redirect(
            Wish wish, Response response, String offer, int redirectsLeft) {
        Optional<URI> target = location(response);
        if (redirectsLeft == 0 || target.isEmpty()) {
            return Future.failedFuture(
                    new IOException("redirected too often, or to where it must not be"));
        }
        return post(wish, target.get(), offer, redirectsLeft - 1);
    }

    /// Where a response points to, if we may go there.
    private Optional<URI> location(Response response) {
        return response.header("Location")
                .flatMap(
                        text -> {
                            try {
                                return Wish.readUrl(response.url().resolve(text).toString());
                            } catch (IllegalArgumentException _) {
                                return Optional.empty();
                            }
                        })
                .filter(allowed::permits)
                .filter(to -> isTls(to) || !isTls(response.url()));
    }

    private EndpointReply reply(Response response) {
        Optional<URI> session = location(response);
        if ((response.status() == 201 || response.status() == 200) && response.isSdp()) {
            return new EndpointReply.Answered(response.body(), session);
        }
        if (response.status() == 406 && response.isSdp() && session.isPresent()) {
            return new EndpointReply.CounterOffered(
                    response.body(), session.get(), response.header("ETag"));
        }
        return new EndpointReply.Refused(
                response.status(),
                response.header("Retry-After")
                        .filter(seconds -> seconds.matches("\\d{1,6}"))
                        .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds))));
    }

    /// Answers a counter-offer; fails if the server does not take the answer.
    Future<Void> answer(Wish wish, EndpointReply.CounterOffered offered, String answer) {
        return send(
                        HttpMethod.PATCH,
                        wish,
                        offered.session(),
                        Optional.of(answer),
                        offered.entityTag())
                .compose(
                        response ->
                                response.status() / 100 == 2
                                        ? Future.succeededFuture()
                                        : Future.failedFuture(
                                                new IOException(
                                                        "the answer to the counter-offer: "
                                                                + response.status())));
    }

    /// Ends a session; what the server says to it changes nothing.
    Future<Void> hangUp(Wish wish, URI session) {
        return send(HttpMethod.DELETE, wish, session, Optional.empty(), Optional.empty())
                .<Void>mapEmpty()
                .otherwiseEmpty();
    }

    private Future<Response> send(
            HttpMethod method,
            Wish wish,
            URI url,
            Optional<String> sdp,
            Optional<String> entityTag) {
        RequestOptions options =
                new RequestOptions()
                        .setMethod(method)
                        .setAbsoluteURI(url.toString())
                        .setFollowRedirects(false)
                        .setConnectTimeout(CONNECT_MILLIS_MAX)
                        .setIdleTimeout(ANSWER_MILLIS_MAX);
        options.putHeader("Accept", SDP);
        wish.token()
                .filter(_ -> isSameOrigin(wish.url(), url))
                .ifPresent(token -> options.putHeader("Authorization", "Bearer " + token));
        entityTag.ifPresent(tag -> options.putHeader("If-Match", tag));
        sdp.ifPresent(_ -> options.putHeader("Content-Type", SDP));
        return http.request(options)
                .compose(request -> exchange(request, url, sdp))
                .timeout(ANSWER_MILLIS_MAX, TimeUnit.MILLISECONDS);
    }

    private static Future<Response> exchange(
            HttpClientRequest request, URI url, Optional<String> sdp) {
        Future<HttpClientResponse> sent = sdp.map(request::send).orElseGet(request::send);
        return sent.compose(
                head ->
                        read(request, head)
                                .map(body -> new Response(url, head.statusCode(), head, body)));
    }

    private static Future<String> read(HttpClientRequest request, HttpClientResponse head) {
        Promise<String> whole = Promise.promise();
        Buffer body = Buffer.buffer();
        head.handler(
                chunk -> {
                    if (body.length() + chunk.length() > BODY_MAX) {
                        whole.tryFail(new IOException("the answer is too long"));
                        request.reset();
                    } else {
                        body.appendBuffer(chunk);
                    }
                });
        head.exceptionHandler(whole::tryFail);
        head.endHandler(_ -> whole.tryComplete(body.toString()));
        return whole.future();
    }

    private static boolean isTls(URI url) {
        return "https".equalsIgnoreCase(url.getScheme());
    }

    private static boolean isSameOrigin(URI one, URI other) {
        return one.getScheme().equalsIgnoreCase(other.getScheme())
                && one.getHost()
                        .toLowerCase(Locale.ROOT)
                        .equals(other.getHost().toLowerCase(Locale.ROOT))
                && Objects.equals(port(one), port(other));
    }

    private static int port(URI url) {
        return url.getPort() >= 0 ? url.getPort() : isTls(url) ? 443 : 80;
    }

    Future<Void> close() {
        return http.close();
    }
}
