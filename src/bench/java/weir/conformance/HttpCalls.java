package weir.conformance;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/// Sends requests to the nodes in turn, follows no redirects, and remembers those it was given. Any
/// thread.
final class HttpCalls implements AutoCloseable {
    /// A request was answered with 3xx.
    record Redirect(String method, int status) {}

    private static final Duration ANSWER_MAX = Duration.ofSeconds(20);

    private final HttpClient http =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(ANSWER_MAX)
                    .executor(Executors.newVirtualThreadPerTaskExecutor())
                    .build();
    private final ServerSettings server;
    private final AtomicInteger turn = new AtomicInteger();
    private final ConcurrentLinkedQueue<Redirect> redirects = new ConcurrentLinkedQueue<>();

    HttpCalls(ServerSettings server) {
        this.server = server;
    }

    List<Redirect> redirects() {
        return List.copyOf(redirects);
    }

    /// The same path at the node whose turn it is.
    URI inTurn(URI uri) {
        return server.urls().size() == 1
                ? uri
                : at(turn.getAndIncrement() % server.urls().size(), uri);
    }

    /// The same path at the k-th node, from 0.
    URI at(int k, URI uri) {
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        return URI.create(server.urls().get(k) + uri.getRawPath() + query);
    }

    /// With the token, if there is one.
    Answer send(String method, URI uri, String body, String... headers)
            throws IOException, InterruptedException {
        return send(method, uri, server.token(), body, headers);
    }

    /// @param headers name, value, name, value, …
    Answer send(String method, URI uri, Optional<String> token, String body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri)
                        .timeout(ANSWER_MAX)
                        .method(
                                method,
                                body.isEmpty() && !method.equals("POST")
                                        ? HttpRequest.BodyPublishers.noBody()
                                        : HttpRequest.BodyPublishers.ofString(body));
        token.ifPresent(bearer -> request.header("Authorization", "Bearer " + bearer));
        if (headers.length > 0) {
            request.headers(headers);
        }
        HttpResponse<String> response =
                http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() / 100 == 3) {
            redirects.add(new Redirect(method, response.statusCode()));
        }
        return new Answer(method + " " + place(uri), response);
    }

    /// Without what makes it long: the middle of the path.
    private static String place(URI uri) {
        String[] segments = uri.getRawPath().split("/");
        return segments.length <= 3
                ? uri.getRawPath()
                : String.join("/", Arrays.copyOf(segments, 2)) + "/…";
    }

    /// A response that goes on: what is sent line by line.
    HttpResponse<Stream<String>> open(URI uri, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(ANSWER_MAX).GET();
        server.token().ifPresent(bearer -> request.header("Authorization", "Bearer " + bearer));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofLines());
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
