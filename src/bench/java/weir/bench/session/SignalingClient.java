package weir.bench.session;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

/// The HTTP side of WHIP (RFC 9725) and WHEP: a POST with an offer, a DELETE at the end, and where
/// the server answers with an offer of its own (406), a PATCH. Follows redirects as RFC 9725 §4.5
/// has them: method, body and token stay. Blocks; any thread may call it.
public final class SignalingClient implements AutoCloseable {
    /// @param sdp          an answer, or the server's own offer
    /// @param counterOffer whether that is an offer, to be answered by [#answer]
    /// @param session      what to DELETE, empty if the server did not say
    /// @param entityTag    of the session, for `If-Match`
    record Created(
            String sdp, boolean counterOffer, Optional<URI> session, Optional<String> entityTag) {}

    private static final String SDP = "application/sdp";
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(15);
    private static final int ATTEMPTS_MAX = 20;
    private static final long RETRY_NANOS = 250_000_000;
    private static final int REDIRECTS_MAX = 5;
    private static final int TEMPORARY_REDIRECT = 307;
    private static final int PERMANENT_REDIRECT = 308;

    private final HttpClient http =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(5))
                    .executor(Executors.newVirtualThreadPerTaskExecutor())
                    .build();
    private final Optional<String> token;

    /// @param token for `Authorization: Bearer`
    public SignalingClient(Optional<String> token) {
        this.token = token;
    }

    /// Posts an offer; again for some seconds where the stream is not there yet.
    Created post(URI endpoint, String offer) throws IOException, InterruptedException {
        for (int attempt = 1; ; attempt++) {
            HttpResponse<String> response = send(endpoint, request().POST(body(offer)));
            int status = response.statusCode();
            if (status == 201 || status == 200 || status == 406 && isSdp(response)) {
                return created(response);
            }
            boolean notYet = status == 404 || status == 409 || status == 503;
            if (!notYet || attempt == ATTEMPTS_MAX) {
                throw new IOException(
                        "POST %s: %d %s".formatted(endpoint, status, firstLine(response.body())));
            }
            LockSupport.parkNanos(RETRY_NANOS);
        }
    }

    /// A Location may be relative to where the answer came from, which need not be where we asked.
    private static Created created(HttpResponse<String> response) {
        return new Created(
                response.body(),
                response.statusCode() == 406,
                response.headers().firstValue("Location").map(response.uri()::resolve),
                response.headers().firstValue("ETag"));
    }

    private static boolean isSdp(HttpResponse<String> response) {
        return response.headers()
                .firstValue("Content-Type")
                .map(type -> type.startsWith(SDP))
                .orElse(response.body().startsWith("v=0"));
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().map(String::strip).orElse("");
    }

    /// Answers a counter-offer.
    void answer(Created created, String answer) throws IOException, InterruptedException {
        URI session =
                created.session()
                        .orElseThrow(() -> new IOException("a counter-offer without a Location"));
        HttpRequest.Builder request = request().method("PATCH", body(answer));
        created.entityTag().ifPresent(tag -> request.header("If-Match", tag));
        HttpResponse<String> response = send(session, request);
        if (response.statusCode() / 100 != 2) {
            throw new IOException(
                    "PATCH %s: %d %s"
                            .formatted(session, response.statusCode(), firstLine(response.body())));
        }
    }

    /// Ends a session; that the server knows it no more is no error.
    void delete(URI session) throws InterruptedException {
        try {
            send(session, request().DELETE());
        } catch (IOException _) {
            // The server is gone, and the session with it.
        }
    }

    private HttpRequest.Builder request() {
        HttpRequest.Builder request =
                HttpRequest.newBuilder().timeout(REQUEST_TIMEOUT).header("Content-Type", SDP);
        token.ifPresent(bearer -> request.header("Authorization", "Bearer " + bearer));
        return request;
    }

    private static HttpRequest.BodyPublisher body(String text) {
        return HttpRequest.BodyPublishers.ofString(text);
    }

    private HttpResponse<String> send(URI uri, HttpRequest.Builder request)
            throws IOException, InterruptedException {
        URI to = uri;
        for (int redirects = 0; ; redirects++) {
            HttpResponse<String> response =
                    http.send(request.uri(to).build(), HttpResponse.BodyHandlers.ofString());
            int status = response.statusCode();
            Optional<String> location = response.headers().firstValue("Location");
            boolean redirected = status == TEMPORARY_REDIRECT || status == PERMANENT_REDIRECT;
            if (!redirected || location.isEmpty() || redirects == REDIRECTS_MAX) {
                return response;
            }
            to = to.resolve(location.get());
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
