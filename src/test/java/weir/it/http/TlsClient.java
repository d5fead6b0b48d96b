package weir.it.http;

import weir.it.Await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/// An HTTP client that takes any certificate and tells which it was shown. It keeps its
/// connections.
final class TlsClient implements AutoCloseable {
    private static final Duration ANSWER_MAX = Duration.ofSeconds(15);

    private final HttpClient client;

    private TlsClient(HttpClient.Builder builder) {
        client = builder.sslContext(trustingAll()).connectTimeout(ANSWER_MAX).build();
    }

    static TlsClient open() {
        return new TlsClient(HttpClient.newBuilder());
    }

    /// @param from its own address
    static TlsClient open(String from) {
        return new TlsClient(HttpClient.newBuilder().localAddress(InetAddress.ofLiteral(from)));
    }

    private static SSLContext trustingAll() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new TrustAll()}, new SecureRandom());
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Only this kind of trust manager is asked about the host's name too.
    private static final class TrustAll extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
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
