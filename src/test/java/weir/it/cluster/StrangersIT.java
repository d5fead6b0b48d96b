package weir.it.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import weir.admin.VertxMeters;
import weir.cluster.ClusteredVertx;
import weir.cluster.NodeBus;
import weir.cluster.Registration;
import weir.cluster.SharedTexts;
import weir.it.Await;
import weir.it.Credulous;
import weir.it.FreePorts;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/// Who has not the secret, and stands at the ports that nodes open for each other.
class StrangersIT {
    private static final String NAME = "strangers-" + UUID.randomUUID();
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final int TIMEOUT_MILLIS = 5_000;

    private static int port;

    /// Where this JVM, in which tests of other classes run as well, listened before.
    private static List<InetSocketAddress> strange;
    private static ClusteredVertx first;
    private static ClusteredVertx second;

    @BeforeAll
    static void start() throws IOException {
        strange = Listening.of(ProcessHandle.current());
        port = FreePorts.inARow(ClusterNode.PORTS);
        first = node("the secret of both");
        second = node("the secret of both");
        Await.until("two nodes", SOON, () -> first.membership().nodes().size() == 2);
    }

    @AfterAll
    static void stop() throws Exception {
        for (ClusteredVertx each : new ClusteredVertx[] {second, first}) {
            each.close().await(10, TimeUnit.SECONDS);
        }
    }

    private static ClusteredVertx node(String secret) {
        return ClusteredVertx.start(
                        ClusterNode.config(NAME, secret, port),
                        1,
                        new VertxMeters(),
                        ClusterNode.accepting())
                .await();
    }

    /// Where its nodes listen.
    private static List<InetSocketAddress> listening() throws IOException {
        List<InetSocketAddress> all = Listening.of(ProcessHandle.current());
        all.removeAll(strange);
        return all;
    }

    @Test
    void nodesOfAnotherSecretNeverMeet() throws Exception {
        ClusteredVertx stranger = node("the secret of none");
        try {
            assertThat(stranger.membership().nodes()).containsExactly(stranger.nodeId());
            assertThat(first.membership().nodes()).hasSize(2);
        } finally {
            stranger.close().await(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void nodesTalkByTlsAndToNobodyElse() throws Exception {
        NodeBus own = NodeBus.open(first).await();
        NodeBus other = NodeBus.open(second).await();
        other.handle("echo", Future::succeededFuture);
        JsonObject body = new JsonObject().put("n", 1);

        // The first handshake of a process takes long where others are at work.
        Await.until(
                "an answer",
                SOON,
                () -> own.request(second.nodeId(), "echo", body).await().equals(body));
        for (InetSocketAddress bus : listening()) {
            boolean hazelcast = bus.getPort() >= port && bus.getPort() < port + 20;
            if (!hazelcast) {
                assertThat(reply(new Socket(), bus)).as("plain, at %s", bus).isEqualTo(-1);
                assertThatThrownBy(() -> reply(tls(), bus))
                        .as("TLS without the key, at %s", bus)
                        .isInstanceOf(IOException.class);
            }
        }
        own.close().await();
        other.close().await();
    }

    @Test
    void whatHazelcastIsGivenTellsAndTakesNothingSecret() {
        SharedTexts own = SharedTexts.sealed(first, "sealed");
        SharedTexts other = SharedTexts.sealed(second, "sealed");
        List<SharedTexts.Change> heard = new CopyOnWriteArrayList<>();
        Registration listening = other.onChanged(heard::add).await();

        own.put("the key", "the text", Duration.ZERO).await();

        assertThat(own.putIfAbsent("the key", "another", Duration.ZERO).await()).isFalse();
        assertThat(other.find("the key").await()).contains("the text");
        assertThat(other.all().await()).containsValue("the text").hasSize(1);
        Await.until("the other hears", SOON, () -> heard.size() == 1);
        assertThat(heard.getFirst().text()).contains("the text");
        var raw = ClusterNode.hazelcast(first.nodeId()).<String, String>getMap("weir.sealed");
        assertThat(raw.size()).isEqualTo(1);
        assertThat(raw.entrySet().toString()).doesNotContain("the key", "the text");

        raw.put("forged", raw.values().iterator().next());
        raw.put("in the clear", "the text");

        assertThat(other.all().await()).hasSize(1);
        assertThat(second.textsRefused()).isGreaterThanOrEqualTo(2);
        assertThat(heard).hasSize(1);

        assertThat(other.remove("the key").await()).isTrue();
        assertThat(own.find("the key").await()).isEmpty();
        listening.remove();
    }

    @Test
    void portsAreOpenOnTheClustersAddressAlone() throws IOException {
        assertThat(listening())
                .hasSizeGreaterThanOrEqualTo(4)
                .allMatch(each -> each.getAddress().isLoopbackAddress());
    }

    /// A message as Vert.x would send it, or what it takes for one.
    ///
    /// @return the first byte that comes back, or -1
    private static int reply(Socket socket, InetSocketAddress remote) throws IOException {
        try (socket) {
            socket.connect(remote, TIMEOUT_MILLIS);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.getOutputStream().write(new byte[] {0, 0, 0, 2, 1, 1});
            socket.getOutputStream().flush();
            return socket.getInputStream().read();
        }
    }

    private static Socket tls() throws IOException {
        return Credulous.context().getSocketFactory().createSocket();
    }
}
