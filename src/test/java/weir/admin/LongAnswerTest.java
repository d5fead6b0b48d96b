package weir.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import weir.http.ByteBudget;
import weir.http.HttpListener;
import weir.testkit.HttpCalls;
import weir.testkit.WindowlessClient;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

class LongAnswerTest {
    private static final int LENGTH = ReadOnlyPaths.SHORT_BYTES + 1;

    private final Vertx vertx = Vertx.vertx();
    private final ByteBudget memory = new ByteBudget(2 * LENGTH);
    private final BlockingQueue<Integer> statuses = new LinkedBlockingQueue<>();
    private final CompletableFuture<Void> gone = new CompletableFuture<>();
    private volatile int length = LENGTH;
    private HttpServer server;

    @BeforeEach
    void listen() {
        Router router = Router.router(vertx);
        router.route().handler(this::answer);
        server =
                vertx.createHttpServer(new HttpServerOptions().setHttp2ClearTextEnabled(true))
                        .connectionHandler(each -> each.closeHandler(_ -> onGone()))
                        .requestHandler(router)
                        .listen(0, "127.0.0.1")
                        .await();
    }

    /// When what the end of the connection has begun is done.
    private void onGone() {
        Vertx.currentContext().runOnContext(_ -> gone.complete(null));
    }

    private void answer(RoutingContext request) {
        HttpListener.lend(request, memory);
        ReadOnlyPaths.answer(request, 200, "x".repeat(length));
        statuses.add(request.response().getStatusCode());
    }

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @Test
    void thoseThatNobodyTakesHaveALimitTogether() throws Exception {
        try (WindowlessClient client = new WindowlessClient(server.actualPort())) {
            assertThat(status(client)).isEqualTo(200);
            assertThat(status(client)).isEqualTo(200);
            assertThat(status(client)).isEqualTo(503);
            assertThat(memory.taken()).isEqualTo(2 * LENGTH);

            length = ReadOnlyPaths.SHORT_BYTES;
            assertThat(status(client)).isEqualTo(200);
        }
        gone.get(10, TimeUnit.SECONDS);
        assertThat(memory.taken()).isZero();
    }

    @Test
    void whatIsTakenIsForgotten() {
        String url = "http://127.0.0.1:" + server.actualPort() + "/";

        for (int i = 0; i < 5; i++) {
            assertThat(HttpCalls.send("GET", url, "").body()).hasSize(LENGTH);
        }
    }

    private int status(WindowlessClient client) throws Exception {
        client.ask();
        return statuses.poll(10, TimeUnit.SECONDS);
    }
}
