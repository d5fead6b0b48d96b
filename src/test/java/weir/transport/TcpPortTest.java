package weir.transport;

import static org.assertj.core.api.Assertions.assertThat;

import static weir.transport.TestTransport.PASSWORD;
import static weir.transport.TestTransport.await;
import static weir.transport.TestTransport.check;

import io.netty.channel.Channel;
import io.netty.channel.epoll.Epoll;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import weir.peer.CloseReason;
import weir.testkit.Loops;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Real connections over loopback: who they belong to, and which of them are closed.
class TcpPortTest {
    private static final int WAIT_MILLIS = 10_000;
    private static final int SUCCESS = 0x0101;

    /// How long a connection without a session may say nothing.
    private static final long STRANGER_NANOS = TimeUnit.SECONDS.toNanos(10);

    private static Loops loops;
    private static NodeTransport node;

    private final RecordingSink sink = new RecordingSink();
    private final List<Socket> clients = new ArrayList<>();
    private SessionRef session;

    @BeforeAll
    static void start() throws Exception {
        loops = new Loops(2);
        node =
                TestTransport.open(
                        loops,
                        Epoll.isAvailable() ? 2 : 1,
                        Configs.of(0, 0, List.of(), List.of(), List.of("127.0.0.1"), 10));
    }

    @AfterAll
    static void stop() {
        loops.close();
    }

    @BeforeEach
    void openSession() throws Exception {
        session = TestTransport.session(node, "near", sink);
    }

    @AfterEach
    void nothingIsLeft() throws Exception {
        await(session.end(CloseReason.HUNG_UP));
        for (Socket client : clients) {
            client.close();
        }
        awaitStats(0, 0);
    }

    /// Eight connections, since the kernel chooses the loop that accepts each.
    @Test
    void aConnectionWithAValidCheckBelongsToItsSessionWhicheverLoopHasAcceptedIt()
            throws Exception {
        for (int i = 0; i < ListeningSocket.CONNECTIONS_MAX; i++) {
            Socket client = connect();
            send(client, check("near", PASSWORD), check("near", PASSWORD));

            assertThat(type(receive(client))).isEqualTo(SUCCESS);
            assertThat(type(receive(client))).isEqualTo(SUCCESS);
            send(client, new byte[0], check("near", PASSWORD));
            assertThat(type(receive(client))).isEqualTo(SUCCESS);
        }
        awaitStats(ListeningSocket.CONNECTIONS_MAX, 0);
        assertThat(protocol()).isEqualTo("tcp");
    }

    @Test
    void aSessionHasOnlySoManyConnections() throws Exception {
        long before = closed("SESSION_CONNECTIONS_TOO_MANY");
        for (int i = 0; i < ListeningSocket.CONNECTIONS_MAX; i++) {
            Socket client = connect();
            send(client, check("near", PASSWORD));
            receive(client);
        }

        Socket more = connect();
        send(more, check("near", PASSWORD));

        assertEnd(more);
        assertThat(closed("SESSION_CONNECTIONS_TOO_MANY")).isEqualTo(before + 1);
    }

    @Test
    void theSessionLivesOnWithoutItsConnectionAndTakesAnother() throws Exception {
        Socket first = connect();
        send(first, check("near", PASSWORD));
        receive(first);
        first.close();
        awaitStats(0, 0);
        assertThat(protocol()).isEqualTo("none");

        Socket second = connect();
        send(second, check("near", PASSWORD));

        assertThat(type(receive(second))).isEqualTo(SUCCESS);
        assertThat(protocol()).isEqualTo("tcp");
        assertThat(sink.closed).isNotDone();
    }

    @Test
    void theEndOfTheSessionIsTheEndOfItsConnections() throws Exception {
        Socket client = connect();
        send(client, check("near", PASSWORD));
        receive(client);

        await(session.end(CloseReason.HUNG_UP));

        assertEnd(client);
    }

    @Test
    void whatDoesNotBeginWithACheckOfASessionIsClosed() throws Exception {
        long before = closed("STRANGER_UNKNOWN");
        byte[][] strange = {
            check("nobody", PASSWORD),
            {22, -2, -3, 0},
            {(byte) 0x80, 96, 0, 1},
            {0},
            "GET".getBytes()
        };
        for (byte[] first : strange) {
            Socket client = connect();
            send(client, first);
            assertEnd(client);
        }
        assertThat(closed("STRANGER_UNKNOWN")).isEqualTo(before + strange.length);
    }

