package weir.it.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;

import io.vertx.core.json.JsonObject;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import weir.it.Await;
import weir.it.NodeLog;
import weir.it.NodeProcess;
import weir.it.WeirCluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/// Everything at once, at random, on three nodes: afterwards nothing of it is left. Longer with
/// `-Dweir.churn.seconds`, again with `-Dweir.churn.seed`.
class ChurnIT {
    private static final Duration SETTLED = Duration.ofSeconds(25);
    private static final int SECONDS = Integer.getInteger("weir.churn.seconds", 8);
    private static final int ACTORS = 16;
    private static final long SEED =
            Long.getLong("weir.churn.seed", ThreadLocalRandom.current().nextInt(1000));

    /// What is of a moment, and 0 when nobody is there.
    private static final Pattern GAUGE =
            Pattern.compile(
                    "^(weir_(?:streams|sessions|link_sessions|foreign_sessions|event_\\w+"
                            + "|cluster_claims_known|http_body_bytes|tcp_\\w+|draining"
                            + "|dtls_handshakes_running)(?:\\{.*})?) (\\S+)$",
                    Pattern.MULTILINE);

    private static final Map<String, String> OPPOSITE =
            Map.of(
                    "stream-created", "stream-deleted",
                    "session-started", "session-ended",
                    "publish-started", "publish-stopped");

    private static final Queue<JsonObject> TOLD = new ConcurrentLinkedQueue<>();

    private static HttpServer hooks;
    private static WeirCluster cluster;

    @BeforeAll
    static void start() throws IOException {
        hooks = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        hooks.createContext(
                "/",
                exchange -> {
                    try (exchange) {
                        byte[] body = exchange.getRequestBody().readAllBytes();
                        TOLD.add(new JsonObject(new String(body, StandardCharsets.UTF_8)));
                        exchange.sendResponseHeaders(204, -1);
                    }
                });
        hooks.start();
        cluster =
                WeirCluster.start(
                        "churn",
                        3,
                        Map.of(
                                // The machine may be busy, which is no answer that was lost.
                                "WEIR_CLUSTER_REQUEST_TIMEOUT",
                                "8s",
                                "WEIR_HOOKS_URLS",
                                "http://127.0.0.1:" + hooks.getAddress().getPort(),
                                "WEIR_WHIP_TAKEN",
                                SEED % 2 == 0 ? "takeover" : "reject",
                                "WEIR_WHEP_NOT_LIVE",
                                SEED % 3 == 0 ? "reject" : "wait",
                                "WEIR_WHEP_COUNTER_OFFER",
                                "when-needed",
                                "WEIR_WHEP_COUNTER_OFFER_VALIDITY",
                                "2s",
                                "WEIR_CASCADE_GRACE",
                                "500ms",
                                "WEIR_TRANSPORT_SESSION_TIMEOUT",
                                "3s",
                                "WEIR_TRANSPORT_CONSENT_TIMEOUT",
                                "4s"));
    }

    @AfterAll
    static void stop() {
        cluster.close();
        hooks.stop(0);
    }

    @Test
    void whateverHappensAtOnceNothingIsLeftOfIt() {
        System.out.println("seed " + SEED);
        ChurnAnswers answers = new ChurnAnswers();

        churn(answers);
        tidyUp();

        System.out.println(answers.counts());
        assertThat(answers.wrong()).isEmpty();
        for (NodeProcess node : cluster.nodes()) {
            awaitNothingLeft(node);
            NodeLog.assertQuiet(node);
        }
        Await.until("all told", SETTLED, () -> unmatched().isEmpty());
    }

    private static void churn(ChurnAnswers answers) {
        List<String> nodes = cluster.nodes().stream().map(NodeProcess::url).toList();
        SplittableRandom random = new SplittableRandom(SEED);
        long end = System.nanoTime() + Duration.ofSeconds(SECONDS).toNanos();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < ACTORS; i++) {
            ChurnActor actor = new ChurnActor(nodes, random.split(), answers);
            threads.add(Thread.ofVirtual().start(() -> actUntil(end, actor, answers)));
        }
        threads.forEach(ChurnActor::join);
    }

    private static void actUntil(long end, ChurnActor actor, ChurnAnswers answers) {
        while (System.nanoTime() < end) {
            try {
                actor.act();
            } catch (RuntimeException | Error failed) {
                answers.onWrong(failed + " " + List.of(failed.getStackTrace()).subList(0, 4));
            }
        }
    }

    private static void tidyUp() {
        NodeProcess node = cluster.node(1);
        for (String stream : ChurnActor.STREAMS) {
            node.request("DELETE", "/api/cascade/" + stream);
            node.request("DELETE", "/api/streams/" + stream);
        }
        cluster.nodes().forEach(each -> each.request("DELETE", "/api/drain"));
    }

    private static void awaitNothingLeft(NodeProcess node) {
        Await.until(
                node.url() + " has " + left(node) + node.request("GET", "/api/streams").body(),
                SETTLED,
                () -> left(node).isEmpty() && node.list("/api/streams").isEmpty());
    }

    private static Map<String, String> left(NodeProcess node) {
        Map<String, String> left = new TreeMap<>();
        GAUGE.matcher(node.metrics().text())
                .results()
                .filter(gauge -> Double.parseDouble(gauge.group(2)) != 0)
                .forEach(gauge -> left.put(gauge.group(1), gauge.group(2)));
        return left;
    }

    /// What began and did not end as often, or the other way round, by whom.
    private static Map<String, Integer> unmatched() {
        Map<String, Integer> balance = new TreeMap<>();
        for (JsonObject event : TOLD) {
            String type = event.getString("event");
            String who = event.getString("stream") + " " + event.getString("session", "");
            if (OPPOSITE.containsKey(type)) {
                balance.merge(who + " " + type, 1, Integer::sum);
            } else {
                OPPOSITE.forEach(
                        (begin, end) -> {
                            if (end.equals(type)) {
                                balance.merge(who + " " + begin, -1, Integer::sum);
                            }
                        });
            }
        }
        balance.values().removeIf(number -> number == 0);
        return balance;
    }
}
