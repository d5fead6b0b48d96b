package weir.it.net;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

class ImpairedPathTest {
    private static final int ANSWER_MILLIS_MAX = 5_000;

    @Test
    void carriesEachClientsDatagramsToTheNodeAndBack() throws IOException {
        try (DatagramSocket node = socket();
                DatagramSocket alice = socket();
                DatagramSocket bob = socket();
                ImpairedPath path = ImpairedPath.to(node.getLocalPort(), 1)) {
            send(alice, "from alice", path.address());
            SocketAddress aliceThere = expect(node, "from alice").getSocketAddress();
            send(bob, "from bob", path.address());
            SocketAddress bobThere = expect(node, "from bob").getSocketAddress();

            send(node, "to bob", bobThere);
            send(node, "to alice", aliceThere);

            assertThat(expect(bob, "to bob").getSocketAddress()).isEqualTo(path.address());
            assertThat(expect(alice, "to alice").getSocketAddress()).isEqualTo(path.address());
            assertThat(path.up().counts().arrived()).isEqualTo(2);
            assertThat(path.down().counts().bytes()).isEqualTo(6 + 8);
        }
    }

    @Test
    void takesItsTime() throws IOException {
        try (DatagramSocket node = socket();
                DatagramSocket client = socket();
                ImpairedPath path = ImpairedPath.to(node.getLocalPort(), 1)) {
            path.up().set(Conditions.CLEAN.withDelay(Duration.ofMillis(30), Duration.ZERO));
            long start = System.nanoTime();

            send(client, "late", path.address());
            expect(node, "late");

            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isGreaterThanOrEqualTo(Duration.ofMillis(30));
        }
    }

    private static DatagramSocket socket() throws IOException {
        DatagramSocket socket =
                new DatagramSocket(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
        socket.setSoTimeout(ANSWER_MILLIS_MAX);
        return socket;
    }

    private static void send(DatagramSocket from, String text, SocketAddress to)
            throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        from.send(new DatagramPacket(bytes, bytes.length, to));
    }

    private static DatagramPacket expect(DatagramSocket at, String text) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[100], 100);
        at.receive(packet);
        assertThat(new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8))
                .isEqualTo(text);
        return packet;
    }
}
