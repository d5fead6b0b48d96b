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
/// the server answers with an offer of its own (406), a PATCH. Blocks; any thread may call it.
public final class SignalingClient implements AutoCloseable {
    /// @param sdp          an answer, or the server's own offer
    /// @param counterOffer whether that is an offer, to be answered by [#answer]
    /// @param session      what to DELETE
    record Created(String sdp, boolean counterOffer, Optional<URI> session) {}

    private static final String SDP = "application/sdp";
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(15);
    private static final int ATTEMPTS_MAX = 20;
    private static final long RETRY_NANOS = 250_000_000;

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
            HttpResponse<String> response = send(request(endpoint, SDP).POST(body(offer)));
            int status = response.statusCode();
            if (status == 201 || status == 200 || status == 406 && isSdp(response)) {
                Optional<URI> session =
                        response.headers().firstValue("Location").map(response.uri()::resolve);
                return new Created(response.body(), status == 406, session);
            }
            boolean notYet = status == 404 || status == 409 || status == 503;
            if (!notYet || attempt == ATTEMPTS_MAX) {
                throw new IOException(
                        "POST %s: %d %s".formatted(endpoint, status, firstLine(response.body())));
            }
            LockSupport.parkNanos(RETRY_NANOS);
        }
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

    void answer(URI session, String answer) throws IOException, InterruptedException {
        HttpResponse<String> response = send(request(session, SDP).method("PATCH", body(answer)));
        if (response.statusCode() / 100 != 2) {
            throw new IOException("PATCH %s: %d".formatted(session, response.statusCode()));
        }
    }

    /// Ends a session; that the server knows it no more is no error.
    void delete(URI session) throws InterruptedException {
        try {
            send(request(session, SDP).DELETE());
        } catch (IOException _) {
            // The server is gone, and the session with it.
        }
    }

    private HttpRequest.Builder request(URI uri, String contentType) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri)
                        .timeout(REQUEST_TIMEOUT)
                        .header("Content-Type", contentType);
        token.ifPresent(bearer -> request.header("Authorization", "Bearer " + bearer));
        return request;
    }

    private static HttpRequest.BodyPublisher body(String text) {
        return HttpRequest.BodyPublishers.ofString(text);
    }

    private HttpResponse<String> send(HttpRequest.Builder request)
            throws IOException, InterruptedException {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
