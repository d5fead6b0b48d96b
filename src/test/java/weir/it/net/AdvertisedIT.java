package weir.it.net;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import weir.it.FreePorts;
import weir.it.NodeLog;
import weir.it.NodeProcess;
import weir.it.RunningStream;
import weir.it.WeirCluster;
import weir.testkit.ClientAnswer;
import weir.testkit.ClientRoute;

import java.net.InetSocketAddress;
import java.util.Map;

/// A node behind a forwarder of ports, as in a container or behind a node port: answers name the
/// forwarder and nothing else, one of its ports by a name, and media goes through it.
class AdvertisedIT {
    private static PortForwarder forwarder;
    private static WeirCluster cluster;
    private static NodeProcess node;

    @BeforeAll
    static void startNode() {
        forwarder = new PortForwarder();
        int tcpPort = FreePorts.inARow(1);
        cluster =
                WeirCluster.start(
                        "advertised",
                        1,
                        Map.of(
                                "WEIR_TRANSPORT_ADDRESSES", "127.0.0.1",
                                "WEIR_TRANSPORT_TCP_PORT", "" + tcpPort,
                                "WEIR_TRANSPORT_ADVERTISE", "127.0.0.1:" + forwarder.udpPort(),
                                "WEIR_TRANSPORT_ADVERTISE_TCP",
                                        "localhost:" + forwarder.tcpPort()));
        node = cluster.node(1);
        forwarder.start(node.port(), tcpPort);
    }

    @AfterAll
    static void stopNode() {
        forwarder.close();
        try (WeirCluster closing = cluster) {
            NodeLog.assertQuiet(closing.node(1));
        }
    }

    @ParameterizedTest
    @CsvSource({"UDP, UDP", "TCP, TCP", "UDP, TCP"})
    void mediaGoesThroughTheForwarder(ClientRoute in, ClientRoute out) {
        String name = "from-%s-to-%s".formatted(in, out);
        try (RunningStream stream = RunningStream.start(node, node, name, 5201, in, out)) {
            ClientAnswer answer = stream.viewer().answer();
            assertThat(answer.candidates())
                    .containsExactly(new InetSocketAddress("127.0.0.1", forwarder.udpPort()));
            assertThat(answer.tcpCandidates())
                    .contains(new InetSocketAddress("127.0.0.1", forwarder.tcpPort()))
                    .extracting(InetSocketAddress::getPort)
                    .containsOnly(forwarder.tcpPort());

            stream.assertUntouched();
        }
    }
}
