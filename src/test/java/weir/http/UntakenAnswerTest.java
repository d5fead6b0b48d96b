package weir.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import weir.testkit.WindowlessClient;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

class UntakenAnswerTest {
    /// More than sockets hold.
    private static final Buffer ANSWER = Buffer.buffer(new byte[16 << 20]);

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final HttpRefusals refusals = new HttpRefusals();
    private final Connections connections = new Connections(refusals, limits());
    private final CountDownLatch answered = new CountDownLatch(1);
    private HttpServer server;

    @BeforeEach
    void start() {
        server =
                vertx.createHttpServer(new HttpServerOptions().setHttp2ClearTextEnabled(true))
                        .connectionHandler(
                                connection -> connections.onOpened(connection, System.nanoTime()))
                        .requestHandler(this::answer)
                        .listen(0, "127.0.0.1")
                        .await();
    }

    @AfterEach
    void close() {
        vertx.close().await();
    }

    private void answer(HttpServerRequest request) {
        connections.onRequest(request);
        request.response()
                .endHandler(_ -> connections.onAnswered(request, System.nanoTime()))
                .end(ANSWER);
        answered.countDown();
    }

    @Test
    void whoDoesNotTakeAnAnswerIsHungUp() throws Exception {
        try (Socket client = new Socket()) {
            client.setReceiveBufferSize(4096);
            client.connect(new InetSocketAddress("127.0.0.1", server.actualPort()));
            client.getOutputStream()
                    .write("GET / HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertHungUp(client);
        }
    }

    @Test
    void whoOpensNoWindowInHttp2IsHungUp() throws Exception {
        try (WindowlessClient client = new WindowlessClient(server.actualPort())) {
            client.ask();
            assertHungUp(client.socket());
        }
    }

    private void assertHungUp(Socket client) throws Exception {
        client.setSoTimeout(10_000);
        assertThat(answered.await(10, TimeUnit.SECONDS)).isTrue();

        sweepAfter(31);
        sweepAfter(32);

        assertThat(readUntilItEnds(client)).isLessThan(ANSWER.length());
    }

    private void sweepAfter(int seconds) throws Exception {
        long now = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        CountDownLatch swept = new CountDownLatch(1);
        vertx.runOnContext(
                _ -> {
                    connections.closeIdle(now);
                    swept.countDown();
                });
        assertThat(swept.await(10, TimeUnit.SECONDS)).isTrue();
    }

    private static long readUntilItEnds(Socket client) throws IOException {
        long length = 0;
        byte[] some = new byte[1 << 16];
        try {
            for (int read; (read = client.getInputStream().read(some)) >= 0; ) {
                length += read;
            }
        } catch (SocketTimeoutException stillOpen) {
            throw stillOpen;
        } catch (SocketException reset) {
            // As good an end.
        }
        return length;
    }

    private static LimitsConfig limits() {
        Duration any = Duration.ofHours(1);
        Duration idle = Duration.ofSeconds(30);
        return new LimitsConfig(1, 1, 1, List.of(), 1, 1, 1, 9, 9, any, any, idle, 16384, 8192);
    }
}
