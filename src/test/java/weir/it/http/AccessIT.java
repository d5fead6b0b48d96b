package weir.it.http;

import static org.assertj.core.api.Assertions.assertThat;

import static weir.it.http.Problems.assertProblem;

import io.vertx.core.json.JsonObject;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import weir.it.Await;
import weir.it.EventSourceClient;
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
        webhook = new LocalServer(RoleTokens::decide);
        cluster =
                WeirCluster.start(
                        "access",
                        3,
                        Map.of(
                                "WEIR_ACCESS_TOKENS",
                                EVERYTHING + "," + RoleTokens.configured(),
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
        AccessTable table = new AccessTable();
        assertThat(AccessTable.missing(access)).isEmpty();

        table.ask(open.node(1), "off", RoleTokens.of(RoleTokens::configured));
        table.ask(cluster.node(1), "static tokens", RoleTokens.of(RoleTokens::configured));
        table.ask(
                cluster.node(2),
                "JWT, HS256 by secret",
                RoleTokens.of(role -> note(HS256.sign(RoleTokens.claims(role)))));
        table.ask(
                cluster.node(3),
                "JWT, ES256 by JWKS",
                RoleTokens.of(role -> note(KEPT.sign(RoleTokens.claims(role)))));
        table.ask(cluster.node(1), "webhook", RoleTokens.of(RoleTokens::hook));

        Files.writeString(Path.of("target", "access-table.md"), table.text());
        assertThat(table.wrong()).isEmpty();
    }

    @Test
    void whatARevokedTokenOpenedEndsOnEveryNode() {
        WebRtcClient publisher = publisher("revoked", EVERYTHING);
        String token = note(HS256.sign(TokenIssuer.claims("revoked", 4).put("jti", "one")));
        WebRtcClient near = viewer(2, "revoked", token);
        WebRtcClient far = viewer(3, "revoked", token);
        WebRtcClient untouched = viewer(2, "revoked", note(watch("revoked", "two")));
        EventSourceClient feed = feed(3, note(watch("*", "one")));
        EventSourceClient untouchedFeed = feed(3, note(watch("*", "two")));
        EventSourceClient events = events(1, far, token);
        long began = System.nanoTime();

        assertThat(send("DELETE", 1, "/api/tokens/one", EVERYTHING).statusCode()).isEqualTo(204);

        awaitEnded(near, far);
        noteFigure("sessions of a revoked token end on other nodes", began);
        feed.awaitEnd();
        events.awaitEnd();
        noteFigure("event streams of a revoked token end on other nodes", began);
        assertThat(untouched.ended()).isNotDone();
        assertThat(untouchedFeed.isEnded()).isFalse();
        untouchedFeed.close();
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
        EventSourceClient feed = feed(2, note(LOST.sign(TokenIssuer.claims("*", 4))));
        long began = System.nanoTime();

        jwks.answer(200, TokenIssuer.keySet(KEPT));

        awaitEnded(one, other);
        noteFigure("sessions of a key that left the JWKS end", began);
        feed.awaitEnd();
        noteFigure("the feed of a key that left the JWKS ends", began);
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
    void aFeedEndsWithItsTokenThoughSessionsDoNot() {
        WebRtcClient publisher = publisher("short", EVERYTHING);
        long lateness = 5; // access.jwt.leeway
        String token =
                note(
                        HS256.sign(
                                TokenIssuer.claims("*", 4)
                                        .put(
                                                "exp",
                                                System.currentTimeMillis() / 1000 + 3 - lateness)));
        WebRtcClient viewer = viewer(1, "short", token);
        EventSourceClient feed = feed(2, token);
        feed.await("", 1);
        assertThat(feed.isEnded()).isFalse();

        feed.awaitEnd();

        assertProblem(get(2, "/api/sse/streams", token), 401, "token-invalid");
        assertThat(viewer.ended()).isNotDone();
        assertThat(metric(2, "weir_access_answers_ended_total")).isPositive();
        viewer.close();
        publisher.close();
    }

    @Test
    void aSessionIsItsStreamsAlone() {
        WebRtcClient publisher = publisher("mine", EVERYTHING);
        WebRtcClient viewer = viewer(2, "mine", note(watch("mine", "mine")));
        String path = SessionUrl.of(viewer).path();
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

    /// Whoever knows its URL: the session says itself what it takes to use it, at every node.
    @Test
    void aSessionIsForWhoMayDoWhatItDoes() {
        WebRtcClient publisher = publisher("roles", EVERYTHING);
        WebRtcClient viewer = viewer(2, "roles", note(watch("roles", "roles")));
        SessionUrl published = SessionUrl.of(publisher);
        SessionUrl watched = SessionUrl.of(viewer);
        String watch = note(HS256.sign(TokenIssuer.claims("roles", 4)));
        String publish = note(HS256.sign(TokenIssuer.claims("roles", 2)));
        String manage = "hook/roles/manage";

        for (NodeProcess node : cluster.nodes()) {
            published.assertForbidden(node, watch, "hook/roles/watch");
            watched.assertForbidden(node, publish, "hook/roles/publish");
            String asIfWatched = published.path().replaceFirst("p$", "v");
            assertProblem(send("DELETE", node, asIfWatched, watch), 404, "session-unknown");
        }
        assertThat(publisher.ended()).isNotDone();
        assertThat(viewer.ended()).isNotDone();

        assertThat(get(1, watched.path() + "/layer", manage).statusCode()).isEqualTo(200);
        assertProblem(get(1, published.path() + "/layer", publish), 409, "session-watches-nothing");
        assertThat(send("DELETE", 3, watched.path(), manage).statusCode()).isEqualTo(200);
        assertThat(send("DELETE", 2, published.path(), publish).statusCode()).isEqualTo(200);
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
        assertThat(statusLine("GET /api/streams?token=%zz HTTP/1.0")).contains(" 400 ");
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

    /// The live list of streams, at node k.
    private static EventSourceClient feed(int k, String token) {
        String url = cluster.node(k).url() + "/api/sse/streams?token=" + token;
        EventSourceClient feed = EventSourceClient.open(url);
        assertThat(feed.response().statusCode()).isEqualTo(200);
        return feed;
    }

    /// What the viewer is told beside its media, read at node k.
    private static EventSourceClient events(int k, WebRtcClient viewer, String token) {
        String path = SessionUrl.of(viewer).path() + "/sse";
        HttpResponse<String> opened = send("POST", k, path, token);
        assertThat(opened.statusCode()).as(opened.body()).isEqualTo(201);
        String location = opened.headers().firstValue("Location").orElseThrow();
        return EventSourceClient.open(cluster.node(k).url() + location);
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
