package weir.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import javax.net.ssl.SSLHandshakeException;

/// Both ends of a connection, with options made of the event bus's as Vert.x makes them.
class EventBusTlsTest {
    private final Vertx vertx = Vertx.vertx();

    /// Held: Vert.x closes what a client that nobody holds has connected.
    private NetClient client;

    @AfterEach
    void stop() throws TimeoutException {
        vertx.close().await(10, TimeUnit.SECONDS);
    }

    @Test
    void nodesOfOneSecretTalk() throws TimeoutException {
        int port = listen(new NetServerOptions(options(seed(1)).toJson()));

        assertThat(dial(port, seed(1)).isSsl()).isTrue();
    }

    @Test
    void aNodeDialsNobodyWhoHasNotTheKey() throws TimeoutException {
        NetServerOptions credulous = new NetServerOptions(options(seed(2)).toJson());
        int port = listen(credulous.setClientAuth(ClientAuth.NONE));

        assertThatThrownBy(() -> dial(port, seed(1))).isInstanceOf(SSLHandshakeException.class);
    }

    private int listen(NetServerOptions options) throws TimeoutException {
        NetServer server = vertx.createNetServer(options).connectHandler(_ -> {});
        return server.listen(0, "127.0.0.1").await(10, TimeUnit.SECONDS).actualPort();
    }

    private NetSocket dial(int port, byte[] seed) throws TimeoutException {
        NetClientOptions options =
                new NetClientOptions(options(seed).toJson()).setHostnameVerificationAlgorithm("");
        client = vertx.createNetClient(options);
        return client.connect(port, "127.0.0.1").await(10, TimeUnit.SECONDS);
    }

    private static EventBusOptions options(byte[] seed) {
        EventBusOptions options = new EventBusOptions();
        EventBusTls.ofSeed(seed).protect(options);
        return options;
    }

    private static byte[] seed(int first) {
        byte[] seed = new byte[EventBusTls.SEED_LENGTH];
        seed[0] = (byte) first;
        return seed;
    }
}
