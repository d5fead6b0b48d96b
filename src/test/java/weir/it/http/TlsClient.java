package weir.it.http;

import weir.it.Await;
import weir.it.Credulous;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.cert.X509Certificate;
import java.time.Duration;

import javax.net.ssl.SSLPeerUnverifiedException;

/// An HTTP client that takes any certificate and tells which it was shown. It keeps its
/// connections.
final class TlsClient implements AutoCloseable {
    private static final Duration ANSWER_MAX = Duration.ofSeconds(15);

    private final HttpClient client;

    private TlsClient(HttpClient.Builder builder) {
        client = builder.sslContext(Credulous.context()).connectTimeout(ANSWER_MAX).build();
    }

    static TlsClient open() {
        return new TlsClient(HttpClient.newBuilder());
    }

    /// @param from its own address
    static TlsClient open(String from) {
        return new TlsClient(HttpClient.newBuilder().localAddress(InetAddress.ofLiteral(from)));
    }

    /// @param headers name, value, name, value, …
    HttpResponse<String> get(String url, String... headers) {
        return send("GET", url, headers);
    }

    HttpResponse<String> send(String method, String url, String... headers) {
        return send(method, url, HttpRequest.BodyPublishers.noBody(), headers);
    }

    HttpResponse<String> post(String url, String body, String... headers) {
        return send("POST", url, HttpRequest.BodyPublishers.ofString(body), headers);
    }

    private HttpResponse<String> send(
            String method, String url, HttpRequest.BodyPublisher body, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(url)).timeout(ANSWER_MAX).method(method, body);
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /// The certificate of the connection that this answer came by.
    static X509Certificate shown(HttpResponse<?> answer) {
        try {
            return (X509Certificate) answer.sslSession().orElseThrow().getPeerCertificates()[0];
        } catch (SSLPeerUnverifiedException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Until new connections are shown this certificate.
    static void awaitShown(String url, X509Certificate certificate) {
        Await.until(
                "new connections are shown the new certificate",
                Duration.ofSeconds(10),
                () -> {
                    try (TlsClient fresh = open()) {
                        return shown(fresh.get(url)).equals(certificate);
                    }
                });
    }

    @Override
    public void close() {
        client.shutdownNow();
        client.close();
    }
}
