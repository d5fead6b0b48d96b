package weir.it.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import weir.it.Await;
import weir.it.FreePorts;
import weir.it.Metrics;
import weir.it.WeirCluster;
import weir.testkit.CertificateFolder;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;

/// HTTPS alone, by files of PEM that change.
class HttpsIT {
    @TempDir private static Path directory;
    private static CertificateFolder folder;
    @AutoClose private static WeirCluster cluster;
    private static int port;
    private static String node;

    @BeforeAll
    static void start() {
        folder = new CertificateFolder(directory);
        folder.writePem("shown");
        folder.writePem("next");
        port = FreePorts.inARow(1);
        node = "https://127.0.0.1:" + port;
        cluster =
                WeirCluster.start(
                        "https",
                        1,
                        Map.of(
                                "WEIR_HTTP_PLAIN",
                                "off",
                                "WEIR_HTTPS_PORT",
                                "" + port,
                                "WEIR_HTTPS_CERTIFICATE",
                                folder.path("shown.pem").toString(),
                                "WEIR_HTTPS_KEY",
                                folder.path("shown.key").toString(),
                                "WEIR_HTTP_ACCESS_LOG",
                                "true",
                                "WEIR_LOG_FORMAT",
                                "json"));
    }

    @Test
    void speaksHttp2AndTellsBrowsersToKeepToHttps() {
        try (TlsClient client = TlsClient.open()) {
            HttpResponse<String> answer = client.get(node + "/health/live");

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
            assertThat(answer.sslSession().orElseThrow().getProtocol()).isEqualTo("TLSv1.3");
            assertThat(answer.headers().firstValue("Strict-Transport-Security"))
                    .hasValue("max-age=31536000");
            assertThat(client.get(node + "/api/info").body())
                    .contains("https://127.0.0.1:" + port)
                    .doesNotContain("http://");
        }
    }

    @Test
    void nothingIsAtThePlainPort() {
        int plain = cluster.node(1).port();

        assertThatThrownBy(() -> new Socket("127.0.0.1", plain).close())
                .isInstanceOf(ConnectException.class);
    }

    @Test
    void olderTlsIsRefused() throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(15_000);
            // A ClientHello of TLS 1.1 with one cipher suite.
            socket.getOutputStream()
                    .write(
                            HexFormat.of()
                                    .parseHex(
                                            "160301002d010000290302"
                                                    + "00".repeat(32)
                                                    + "000002c009"
                                                    + "0100"));
            // An alert (21), fatal.
            assertThat(socket.getInputStream().read()).isIn(21, -1);
        }
    }

    @Test
    void newFilesAreShownWithoutARestartAndBrokenOnesAreNot() throws IOException {
        X509Certificate old = folder.certificate("shown");
        X509Certificate next = folder.certificate("next");
        try (TlsClient client = TlsClient.open()) {
            assertThat(TlsClient.shown(client.get(node + "/health/live"))).isEqualTo(old);

            Files.writeString(folder.path("shown.key"), "nonsense");
            awaitChange(client, "refused", 1);
            try (TlsClient fresh = TlsClient.open()) {
                assertThat(TlsClient.shown(fresh.get(node + "/health/live"))).isEqualTo(old);
            }

            copy("next.pem", "shown.pem");
            copy("next.key", "shown.key");
            TlsClient.awaitShown(node + "/health/live", next);
            assertThat(TlsClient.shown(client.get(node + "/health/live")))
                    .as("the connection that was open lives on")
                    .isEqualTo(old);
        }
        assertThat(Files.readString(cluster.node(1).log()))
                .contains("HTTPS keeps its certificate", "https.key must hold a private key")
                .doesNotContain("nonsense");
    }

    @Test
    void theAccessLogHasALineForEachRequestWithoutWhatIsSecret() throws IOException {
        try (TlsClient client = TlsClient.open()) {
            client.send(
                    "DELETE",
                    node + "/session/cam/node.TopSecretTopSecret?token=hidden",
                    "Authorization",
                    "Bearer hidden");
        }
        Await.until(
                "the line is there",
                Duration.ofSeconds(5),
                () -> Files.readString(cluster.node(1).log()).contains("/session/cam/TopSec…"));
        String log = Files.readString(cluster.node(1).log());
        assertThat(log)
                .contains(
                        "\"method\":\"DELETE\"",
                        "\"status\":404",
                        "\"stream\":\"cam\"",
                        "\"client\":\"127.0.0.1\"")
                .doesNotContain("TopSecret", "hidden");
        assertThat(log.lines()).as("JSON alone").allMatch(line -> line.startsWith("{"));
    }

    private static void awaitChange(TlsClient client, String outcome, int count) {
        Await.until(
                outcome + " is counted",
                Duration.ofSeconds(10),
                () ->
                        new Metrics(client.get(node + "/metrics").body())
                                        .sum(
                                                "weir_https_certificate_changes_total",
                                                "outcome=\"" + outcome + "\"")
                                >= count);
    }

    private static void copy(String from, String to) {
        try {
            Files.copy(folder.path(from), folder.path(to), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
