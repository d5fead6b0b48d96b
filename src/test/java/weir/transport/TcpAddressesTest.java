package weir.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.List;

class TcpAddressesTest {
    private static final UdpAddresses UDP =
            new UdpAddresses(
                    List.of(
                            new InetSocketAddress("127.0.0.2", 7777),
                            new InetSocketAddress("127.0.0.1", 7777)),
                    List.of(),
                    7777);

    @Test
    void findsOneFreePortForTheAddressesOfUdp() throws Exception {
        TcpAddresses addresses = probe(0, "", "");

        assertThat(addresses.port()).isPositive();
        assertThat(addresses.local())
                .containsExactly(
                        new InetSocketAddress("127.0.0.2", addresses.port()),
                        new InetSocketAddress("127.0.0.1", addresses.port()));
        assertThat(addresses.candidates(true)).isEqualTo(addresses.local());
    }

    @Test
    void saysWhichPortIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            assertThatThrownBy(() -> probe(taken.getLocalPort(), "", ""))
                    .isInstanceOf(BindException.class)
                    .hasMessageContaining("TCP port " + taken.getLocalPort())
                    .hasMessageContaining("127.0.0.1")
                    .hasMessageContaining("transport.tcp-port");
        }
    }

    @Test
    void offersNothingWhereItIsOff() throws Exception {
        TcpAddresses off = probe(TransportConfig.TCP_OFF, "192.0.2.7", "192.0.2.7:1");

        assertThat(off.local()).isEmpty();
        assertThat(off.candidates(true)).isEmpty();
        assertThat(off.port()).isEqualTo(TransportConfig.TCP_OFF);
    }

    /// 0 stands for the port in use.
    @ParameterizedTest
    @CsvSource({
        "192.0.2.7,       '',              192.0.2.7,           0",
        "192.0.2.7:4000,  192.0.2.8:4001,  192.0.2.8,           4001",
        "192.0.2.7,       192.0.2.8,       192.0.2.8,           0",
        "2001:db8::1,     '',              2001:db8:0:0:0:0:0:1, 0",
        "'',              '[2001:db8::1]:4', 2001:db8:0:0:0:0:0:1, 4",
        "'',              localhost:4,     127.0.0.1,           4"
    })
    void advertisesWhatItIsTold(String udp, String tcp, String host, int port) throws Exception {
        TcpAddresses addresses = probe(0, udp, tcp);

        InetSocketAddress first = addresses.candidates(true).getFirst();
        assertThat(first.getAddress().getHostAddress()).isEqualTo(host);
        assertThat(first.getPort()).isEqualTo(port == 0 ? addresses.port() : port);
    }

    @Test
    void aMappedUdpPortSaysNothingOfTcp() throws Exception {
        assertThat(probe(0, "192.0.2.7:4000", "").candidates(true)).isEmpty();
    }

    @Test
    void doesNotStartWithAHostThatIsNotKnown() {
        assertThatThrownBy(() -> probe(0, "", "no-such-host.invalid:1"))
                .isInstanceOf(UnknownHostException.class)
                .hasMessage(
                        "transport.advertise-tcp names a host that is not known:"
                                + " no-such-host.invalid");
    }

    private static TcpAddresses probe(int port, String udp, String tcp) throws IOException {
        TransportConfig config = Configs.of(0, port, list(udp), list(tcp), List.of(), 10);
        return TcpAddresses.probe(config, UDP);
    }

    private static List<String> list(String entry) {
        return entry.isEmpty() ? List.of() : List.of(entry);
    }
}
