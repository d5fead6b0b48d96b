package weir.http;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import weir.config.ConfigException;
import weir.config.ConfigReader;
import weir.config.WeirConfig;
import weir.testkit.HttpCalls;

import java.util.Optional;
import java.util.OptionalInt;

/// Of a proxy on this machine, whose clients have no limits as long as nobody has named it.
class UnnamedProxyTest {
    private final Vertx vertx = Vertx.vertx();
    private final Logger logger = (Logger) LoggerFactory.getLogger(HttpFront.class);
    private final ListAppender<ILoggingEvent> told = new ListAppender<>();

    @BeforeEach
    void listen() {
        told.start();
        logger.addAppender(told);
    }

    @AfterEach
    void close() {
        logger.detachAppender(told);
        vertx.close().await();
    }

    @Test
    void isToldOfOnce() throws ConfigException {
        String url = url(front("http.trusted-proxies", ""));

        HttpCalls.send("GET", url, "");
        assertThat(told.list).isEmpty();
        HttpCalls.send("GET", url, "", "X-Forwarded-For", "192.0.2.1");
        HttpCalls.send("GET", url, "", "X-Forwarded-For", "192.0.2.1");

        assertThat(told.list)
                .singleElement()
                .extracting(ILoggingEvent::getFormattedMessage)
                .asString()
                .startsWith("127.0.0.1 asks for others")
                .contains("http.trusted-proxies");
    }

    @Test
    void isNotToldOfWhereItIsNamedOrHasLimits() throws ConfigException {
        HttpCalls.send(
                "GET",
                url(front("http.trusted-proxies", "127.0.0.1")),
                "",
                "X-Forwarded-For",
                "192.0.2.1");
        HttpCalls.send("GET", url(front("limits.exempt", "")), "", "X-Forwarded-For", "192.0.2.1");

        assertThat(told.list).isEmpty();
    }

    private String url(HttpFront front) {
        HttpServer server =
                vertx.createHttpServer()
                        .requestHandler(
                                request -> {
                                    front.tellOfProxy(request, front.clients().of(request));
                                    request.response().end();
                                })
                        .listen(0, "127.0.0.1")
                        .await();
        return "http://127.0.0.1:" + server.actualPort() + "/";
    }

    private static HttpFront front(String key, String value) throws ConfigException {
        WeirConfig config =
                new ConfigReader().override("--test", key, value).read(WeirConfig.class);
        return new HttpFront(
                config.http(),
                config.https(),
                config.limits(),
                new HttpPorts("127.0.0.1", OptionalInt.empty(), OptionalInt.empty()),
                Optional.empty());
    }
}
