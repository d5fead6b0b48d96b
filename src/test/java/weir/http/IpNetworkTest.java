package weir.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.InetAddress;

class IpNetworkTest {
    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.255.255, true",
        "10.0.0.0/8, 11.0.0.0, false",
        "192.0.2.128/25, 192.0.2.127, false",
        "192.0.2.128/25, 192.0.2.128, true",
        "192.0.2.1, 192.0.2.1, true",
        "192.0.2.1, 192.0.2.2, false",
        "0.0.0.0/0, 203.0.113.9, true",
        "0.0.0.0/0, 2001:db8::1, false",
        "10.0.0.0/8, ::ffff:10.1.2.3, true",
        "2001:db8::/33, 2001:db8:7fff::1, true",
        "2001:db8::/33, 2001:db8:8000::1, false",
        "::1, 0:0:0:0:0:0:0:1, true"
    })
    void hasTheAddressesThatBeginWithItsBits(String network, String address, boolean has) {
        assertThat(IpNetwork.read(network).orElseThrow().contains(InetAddress.ofLiteral(address)))
                .isEqualTo(has);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "host",
                "10.0.0.0/33",
                "10.0.0.0/-1",
                "10.0.0.0/",
                "10.0.0.1/8",
                "::/129"
            })
    void refusesWhatIsNone(String text) {
        assertThat(IpNetwork.read(text)).isEmpty();
    }

    @Test
    void aClientIsAnAddressOrAnIpv6NetworkOf64Bits() {
        assertThat(client("192.0.2.1")).isNotEqualTo(client("192.0.2.2"));
        assertThat(client("2001:db8:0:1::1")).isEqualTo(client("2001:db8:0:1:ffff::2"));
        assertThat(client("2001:db8:0:1::1")).isNotEqualTo(client("2001:db8:0:2::1"));
        assertThat(client("::ffff:192.0.2.1")).isEqualTo(client("192.0.2.1"));
    }

    private static IpNetwork client(String address) {
        return IpNetwork.ofClient(InetAddress.ofLiteral(address));
    }
}
