package weir.it.http;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import weir.it.FreePorts;
import weir.it.Metrics;
import weir.it.WeirCluster;
import weir.testkit.CertificateFolder;
import weir.testkit.ClientMedia;
import weir.testkit.HttpCalls;
import weir.testkit.WebRtcClient;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// How much one client may ask for, and who counts as one. The certificate is of PKCS#12, and pages
/// are sent on to HTTPS.
class LimitsIT {
    private static final int BURST = 30;

    /// More than the burst and what comes back of it meanwhile, however slow the machine is.
    private static final int ATTEMPTS = 10 * BURST;

    private static final int CONNECTIONS_MAX = 6;

    /// Who asks for others.
    private static final String PROXY = "127.0.0.9";

    private static final String EXEMPT = "127.0.0.13";
    private static final int REQUEST_LINE_MAX = 8192;

    @TempDir private static Path directory;
    @AutoClose private static WeirCluster cluster;
    private static int tlsPort;
    private static String node;

    @BeforeAll
    static void start() {
        CertificateFolder folder = new CertificateFolder(directory);
        folder.writePkcs12("one", "open");
        tlsPort = FreePorts.inARow(1);
        cluster =
                WeirCluster.start(
                        "limits",
                        1,
                        Map.ofEntries(
                                Map.entry("WEIR_HTTPS_PORT", "" + tlsPort),
                                Map.entry("WEIR_HTTPS_CERTIFICATE", "" + folder.path("one.p12")),
                                Map.entry("WEIR_HTTPS_PASSWORD", "open"),
                                Map.entry("WEIR_HTTP_PLAIN", "redirect"),
                                Map.entry("WEIR_HTTP_CORS_ORIGINS", "https://example.org"),
                                Map.entry("WEIR_HTTP_TRUSTED_PROXIES", PROXY),
                                Map.entry("WEIR_WHEP_NOT_LIVE", "wait"),
                                Map.entry("WEIR_WHEP_COUNTER_OFFER", "when-needed"),
                                Map.entry("WEIR_LIMITS_EXEMPT", EXEMPT),
                                Map.entry("WEIR_LIMITS_COUNTER_OFFERS_PER_ADDRESS_MAX", "2"),
                                Map.entry("WEIR_LIMITS_REQUESTS_PER_SECOND", "1"),
                                Map.entry("WEIR_LIMITS_REQUEST_BURST", "" + BURST),
                                Map.entry("WEIR_LIMITS_SESSIONS_PER_ADDRESS_MAX", "2"),
                                Map.entry("WEIR_LIMITS_VIEWERS_PER_STREAM_MAX", "3"),
                                Map.entry(
                                        "WEIR_LIMITS_CONNECTIONS_PER_ADDRESS_MAX",
                                        "" + CONNECTIONS_MAX),
                                Map.entry("WEIR_LIMITS_HEADER_TIMEOUT", "3s"),
                                Map.entry("WEIR_LIMITS_BODY_TIMEOUT", "3s"),
                                Map.entry("WEIR_LIMITS_IDLE_TIMEOUT", "4s")));
        node = cluster.node(1).url();
    }

    @Test
    void whoAsksTooOftenIsToldWhenToComeBackAndOthersNoticeNothing() {
        try (TlsClient eager = TlsClient.open("127.0.0.2");
                TlsClient other = TlsClient.open("127.0.0.3")) {
            HttpResponse<String> last = eager.get(node + "/api/info");
            for (int i = 1; i <= ATTEMPTS && last.statusCode() == 200; i++) {
                last = eager.get(node + "/api/info");
            }

            Problems.assertProblem(last, 429, "too-many-requests");
            assertThat(last.headers().firstValue("Retry-After")).hasValue("1");
            assertThat(last.headers().firstValue("Vary")).hasValue("Origin");
            assertThat(other.get(node + "/api/info").statusCode()).isEqualTo(200);
            assertThat(refused("too-many-requests")).isPositive();
        }
    }

