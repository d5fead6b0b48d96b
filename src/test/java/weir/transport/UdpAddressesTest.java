package weir.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.BindException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;

class UdpAddressesTest {
    @Test
    void findsOneFreePortForAllAddresses() throws Exception {
        UdpAddresses addresses = UdpAddresses.probe(config(0, List.of(), "127.0.0.1", "127.0.0.2"));

        assertThat(addresses.port()).isPositive();
        assertThat(addresses.local())
                .containsExactly(
                        new InetSocketAddress("127.0.0.1", addresses.port()),
                        new InetSocketAddress("127.0.0.2", addresses.port()));
    }

    @Test
    void saysWhichPortIsTaken() throws Exception {
        try (DatagramSocket taken = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"))) {
            int port = taken.getLocalPort();

            assertThatThrownBy(() -> UdpAddresses.probe(config(port, List.of(), "127.0.0.1")))
                    .isInstanceOf(BindException.class)
                    .hasMessageContaining("UDP port " + port)
                    .hasMessageContaining("127.0.0.1");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.7, 192.0.2.7, 0",
        "192.0.2.7:4000, 192.0.2.7, 4000",
        "2001:db8::1, 2001:db8:0:0:0:0:0:1, 0",
        "[2001:db8::1], 2001:db8:0:0:0:0:0:1, 0",
        "[2001:db8::1]:4000, 2001:db8:0:0:0:0:0:1, 4000",
        "localhost:4000, 127.0.0.1, 4000"
    })
    void advertisesWhatItIsTold(String entry, String host, int port) throws Exception {
        UdpAddresses addresses = UdpAddresses.probe(config(0, List.of(entry), "127.0.0.1"));

        InetSocketAddress advertised = addresses.candidates(true).getFirst();
        assertThat(advertised.getAddress().getHostAddress()).isEqualTo(host);
        assertThat(advertised.getPort()).isEqualTo(port == 0 ? addresses.port() : port);
        assertThat(addresses.candidates(true)).hasSize(1);
    }

    @Test
    void doesNotStartWithAHostThatIsNotKnown() {
        TransportConfig config = config(0, List.of("no-such-host.invalid"), "127.0.0.1");

        assertThatThrownBy(() -> UdpAddresses.probe(config))
                .isInstanceOf(UnknownHostException.class)
                .hasMessageContaining("no-such-host.invalid");
    }

    @Test
    void offersLoopbackOnlyToThisMachineUnlessThereIsNothingElse() {
        InetSocketAddress lan = new InetSocketAddress("192.0.2.7", 7777);
        InetSocketAddress loopback = new InetSocketAddress("127.0.0.1", 7777);
        UdpAddresses both = new UdpAddresses(List.of(lan, loopback), List.of(), 7777);
        UdpAddresses alone = new UdpAddresses(List.of(loopback), List.of(), 7777);

        assertThat(both.candidates(false)).containsExactly(lan);
        assertThat(both.candidates(true)).containsExactly(lan, loopback);
        assertThat(alone.candidates(false)).containsExactly(loopback);
    }

    private static TransportConfig config(int port, List<String> advertise, String... addresses) {
        return Configs.of(port, advertise, List.of(addresses));
    }
}
