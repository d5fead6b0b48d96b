package weir.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// What the suite makes of servers that are not right.
class ExaminationTest {
    private static final Set<Integer> ALL =
            IntStream.rangeClosed(1, 58).boxed().collect(Collectors.toCollection(TreeSet::new));

    private HttpServer http;
    private ServerSettings server;

    @BeforeEach
    void start() throws IOException {
        http = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
        http.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        http.start();
        server = ServerSettings.of(List.of("http://127.0.0.1:" + http.getAddress().getPort()));
    }

    @AfterEach
    void stop() {
        http.stop(0);
    }

    @Test
    void everyRuleHasItsNumberAndATextThatFits() {
        assertThat(RuleBook.rules()).extracting(Rule::number).containsExactlyElementsOf(ALL);
        assertThat(RuleBook.rules()).extracting(Rule::id).doesNotHaveDuplicates();
        assertThat(RuleBook.rules()).extracting(rule -> rule.text().length()).allMatch(n -> n < 35);
    }

    @Test
    void whoSaysYesToEverythingKeepsNoRuleButThatOfRedirects() throws Exception {
        http.createContext("/", exchange -> answer(exchange, 200, "yes"));

        assertThat(passed(Examination.run(server, ALL))).containsExactly(44);
    }

    @Test
    void whoKnowsNothingKeepsNoRuleButThatOfRedirects() throws Exception {
        http.createContext("/", exchange -> answer(exchange, 404, ""));

        assertThat(passed(Examination.run(server, ALL))).containsExactly(44);
    }

    @Test
    void aRedirectByAnotherStatusOrOfAnotherMethodIsSeen() throws Exception {
        http.createContext(
                "/",
                exchange -> {
                    exchange.getResponseHeaders().add("Location", "/elsewhere");
                    answer(exchange, exchange.getRequestMethod().equals("POST") ? 302 : 307, "");
                });

        Map<Integer, Verdict> verdicts = Examination.run(server, Set.of(7, 44));

        assertThat(verdicts.get(44).details()).contains("POST is redirected with 302", "must: ");
        assertThat(passed(verdicts)).isEmpty();
    }

    @Test
    void aSessionWithoutAnAnswerIsNoSession() throws Exception {
        http.createContext(
                "/",
                exchange -> {
                    exchange.getResponseHeaders().add("Location", "/session/1");
                    exchange.getResponseHeaders().add("Content-Type", "application/sdp");
                    answer(exchange, 201, "v=0\r\n");
                });

        Verdict verdict = Examination.run(server, Set.of(1)).get(1);

        assertThat(verdict.details()).contains("has no SDP");
    }

    @Test
    void whoTakesARestartForATrickleHasNoRestartsAndDoesNotSaySo() throws Exception {
        http.createContext("/", ExaminationTest::trickleAlone);

        Map<Integer, Verdict> verdicts =
                Examination.run(whipAlone("made"), Set.of(31, 32, 34, 35, 36));

        assertThat(verdicts.get(35).details())
                .isEqualTo(
                        "must: trickle alone, a restart: PATCH /session/1 → 204 application/sdp");
        verdicts.remove(35);
        assertThat(verdicts.values()).allMatch(each -> each instanceof Verdict.NotOffered);
    }

    @Test
    void whatFailsCountsAlthoughTheRestIsNotOffered() throws Exception {
        http.createContext(
                "/",
                exchange -> {
                    boolean post = exchange.getRequestMethod().equals("POST");
                    String name = post ? "Location" : "Link";
                    String turn = "<turn:turn.example>; rel=\"ice-server\"; credential=\"secret\"";
                    exchange.getResponseHeaders().add(name, post ? "/session/1" : turn);
                    answer(exchange, post ? 201 : 200, "");
                });

        Verdict verdict = Examination.run(whipAlone("made"), Set.of(9)).get(9);

        assertThat(verdict.details())
                .contains("should: OPTIONS /whip/made-2 → 200 has a credential");
    }

    @Test
    void whoHasGoneIsSaidToHave() throws Exception {
        http.stop(0);

        Verdict verdict = Examination.run(server, Set.of(7)).get(7);

        assertThat(verdict.details()).isEqualTo("should: the server does not answer any more");
    }

    @Test
    void streamsHaveTheNamesThatTheServerWasTold() throws Exception {
        Set<String> asked = ConcurrentHashMap.newKeySet();
        http.createContext(
                "/",
                exchange -> {
                    asked.add(exchange.getRequestURI().getPath());
                    answer(exchange, 404, "");
                });

        Examination.run(whipAlone("made"), Set.of(1, 3, 5));

        assertThat(asked)
                .contains("/whip/made-1")
                .allMatch(path -> path.matches("/whip/made-\\d+"));
    }

    private ServerSettings whipAlone(String streams) {
        return new ServerSettings(
                server.urls(),
                server.whipPath(),
                Optional.empty(),
                Optional.of(streams),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                server.setupTimeout(),
                server.consentTimeout(),
                0,
                Optional.empty(),
                false,
                Optional.empty());
    }

    private static void trickleAlone(HttpExchange exchange) throws IOException {
        boolean post = exchange.getRequestMethod().equals("POST");
        exchange.getResponseHeaders().add("Location", "/session/1");
        exchange.getResponseHeaders().add("ETag", "\"1\"");
        exchange.getResponseHeaders().add("Content-Type", "application/sdp");
        answer(exchange, post ? 201 : 204, "");
    }

    private static Set<Integer> passed(Map<Integer, Verdict> verdicts) {
        return verdicts.entrySet().stream()
                .filter(each -> each.getValue() instanceof Verdict.Pass)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            byte[] bytes = body.getBytes();
            boolean bodiless = bytes.length == 0 || exchange.getRequestMethod().equals("HEAD");
            exchange.sendResponseHeaders(status, bodiless ? -1 : bytes.length);
            if (!bodiless) {
                exchange.getResponseBody().write(bytes);
            }
        }
    }
}
