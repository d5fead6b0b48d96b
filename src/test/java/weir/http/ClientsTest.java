package weir.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;

class ClientsTest {
    private final Clients clients = new Clients(List.of("10.0.0.0/8", "2001:db8::/64"));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "203.0.113.7 | 192.0.2.1                       | 203.0.113.7",
                "10.0.0.1    | -                               | 10.0.0.1",
                "10.0.0.1    | 192.0.2.1                       | 192.0.2.1",
                "10.0.0.1    | 192.0.2.1, 10.0.0.2             | 192.0.2.1",
                "10.0.0.1    | 198.51.100.1, 192.0.2.1         | 192.0.2.1",
                "10.0.0.1    | 198.51.100.1; 192.0.2.1         | 192.0.2.1",
                "10.0.0.1    | 192.0.2.1:5060                  | 192.0.2.1",
                "10.0.0.1    | [2001:db8:1::1]:80              | 2001:db8:1::1",
                "10.0.0.1    | 2001:db8:1::1                   | 2001:db8:1::1",
                "10.0.0.1    | unknown                         | 10.0.0.1",
                "10.0.0.1    | 192.0.2.1, nonsense, 10.0.0.2   | 10.0.0.2",
                "10.0.0.1    | 10.0.0.3, 10.0.0.2              | 10.0.0.3",
                "2001:db8::1 | 192.0.2.1                       | 192.0.2.1"
            })
    void believesOnlyWhatTrustedProxiesSay(String peer, String forwarded, String client) {
        // Fields that are repeated are as one with commas (RFC 9110 §5.3): here with a semicolon.
        List<String> headers = forwarded == null ? List.of() : Arrays.asList(forwarded.split(";"));

        assertThat(clients.of(InetAddress.ofLiteral(peer), headers))
                .isEqualTo(InetAddress.ofLiteral(client));
    }
}
