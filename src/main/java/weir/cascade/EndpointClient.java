package weir.cascade;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;

import weir.outgoing.HttpCalls;
import weir.outgoing.HttpUrl;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/// Speaks WHIP (RFC 9725) and WHEP to other servers: offers, counter-offers, and the end.
///
/// Redirected only by 307 and 308 (RFC 9725 §4.5), never from https to http, and only to allowed
/// hosts. The token goes to the origin that it was given for (scheme, host and port), and to no
/// other, whatever a server redirects to or names as the session. Owned by the verticle's loop.
final class EndpointClient {
    private static final String SDP = "application/sdp";
    private static final int REDIRECTS_MAX = 3;
    private static final Duration TIMEOUT = Duration.ofSeconds(8);
    private static final int CONNECTIONS_MAX = 64;

    private final HttpCalls calls;
    private final AllowedHosts allowed;

    EndpointClient(Vertx vertx, AllowedHosts allowed) {
        this.calls = new HttpCalls(vertx, TIMEOUT, CONNECTIONS_MAX);
        this.allowed = allowed;
    }

    /// @param url that gave the answer
    private record Response(URI url, HttpCalls.Answer answer) {
        int status() {
            return answer.status();
        }

        Optional<String> header(String name) {
            return answer.header(name);
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
                                return HttpUrl.read(response.url().resolve(text).toString());
                            } catch (IllegalArgumentException _) {
                                return Optional.empty();
                            }
                        })
                .filter(allowed::permits)
                .filter(to -> HttpUrl.isTls(to) || !HttpUrl.isTls(response.url()));
    }

    private EndpointReply reply(Response response) {
        Optional<URI> session = location(response);
        if ((response.status() == 201 || response.status() == 200) && response.isSdp()) {
            return new EndpointReply.Answered(response.answer().body(), session);
        }
        if (response.status() == 406 && response.isSdp() && session.isPresent()) {
            return new EndpointReply.CounterOffered(
                    response.answer().body(), session.get(), response.header("ETag"));
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
                new RequestOptions().setMethod(method).setAbsoluteURI(url.toString());
        options.putHeader("Accept", SDP);
        wish.token()
                .filter(_ -> HttpUrl.isSameOrigin(wish.url(), url))
                .ifPresent(token -> options.putHeader("Authorization", "Bearer " + token));
        entityTag.ifPresent(tag -> options.putHeader("If-Match", tag));
        sdp.ifPresent(_ -> options.putHeader("Content-Type", SDP));
        return calls.send(options, sdp.orElse("")).map(answer -> new Response(url, answer));
    }

    Future<Void> close() {
        return calls.close();
    }
}
