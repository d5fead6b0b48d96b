package weir.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import weir.http.ByteBudget;
import weir.http.HttpListener;
import weir.testkit.Loops;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// One connection that is told events, over a socket on this machine.
class EventReaderTest {
    private static final long WAIT_SECONDS = 20;
    private static final int PIECE = 1 << 16;
    private static final int RECEIVE_BUFFER = 4096;

    private final EventCounters counters = new EventCounters();
    private final CompletableFuture<EventReader> opened = new CompletableFuture<>();
    private final CompletableFuture<Boolean> gone = new CompletableFuture<>();
    @AutoClose private final Loops loops = new Loops(1);
    private ByteBudget memory = new ByteBudget(Long.MAX_VALUE);
    private HttpServer server;

    @Test
    void whoDoesNotReadIsCutOff() throws Exception {
        try (Socket _ = connect(Duration.ofSeconds(10))) {
            EventReader reader = await(opened);

            boolean reads = true;
            long told = 0;
            for (String piece = "x".repeat(PIECE); reads && told < 1L << 30; told += PIECE) {
                reads = loops.call(reader.owner(), () -> reader.tell(piece));
            }

            assertThat(reads).isFalse();
            assertThat(await(gone)).isTrue();
            assertThat(counters.cut()).isEqualTo(1);
            assertThat(counters.readers()).isZero();
            assertThat(loops.call(reader.owner(), () -> reader.tell("more"))).isFalse();
            loops.settle();
            assertThat(memory.taken()).isZero();
        }
    }

    @Test
    void whoIsToldMoreThanTheNodeMayKeepIsCutOff() throws Exception {
        memory = new ByteBudget(PIECE - 1);
        try (Socket _ = connect(Duration.ofSeconds(10))) {
            EventReader reader = await(opened);

            assertThat(loops.call(reader.owner(), () -> reader.tell("short"))).isTrue();
            assertThat(loops.call(reader.owner(), () -> reader.tell("x".repeat(PIECE)))).isFalse();

            assertThat(await(gone)).isTrue();
            assertThat(counters.cut()).isEqualTo(1);
            assertThat(memory.taken()).isZero();
        }
    }

    @Test
    void whoIsToldWhatThereIsAndThenThatItIsOverHasAWholeAnswer() throws Exception {
        try (Socket socket = connect(Duration.ofSeconds(10))) {
            EventReader reader = await(opened);

            loops.call(reader.owner(), () -> reader.tell("data: 1\n\n"));
            loops.run(reader.owner(), reader::end);

            String answer = readToTheEnd(socket);
            assertThat(answer).startsWith("HTTP/1.1 200 OK\r\n");
            assertThat(answer).containsIgnoringCase("content-type: text/event-stream\r\n");
            assertThat(answer).contains("retry: 2000\n\n").contains("data: 1\n\n");
            assertThat(answer).endsWith("\r\n0\r\n\r\n");
            assertThat(counters.readers()).isZero();
            assertThat(counters.cut()).isZero();
        }
    }

    @Test
    void whoIsForgottenIsHungUp() throws Exception {
        try (Socket socket = connect(Duration.ofMillis(20))) {
            await(opened);

            assertThat(readToTheEnd(socket)).endsWith("\r\n0\r\n\r\n");
            assertThat(await(gone)).isTrue();
        }
    }

    @Test
    void whoLeavesIsGone() throws Exception {
        try (Socket _ = connect(Duration.ofSeconds(10))) {
            await(opened);
            assertThat(counters.readers()).isEqualTo(1);
        }

        assertThat(await(gone)).isTrue();
        loops.settle();
        assertThat(counters.readers()).isZero();
        assertThat(counters.cut()).isZero();
    }

    @Test
    void whoReadsWhatADepartedNodeHadToTellIsHungUp() throws Exception {
        EventReaders readers = new EventReaders();
        JsonObject delivery = new JsonObject().put("reader", "id").put("text", "data: 1\n\n");
        try (Socket socket = connect(Duration.ofSeconds(10))) {
            EventReader reader = await(opened);
            readers.add("id", reader, "there");
            readers.onDeparted("elsewhere");
            assertThat(deliver(readers, delivery)).isTrue();

            readers.onDeparted("there");

            assertThat(readToTheEnd(socket)).contains("data: 1\n\n").endsWith("\r\n0\r\n\r\n");
            assertThat(deliver(readers, delivery)).isFalse();
        }
        assertThat(deliver(readers, delivery.put("reader", "unknown"))).isFalse();
    }

    private boolean deliver(EventReaders readers, JsonObject body) throws Exception {
        return await(
                readers.onDelivered(body, loops.loop(0))
                        .map(true)
                        .otherwise(false)
                        .toCompletionStage()
                        .toCompletableFuture());
    }

    private Socket connect(Duration keepAlive) throws Exception {
        Router router = Router.router(loops.vertx());
        router.get()
                .handler(
                        request -> {
                            HttpListener.lend(request, memory);
                            opened.complete(
                                    new EventReader(
                                            request,
                                            keepAlive,
                                            counters,
                                            () -> gone.complete(true)));
                        });
        server =
                loops.vertx()
                        .createHttpServer()
                        .requestHandler(router)
                        .listen(0, "127.0.0.1")
                        .toCompletionStage()
                        .toCompletableFuture()
                        .get(WAIT_SECONDS, TimeUnit.SECONDS);
        Socket socket = new Socket();
        socket.setReceiveBufferSize(RECEIVE_BUFFER);
        socket.connect(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), server.actualPort()));
        socket.getOutputStream()
                .write(
                        "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
                                .getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static String readToTheEnd(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static <T> T await(CompletableFuture<T> future) throws Exception {
        return future.get(WAIT_SECONDS, TimeUnit.SECONDS);
    }
}