    @Test
    void whoIsExemptMayDoMore() throws IOException {
        List<Socket> sockets = new ArrayList<>();
        try (TlsClient client = TlsClient.open(EXEMPT)) {
            for (int i = 0; i < BURST + 5; i++) {
                assertThat(client.get(node + "/health/live").statusCode()).isEqualTo(200);
            }
            for (int i = 0; i < 3; i++) {
                assertThat(watchAs(client, "exempt").statusCode()).isEqualTo(201);
            }
            for (int i = 0; i <= CONNECTIONS_MAX; i++) {
                sockets.add(connect(EXEMPT));
            }
            assertAnswered(sockets.getLast());
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }

    private static HttpResponse<String> watchAs(TlsClient client, String stream) {
        return client.post(node + "/whep/" + stream, receiving(), "Content-Type", HttpCalls.SDP);
    }

    @Test
    void clientsOfATrustedProxyAreCountedEach() {
        try (TlsClient proxy = TlsClient.open(PROXY);
                TlsClient liar = TlsClient.open("127.0.0.4")) {
            for (int i = 0; i < BURST + 5; i++) {
                String client = "192.0.2." + i;
                assertThat(proxy.get(node + "/api/info", "X-Forwarded-For", client).statusCode())
                        .isEqualTo(200);
            }
            int status = 200;
            for (int i = 0; i < ATTEMPTS && status == 200; i++) {
                status =
                        liar.get(node + "/api/info", "X-Forwarded-For", "192.0.2." + i)
                                .statusCode();
            }
            assertThat(status).isEqualTo(429);
        }
    }

    @Test
    void aClientHasSoManySessionsAndOneThatEndsMakesRoom() {
        try (TlsClient proxy = TlsClient.open(PROXY)) {
            String first = watch(proxy, "a", "198.51.100.1", 201);
            watch(proxy, "b", "198.51.100.1", 201);
            Problems.assertProblem(
                    post(proxy, "/whip/c", "198.51.100.1", sending()),
                    429,
                    "too-many-sessions-of-client");
            watch(proxy, "b", "198.51.100.2", 201);

            proxy.send("DELETE", node + first);

            watch(proxy, "b", "198.51.100.1", 201);
            assertThat(refused("too-many-sessions-of-client")).isEqualTo(1);
        }
    }

    @Test
    void soManyCounterOffersWaitForAClient() {
        String nothing = receiving().replaceAll("(?s)m=.*", "");
        try (TlsClient proxy = TlsClient.open(PROXY)) {
            for (int i = 1; i <= 2; i++) {
                assertThat(post(proxy, "/whep/a", "2001:db8::" + i, nothing).statusCode())
                        .isEqualTo(406);
            }
            HttpResponse<String> refused = post(proxy, "/whep/b", "2001:db8::3", nothing);

            Problems.assertProblem(refused, 429, "too-many-counter-offers-of-client");
            assertThat(refused.headers().firstValue("Retry-After")).hasValue("10");
            assertThat(post(proxy, "/whep/b", "2001:db8:0:1::1", nothing).statusCode())
                    .isEqualTo(406);
            assertThat(refused("too-many-counter-offers-of-client")).isEqualTo(1);
        }
    }

    @Test
    void aStreamHasSoManyViewers() {
        try (TlsClient proxy = TlsClient.open(PROXY)) {
            for (int i = 1; i <= 3; i++) {
                watch(proxy, "full", "203.0.113." + i, 201);
            }
            HttpResponse<String> refused = post(proxy, "/whep/full", "203.0.113.4", receiving());

            Problems.assertProblem(refused, 503, "too-many-viewers");
            assertThat(refused.headers().firstValue("Retry-After")).isPresent();
            assertThat(refused("too-many-viewers")).isEqualTo(1);
            watch(proxy, "empty", "203.0.113.4", 201);
        }
    }

    @Test
    void onlyPagesOfTheOriginsThatAreListedReadTheAnswers() {
        try (TlsClient client = TlsClient.open("127.0.0.5")) {
            HttpResponse<String> ours =
                    client.send("OPTIONS", node + "/whip/a", "Origin", "https://example.org");
            HttpResponse<String> others =
                    client.send("OPTIONS", node + "/whip/a", "Origin", "https://example.com");

            assertThat(ours.headers().firstValue("Access-Control-Allow-Origin"))
                    .hasValue("https://example.org");
            assertThat(ours.headers().firstValue("Access-Control-Expose-Headers").orElseThrow())
                    .contains("Location", "ETag", "Retry-After");
            assertThat(others.headers().map().keySet())
                    .noneMatch(name -> name.toLowerCase(Locale.ROOT).startsWith("access-control"));
            assertThat(others.headers().firstValue("Vary")).hasValue("Origin");
        }
    }

    @Test
    void onlyPagesOfThisNodeAndOfTheOriginsThatAreListedManageIt() {
        try (TlsClient client = TlsClient.open("127.0.0.13");
                TlsClient proxy = TlsClient.open(PROXY)) {
            String stream = node + "/api/streams/pages";
            for (String page :
                    List.of(node, "https://127.0.0.1:" + tlsPort, "https://example.org")) {
                assertThat(client.send("POST", stream, "Origin", page).statusCode()).isEqualTo(204);
                assertThat(client.send("DELETE", stream, "Origin", page).statusCode())
                        .isEqualTo(204);
            }
            String[] forwarded = {
                "Origin", "https://weir.example", "X-Forwarded-Host", "weir.example"
            };
            Problems.assertProblem(
                    client.send("DELETE", stream, forwarded), 403, "origin-not-allowed");
            Problems.assertProblem(proxy.send("DELETE", stream, forwarded), 404, "stream-unknown");
        }
    }

    @Test
    void pagesAreSentOnToHttpsAndWhatProgramsAskForIsServed() {
        try (TlsClient client = TlsClient.open("127.0.0.6")) {
            HttpResponse<String> page =
                    client.get(node + "/watch.html?stream=a", "Accept", "text/html,*/*");

            assertThat(page.statusCode()).isEqualTo(308);
            String there = "https://127.0.0.1:" + tlsPort + "/watch.html?stream=a";
            assertThat(page.headers().firstValue("Location")).hasValue(there);
            HttpResponse<String> followed = client.get(there, "Accept", "text/html,*/*");
            assertThat(followed.statusCode()).isEqualTo(200);
            assertThat(followed.headers().firstValue("Strict-Transport-Security")).isEmpty();
            assertThat(client.get(node + "/api/info").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void whatIsTooLongIsRefused() {
        try (TlsClient client = TlsClient.open("127.0.0.7")) {
            String longest = "/" + "x".repeat(REQUEST_LINE_MAX - "GET / HTTP/1.1".length());
            Problems.assertProblem(client.get(node + longest), 404, "path-unknown");
            Problems.assertProblem(client.get(node + longest + "x"), 414, "uri-too-long");
            assertThat(client.get(node + "/", "X-Long", "x".repeat(16_000)).statusCode())
                    .isEqualTo(200);
            Problems.assertProblem(
                    client.get(node + "/", "X-Long", "x".repeat(16_384)), 431, "headers-too-long");
        }
        assertThat(refused("uri-too-long")).isEqualTo(1);
        assertThat(refused("headers-too-long")).isEqualTo(1);
    }

    @Test
    void whoSendsASlowBodyOrNoRequestAtAllIsNotWaitedFor() throws IOException {
        try (Socket slow = connect("127.0.0.8");
                Socket silent = connect("127.0.0.8")) {
            silent.getOutputStream().write("GET / HTTP/1.1\r\nX-".getBytes(UTF_8));
            slow.getOutputStream()
                    .write(
                            ("POST /whip/a HTTP/1.1\r\nHost: a\r\nContent-Type: application/sdp\r\n"
                                            + "Content-Length: 100\r\n\r\nv=0")
                                    .getBytes(UTF_8));

            assertThat(new String(slow.getInputStream().readAllBytes(), UTF_8))
                    .startsWith("HTTP/1.1 408 ")
                    .contains("body-timeout");
            assertThat(silent.getInputStream().read()).isEqualTo(-1);
        }
        assertThat(refused("body-timeout")).isEqualTo(1);
        assertThat(refused("request-timeout")).isPositive();
    }

    @Test
    void aConnectionThatAsksNothingMoreIsClosed() throws IOException {
        try (Socket idle = connect("127.0.0.14")) {
            assertAnswered(idle);
            idle.getInputStream().readAllBytes();
        }
        assertThat(refused("idle-timeout")).isPositive();
    }

    /// One that says nothing is one as well, also where it should begin TLS.
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anAddressHasSoManyConnections(boolean tls) throws IOException {
        int port = tls ? tlsPort : cluster.node(1).port();
        List<Socket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i <= CONNECTIONS_MAX; i++) {
                sockets.add(connect("127.0.0.10", port));
            }
            assertThat(sockets.getLast().getInputStream().read()).isEqualTo(-1);
            try (TlsClient other = TlsClient.open("127.0.0.11")) {
                assertThat(other.get(node + "/api/info").statusCode()).isEqualTo(200);
            }
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
        assertThat(refused("too-many-connections")).isPositive();
    }

    private static void assertAnswered(Socket socket) throws IOException {
        socket.getOutputStream()
                .write("GET /health/live HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(UTF_8));
        assertThat(new String(socket.getInputStream().readNBytes(12), UTF_8))
                .isEqualTo("HTTP/1.1 200");
    }

    private static Socket connect(String from) throws IOException {
        return connect(from, cluster.node(1).port());
    }

    private static Socket connect(String from, int port) throws IOException {
        Socket socket = new Socket("127.0.0.1", port, InetAddress.ofLiteral(from), 0);
        socket.setSoTimeout(15_000);
        return socket;
    }

    /// @return the session's path
    private static String watch(TlsClient proxy, String stream, String client, int status) {
        HttpResponse<String> answer = post(proxy, "/whep/" + stream, client, receiving());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return answer.headers().firstValue("Location").orElseThrow();
    }

    private static HttpResponse<String> post(
            TlsClient proxy, String path, String client, String offer) {
        return proxy.post(
                node + path, offer, "Content-Type", HttpCalls.SDP, "X-Forwarded-For", client);
    }

    private static String sending() {
        try (WebRtcClient client =
                WebRtcClient.publisher(node, "any", ClientMedia.published(1, 2))) {
            return client.offer().text();
        }
    }

    private static String receiving() {
        return sending().replace("a=sendonly", "a=recvonly");
    }

    private static double refused(String type) {
        try (TlsClient client = TlsClient.open("127.0.0.12")) {
            return new Metrics(client.get(node + "/metrics").body())
                    .sum("weir_http_refused_total", "type=\"" + type + "\"");
        }
    }
}
