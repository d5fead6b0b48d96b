package weir.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.metrics.MetricsOptions;
import io.vertx.core.net.impl.ConnectionBase;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import weir.admin.VertxMeters;
import weir.testkit.HttpCalls;

class EarlyConnectionTest {
    private final Vertx vertx =
            Vertx.builder()
                    .with(
                            new VertxOptions()
                                    .setMetricsOptions(new MetricsOptions().setEnabled(true)))
                    .withMetrics(new VertxMeters())
                    .build();

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @Test
    void aConnectionThatCameBeforeItsMeterIsAnsweredAndCounted() {
        HttpServer server =
                vertx.createHttpServer()
                        .connectionHandler(
                                connection -> {
                                    ((ConnectionBase) connection).metric(null);
                                    EarlyConnection.complete(connection);
                                    assertThat(((ConnectionBase) connection).metric()).isNotNull();
                                })
                        .requestHandler(request -> request.response().end("here"))
                        .listen(0, "127.0.0.1")
                        .await();

        String url = "http://127.0.0.1:" + server.actualPort() + "/";

        assertThat(HttpCalls.send("GET", url, "").body()).isEqualTo("here");
    }
}
