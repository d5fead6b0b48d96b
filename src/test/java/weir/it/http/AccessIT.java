package weir.it.http;

import static org.assertj.core.api.Assertions.assertThat;

import static weir.it.http.Problems.assertProblem;

import io.vertx.core.json.JsonObject;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import weir.it.Await;
import weir.it.Figures;
import weir.it.NodeProcess;
import weir.it.WeirCluster;
import weir.testkit.ClientMedia;
import weir.testkit.HttpCalls;
import weir.testkit.LocalServer;
import weir.testkit.TokenIssuer;
import weir.testkit.WebRtcClient;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Who is admitted, and for how long, on three nodes that know tokens of every kind, and on one
/// that asks for none.
class AccessIT {
    private static final String EVERYTHING = "everything-s3cret";
    private static final String SECRET = "a secret that is not shorter than 32 bytes";
    private static final TokenIssuer HS256 =
            TokenIssuer.ofSecret(SECRET.getBytes(StandardCharsets.UTF_8));
    private static final TokenIssuer KEPT = TokenIssuer.es256("kept");
    private static final TokenIssuer LOST = TokenIssuer.rs256("lost");
    private static final double ENDED_MILLIS = 5000;
    private static final List<String> TOKENS = new ArrayList<>(List.of(EVERYTHING, SECRET));

    private static LocalServer jwks;
    private static LocalServer webhook;
    private static WeirCluster cluster;
    private static WeirCluster open;

    @BeforeAll
    static void start() {
        jwks = new LocalServer(_ -> new LocalServer.Answer(200, TokenIssuer.keySet(KEPT, LOST)));
        webhook = new LocalServer(AccessIT::decide);
        cluster =
                WeirCluster.start(
                        "access",
                        3,
                        Map.of(
                                "WEIR_ACCESS_TOKENS",
                                EVERYTHING + "," + staticTokens(),
                                "WEIR_ACCESS_QUERY_TOKEN",
                                "true",
                                "WEIR_ACCESS_JWT_SECRETS",
                                SECRET,
                                "WEIR_ACCESS_JWT_JWKS_URL",
                                jwks.url(),
                                "WEIR_ACCESS_WEBHOOK_URL",
                                webhook.url(),
                                "WEIR_LOG",
                                "debug"),
                        EVERYTHING);
        open = WeirCluster.start("access-off", 1, Map.of());
    }

    @AfterAll
    static void stop() throws IOException {
        cluster.close();
        open.close();
        jwks.close();
        webhook.close();
        for (NodeProcess node : cluster.nodes()) {
            String log = Files.readString(node.log());
            TOKENS.forEach(token -> assertThat(log).doesNotContain(token));
        }
    }

    @Test
    void eachRouteAnswersToEachRoleAsTheTableSays() throws IOException {
        JsonObject access = new JsonObject(get(1, "/api/access", EVERYTHING).body());
        List<AccessTable.Row> others = AccessTable.others(access);
        AccessTable table = new AccessTable();

        table.ask(open.node(1), "off", tokens(AccessIT::staticToken), List.of());
        table.ask(cluster.node(1), "static tokens", tokens(AccessIT::staticToken), others);
        table.ask(
                cluster.node(2),
                "JWT, HS256 by secret",
                tokens(role -> note(HS256.sign(claims(role)))),
                others);
        table.ask(
                cluster.node(3),
                "JWT, ES256 by JWKS",
                tokens(role -> note(KEPT.sign(claims(role)))),
                others);
        table.ask(cluster.node(1), "webhook", tokens(AccessIT::hookToken), others);

        Files.writeString(Path.of("target", "access-table.md"), table.text());
        assertThat(table.wrong()).isEmpty();
    }

    @Test
    void aRevokedTokensSessionsEndOnEveryNode() {
        WebRtcClient publisher = publisher("revoked", EVERYTHING);
        String token = note(HS256.sign(TokenIssuer.claims("revoked", 4).put("jti", "one")));
        WebRtcClient near = viewer(2, "revoked", token);
        WebRtcClient far = viewer(3, "revoked", token);
        WebRtcClient untouched = viewer(2, "revoked", note(watch("revoked", "two")));
        long began = System.nanoTime();

        assertThat(send("DELETE", 1, "/api/tokens/one", EVERYTHING).statusCode()).isEqualTo(204);

        awaitEnded(near, far);
        noteFigure("sessions of a revoked token end on other nodes", began);
        assertThat(untouched.ended()).isNotDone();
        for (int k = 1; k <= 3; k++) {
            HttpResponse<String> answer = send("POST", k, "/whep/revoked", token);
            assertProblem(answer, 401, "token-invalid");
            assertThat(answer.headers().firstValue("WWW-Authenticate"))
                    .contains("Bearer error=\"invalid_token\"");
        }
        publisher.close();
        untouched.close();
    }

