package weir.signaling;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import weir.http.ByteBudget;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// Bodies as they are on the wire, against a real server.
class BodyReadingTest {
    private static final String CHUNKED =
            "POST / HTTP/1.1\r\nHost: here\r\nTransfer-Encoding: chunked\r\n\r\n";

    private final Vertx vertx = Vertx.vertx();
    private final BlockingQueue<Boolean> failedWhileReading = new LinkedBlockingQueue<>();
    private final ByteBudget memory = new ByteBudget(15);
    private HttpServer server;

    @BeforeEach
    void listen() {
        Router router = Router.router(vertx);
        BodyReading.mount(router.route(), memory, 10)
                .failureHandler(
                        request -> {
                            failedWhileReading.add(BodyReading.isUnderWay(request));
                            request.response().setStatusCode(500).end();
                        });
        router.route()
                .handler(
                        request -> {
                            throw new IllegalStateException("our own fault");
                        });
        server = vertx.createHttpServer().requestHandler(router).listen(0, "127.0.0.1").await();
    }

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @ParameterizedTest
    @CsvSource({"é, a size that is no number", "5;=x, an extension without a name"})
    void aBodyThatCannotBeReadIsNoFaultOfOurs(String chunkSize, String ignored) throws Exception {
        send(CHUNKED + chunkSize + "\r\n");

        assertThat(failedWhileReading.poll(10, TimeUnit.SECONDS)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"5\\r\\nhello\\r\\n0\\r\\n\\r\\n", "0\\r\\n\\r\\n"})
    void whatFailsAfterwardsIs(String chunks) throws Exception {
        send(CHUNKED + chunks.translateEscapes());

        assertThat(failedWhileReading.poll(10, TimeUnit.SECONDS)).isFalse();
    }

    @Test
    void aBodyHasItsLimitAndAllTogetherHaveOne() throws Exception {
        String head = "POST / HTTP/1.1\r\nHost: here\r\nContent-Length: 10\r\n\r\n";
        try (Socket slow = connect()) {
            write(slow, head + "123456789");
            assertThat(send(head + "1234567890")).contains(" 503 ", "too-many-bodies");
            assertThat(memory.taken()).isEqualTo(9);

            write(slow, "0");
            slow.shutdownOutput();
            slow.getInputStream().readAllBytes();
            assertThat(failedWhileReading.poll(10, TimeUnit.SECONDS)).isFalse();
        }

        assertThat(memory.taken()).isZero();
        assertThat(send(head.replace("10", "11") + "12345678901")).contains(" 500 ");
        assertThat(send(CHUNKED + "b\r\n12345678901\r\n")).contains(" 500 ");
        assertThat(failedWhileReading).containsExactly(true, true);
        assertThat(memory.taken()).isZero();
    }

    @Test
    void whoAsksFirstIsToldToGoOn() throws Exception {
        String head = "POST / HTTP/1.1\r\nHost: here\r\nExpect: 100-continue\r\n";

        assertThat(send(head + "Content-Length: 5\r\n\r\nhello")).contains(" 100 Continue");
    }

    @Test
    void whoBreaksOffLeavesNothing() throws Exception {
        send("POST / HTTP/1.1\r\nHost: here\r\nContent-Length: 10\r\n\r\n123456789");

        assertThat(failedWhileReading.poll(10, TimeUnit.SECONDS)).isTrue();
        assertThat(memory.taken()).isZero();
    }

    private String send(String text) throws IOException {
        try (Socket socket = connect()) {
            write(socket, text);
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    private Socket connect() throws IOException {
        return new Socket("127.0.0.1", server.actualPort());
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }
}
