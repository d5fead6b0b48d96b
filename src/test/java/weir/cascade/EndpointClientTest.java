package weir.cascade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import io.vertx.core.Future;
import io.vertx.core.Vertx;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Against small servers of the JDK.
class EndpointClientTest {
    private final Vertx vertx = Vertx.vertx();
    private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
    private HttpServer one;
    private HttpServer other;
    private EndpointClient client;

    @BeforeEach
    void start() throws IOException {
        one = server("one");
        other = server("other");
        client = new EndpointClient(vertx, new AllowedHosts(List.of("127.0.0.1")));
    }

    @AfterEach
    void stop() {
        one.stop(0);
        other.stop(0);
        vertx.close().await();
    }

    private HttpServer server(String name) throws IOException {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> handle(name, exchange));
        server.start();
        return server;
    }

    private String at(HttpServer server, String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    private void handle(String name, HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        requests.add(
                String.join(
                        " ",
                        name,
                        exchange.getRequestMethod(),
                        path,
                        "" + exchange.getRequestHeaders().getFirst("Authorization"),
                        "" + exchange.getRequestHeaders().getFirst("If-Match")));
        exchange.getRequestBody().readAllBytes();
        exchange.getResponseHeaders().set("Content-Type", "application/sdp; charset=utf-8");
        exchange.getResponseHeaders().set("ETag", "\"tag\"");
        exchange.getResponseHeaders().set("Retry-After", "7");
        String location =
                switch (path) {
                    case "/moved" -> "/whep";
                    case "/away" -> at(other, "/whep");
                    case "/forbidden" -> "http://localhost/whep";
                    case "/circle" -> "/circle";
                    default -> "session/1";
                };
        exchange.getResponseHeaders().set("Location", location);
        int status =
                switch (path) {
                    case "/moved", "/away", "/forbidden", "/circle" -> 307;
                    case "/found" -> 302;
                    case "/counter" -> 406;
                    case "/busy" -> 503;
                    default -> exchange.getRequestMethod().equals("POST") ? 201 : 200;
                };
        byte[] body = new byte[path.equals("/long") ? 300_000 : 3];
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Test
    void theSessionIsRelativeToTheEndpoint() {
        assertThat(answered(offer("/live/whep")).session())
                .contains(URI.create(at(one, "/live/session/1")));
        assertThat(requests).containsExactly("one POST /live/whep Bearer t0ken null");
    }

    @Test
    void theTokenStaysWithItsOrigin() {
        EndpointReply.Answered moved = answered(offer("/moved"));
        EndpointReply.Answered away = answered(offer("/away"));
        await(client.hangUp(wish("/away"), away.session().orElseThrow()));

        assertThat(moved.session()).contains(URI.create(at(one, "/session/1")));
        assertThat(requests)
                .containsExactly(
                        "one POST /moved Bearer t0ken null",
                        "one POST /whep Bearer t0ken null",
                        "one POST /away Bearer t0ken null",
                        "other POST /whep null null",
                        "other DELETE /session/1 null null");
    }

    @Test
    void goesNowhereElse() {
        assertThatThrownBy(() -> offer("/forbidden")).hasMessageContaining("redirected");
        assertThatThrownBy(() -> offer("/circle")).hasMessageContaining("redirected");
        assertThat(offer("/found")).isInstanceOf(EndpointReply.Refused.class);
        assertThat(requests).noneMatch(request -> request.contains("/whep"));
    }

    @Test
    void aCounterOfferIsAnsweredAtItsSession() {
        EndpointReply.CounterOffered offered = (EndpointReply.CounterOffered) offer("/counter");

        await(client.answer(wish("/counter"), offered, "v=0"));

        assertThat(requests.getLast()).isEqualTo("one PATCH /session/1 Bearer t0ken \"tag\"");
    }

    @Test
    void tellsWhenToComeAgain() {
        assertThat(offer("/busy"))
                .isEqualTo(new EndpointReply.Refused(503, Optional.of(Duration.ofSeconds(7))));
    }

    @Test
    void readsNoAnswerWithoutEnd() {
        assertThatThrownBy(() -> offer("/long")).hasMessageContaining("too long");
    }

    private EndpointReply offer(String path) {
        return await(client.offer(wish(path), "v=0"));
    }

    private Wish wish(String path) {
        return new Wish("cam", Way.PULL, URI.create(at(one, path)), Optional.of("t0ken"));
    }

    private static EndpointReply.Answered answered(EndpointReply reply) {
        assertThat(reply).isInstanceOf(EndpointReply.Answered.class);
        return (EndpointReply.Answered) reply;
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.await(10, TimeUnit.SECONDS);
        } catch (TimeoutException late) {
            throw new AssertionError(late);
        }
    }
}