    @Test
    void theSessionsOfAKeyThatIsTakenAwayEndOnEveryNode() {
        WebRtcClient publisher = publisher("keys", EVERYTHING);
        String lost = note(LOST.sign(TokenIssuer.claims("keys", 4)));
        String kept = note(KEPT.sign(TokenIssuer.claims("keys", 4)));
        WebRtcClient one = viewer(1, "keys", lost);
        WebRtcClient other = viewer(3, "keys", lost);
        WebRtcClient untouched = viewer(3, "keys", kept);
        long began = System.nanoTime();

        jwks.answer(200, TokenIssuer.keySet(KEPT));

        awaitEnded(one, other);
        noteFigure("sessions of a key that left the JWKS end", began);
        assertThat(untouched.ended()).isNotDone();
        for (NodeProcess node : cluster.nodes()) {
            Await.until(
                    "its tokens are refused",
                    Duration.ofSeconds(10),
                    () -> send("POST", node, "/whep/keys", lost).statusCode() == 401);
        }
        noteFigure("tokens of a key that left the JWKS are refused everywhere", began);

        jwks.stop();
        assertThat(get(2, "/api/streams/keys", kept).statusCode()).isEqualTo(200);
        Await.until(
                "the node has missed the key server",
                Duration.ofSeconds(10),
                () -> metric(2, "weir_access_jwks_failed_total") > 0);
        assertThat(get(2, "/api/streams/keys", kept).statusCode()).isEqualTo(200);
        assertThat(untouched.ended()).isNotDone();
        jwks.start();
        publisher.close();
        untouched.close();
    }

    @Test
    void aSessionIsItsStreamsAlone() {
        WebRtcClient publisher = publisher("mine", EVERYTHING);
        WebRtcClient viewer = viewer(2, "mine", note(watch("mine", "mine")));
        String path = viewer.sessionUrl().replaceFirst("http://[^/]*", "");
        String other = note(HS256.sign(TokenIssuer.claims("other", 7)));

        assertProblem(send("DELETE", 1, path, other), 403, "forbidden");
        assertProblem(
                send("DELETE", 1, path.replace("/mine/", "/other/"), other),
                404,
                "session-unknown");
        assertProblem(HttpCalls.send("DELETE", viewer.sessionUrl(), ""), 401, "token-missing");
        assertThat(viewer.ended()).isNotDone();

        assertThat(send("DELETE", 3, path, note(watch("mine", "again"))).statusCode())
                .isEqualTo(200);
        publisher.close();
    }

    @Test
    void aWebhookLimitsWhatItAdmits() {
        WebRtcClient publisher =
                WebRtcClient.publisher(
                                cluster.node(1).url(), "limited", ClientMedia.published(91, 92))
                        .bearer("hook-limited");

        double endedBefore = metric(1, "weir_access_sessions_ended_total");

        HttpResponse<String> answer = publisher.post();

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        assertThat(answer.body()).contains("b=TIAS:300000");
        Await.until(
                "the session ends",
                Duration.ofSeconds(10),
                () -> metric(1, "weir_access_sessions_ended_total") > endedBefore);
        assertThat(publisher.delete().statusCode()).isEqualTo(404);
    }

    @Test
    void aTokenInTheUrlIsTakenWhereItMayBe() {
        String url = "/api/streams?token=" + EVERYTHING;

        assertThat(HttpCalls.send("GET", cluster.node(1).url() + url, "").statusCode())
                .isEqualTo(200);
        assertThat(statusLine("GET /api/streams?token=%zz HTTP/1.0")).contains(" 401 ");
    }

    @Test
    void whoStartsANodeIsToldWhoMayUseIt() throws IOException {
        String warning = "WARNING: anybody who reaches this machine may publish";

        assertThat(Files.readString(open.node(1).log())).contains(warning);
        assertThat(Files.readString(cluster.node(1).log()))
                .doesNotContain(warning)
                .contains("access   by token");
    }

    @Test
    void noHeaderOfAnyFormIsAnError() {
        String[] headers = {
            "", "Bearer", "Bearer a b", "Basic YTpi", "Bearer ..", "\u00e4", "Bearer a.b.c"
        };
        for (String header : headers) {
            assertThat(statusLine("GET /api/nodes HTTP/1.0\r\nAuthorization: " + header))
                    .as(header)
                    .contains(" 401 ");
        }
    }