    @Test
    void aCheckThatIsNotSignedRightIsTheEnd() throws Exception {
        long before = closed("CHECK_REFUSED");
        Socket client = connect();

        send(client, check("near", "a-password-that-is-wrong"));

        assertEnd(client);
        assertThat(closed("CHECK_REFUSED")).isEqualTo(before + 1);
    }

    @Test
    void aFrameLongerThanADatagramIsTheEnd() throws Exception {
        long before = closed("FRAME_TOO_LONG");
        Socket client = connect();

        client.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes());

        assertEnd(client);
        assertThat(closed("FRAME_TOO_LONG")).isEqualTo(before + 1);
    }

    /// [Configs] has four for one address, and ten in all.
    @Test
    void oneAddressHasOnlySoManyConnectionsWithoutASession() throws Exception {
        long before = closed("ADDRESS_STRANGERS_TOO_MANY");
        for (int i = 0; i < 4; i++) {
            connect();
        }
        awaitStats(0, 4);

        assertEnd(connect());

        assertThat(closed("ADDRESS_STRANGERS_TOO_MANY")).isEqualTo(before + 1);
        send(clients.getFirst(), check("near", PASSWORD));
        assertThat(type(receive(clients.getFirst()))).isEqualTo(SUCCESS);
    }

    @Test
    void aConnectionThatSaysNothingIsClosed() throws Exception {
        SharedTransport shared = Configs.shared();
        LoopTransport loop = new LoopTransport(loops.loop(0), shared);
        InetSocketAddress any = new InetSocketAddress("127.0.0.1", 0);
        Channel port =
                loops.call(loops.loop(0), () -> loop.tcp().listen(any, false)).sync().channel();
        long before = System.nanoTime();
        try (Socket client =
                new Socket("127.0.0.1", ((InetSocketAddress) port.localAddress()).getPort())) {
            while (shared.strangers().count() == 0) {
                loops.settle();
            }
            sweep(loop, before + STRANGER_NANOS);
            assertThat(shared.strangers().count()).isEqualTo(1);

            sweep(loop, System.nanoTime() + STRANGER_NANOS + 1);

            assertEnd(client);
            assertThat(shared.connectionRules().snapshot()).containsEntry("STRANGER_SILENT", 1L);
            loops.settle();
            assertThat(shared.strangers().count()).isZero();
        }
        loops.run(loops.loop(0), loop.tcp()::close);
    }

    private static void sweep(LoopTransport loop, long nanos) {
        loops.run(loops.loop(0), () -> loop.tcp().sweep(nanos));
    }

    private Socket connect() throws IOException {
        Socket client = new Socket("127.0.0.1", node.tcpCandidates(true).getFirst().getPort());
        client.setSoTimeout(WAIT_MILLIS);
        clients.add(client);
        return client;
    }

    private static void send(Socket client, byte[]... datagrams) throws IOException {
        DataOutputStream out = new DataOutputStream(client.getOutputStream());
        for (byte[] datagram : datagrams) {
            out.writeShort(datagram.length);
            out.write(datagram);
        }
    }

    private static byte[] receive(Socket client) throws IOException {
        DataInputStream in = new DataInputStream(client.getInputStream());
        byte[] frame = new byte[in.readUnsignedShort()];
        in.readFully(frame);
        return frame;
    }

    private static int type(byte[] message) {
        return message[0] << 8 | message[1];
    }

    /// Whether by FIN or by RST, if it had more to read; an answer may come before.
    private static void assertEnd(Socket client) {
        try {
            while (client.getInputStream().read() >= 0) {
                continue;
            }
        } catch (IOException reset) {
            assertThat(reset).hasMessageContaining("reset");
        }
    }

    private static long closed(String rule) {
        return node.connectionRules().snapshot().getOrDefault(rule, 0L);
    }

    private String protocol() throws Exception {
        return await(node.sessionStats(List.of(session.id()), loops.loop(0)))
                .get(session.id())
                .protocol()
                .orElse("none");
    }

    private static void awaitStats(int connections, int strangers) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(WAIT_MILLIS);
        while (await(node.stats(loops.loop(0))).connections() != connections
                || node.strangers() != strangers) {
            assertThat(System.nanoTime())
                    .as("%d connections and %d strangers", connections, strangers)
                    .isLessThan(deadline);
        }
    }
}