    /// As no client library would send it.
    private static String statusLine(String request) {
        try (Socket socket = new Socket("127.0.0.1", cluster.node(1).port())) {
            socket.getOutputStream()
                    .write((request + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String staticToken(AccessTable.Role role) {
        return "static-" + role.name().replaceAll("\\W", "") + role.stream().length();
    }

    private static String staticTokens() {
        List<String> tokens = new ArrayList<>();
        for (AccessTable.Role role : AccessTable.ROLES) {
            if (!role.stream().isEmpty()) {
                String actions = String.join("+", role.actions());
                tokens.add(actions + " " + role.stream() + " " + staticToken(role));
            }
        }
        return String.join(",", tokens);
    }

    /// The webhook's own tokens tell it what they are for.
    private static String hookToken(AccessTable.Role role) {
        return "hook/" + role.stream().replace('*', '~') + "/" + String.join("+", role.actions());
    }

    private static LocalServer.Answer decide(String body) {
        JsonObject question = new JsonObject(body);
        String[] token = question.getString("token").split("/");
        if (question.getString("token").equals("hook-limited")) {
            long end = System.currentTimeMillis() / 1000 + 2;
            return new LocalServer.Answer(
                    200,
                    new JsonObject()
                            .put("allow", true)
                            .put("bitrateMax", 300_000)
                            .put("expiresAt", end)
                            .encode());
        }
        if (token.length != 3 || !token[0].equals("hook")) {
            return new LocalServer.Answer(401, "");
        }
        List<String> wanted =
                switch (question.getString("action")) {
                    case "session" -> List.of("watch", "publish", "manage");
                    case "read" -> List.of("watch", "manage");
                    case String action -> List.of(action);
                };
        boolean allow =
                List.of(token[2].split("\\+")).stream().anyMatch(wanted::contains)
                        && (token[1].equals("~") || token[1].equals(question.getString("stream")));
        return new LocalServer.Answer(200, new JsonObject().put("allow", allow).encode());
    }

    private static Map<String, String> tokens(
            java.util.function.Function<AccessTable.Role, String> make) {
        Map<String, String> tokens = new HashMap<>();
        for (AccessTable.Role role : AccessTable.ROLES) {
            tokens.put(role.name(), role.stream().isEmpty() ? "" : make.apply(role));
        }
        tokens.put("bad", "b4d-token");
        return tokens;
    }

    private static JsonObject claims(AccessTable.Role role) {
        int mode = 0;
        mode |= role.actions().contains("watch") ? 4 : 0;
        mode |= role.actions().contains("publish") ? 2 : 0;
        mode |= role.actions().contains("manage") ? 1 : 0;
        return TokenIssuer.claims(role.stream(), mode);
    }

    private static String watch(String stream, String tokenId) {
        return HS256.sign(TokenIssuer.claims(stream, 4).put("jti", tokenId));
    }

    /// A token that must not be in a log.
    private static String note(String token) {
        synchronized (TOKENS) {
            TOKENS.add(token);
        }
        return token;
    }

    private static WebRtcClient publisher(String stream, String token) {
        WebRtcClient publisher =
                WebRtcClient.publisher(cluster.node(1).url(), stream, ClientMedia.published(81, 82))
                        .bearer(token);
        publisher.connect();
        publisher.startSending();
        Await.until(
                stream + " is live",
                Duration.ofSeconds(10),
                () -> get(2, "/api/streams/" + stream, token).statusCode() == 200);
        return publisher;
    }

    private static WebRtcClient viewer(int k, String stream, String token) {
        WebRtcClient viewer =
                WebRtcClient.viewer(cluster.node(k).url(), stream, ClientMedia.watched())
                        .bearer(token);
        viewer.connect();
        return viewer;
    }

    private static void awaitEnded(WebRtcClient... clients) {
        for (WebRtcClient client : clients) {
            Await.until("the session ends", Duration.ofSeconds(20), () -> client.ended().isDone());
            assertThat(client.ended().join()).isEqualTo("close_notify");
        }
    }

    private static void noteFigure(String what, long began) {
        double millis = Duration.ofNanos(System.nanoTime() - began).toMillis();
        assertThat(Figures.note(what, millis, "ms", ENDED_MILLIS))
                .isLessThan(Figures.TOLERANCE * ENDED_MILLIS);
    }

    private static double metric(int k, String name) {
        return get(k, "/metrics", EVERYTHING)
                .body()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .sum();
    }

    private static HttpResponse<String> get(int k, String path, String token) {
        return send("GET", k, path, token);
    }

    private static HttpResponse<String> send(String method, int k, String path, String token) {
        return send(method, cluster.node(k), path, token);
    }

    private static HttpResponse<String> send(
            String method, NodeProcess node, String path, String token) {
        return HttpCalls.send(method, node.url() + path, "", "Authorization", "Bearer " + token);
    }
}
