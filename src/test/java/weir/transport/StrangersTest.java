package weir.transport;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.net.InetAddress;
import java.time.Duration;

class StrangersTest {
    private final Strangers strangers =
            new Strangers(new Strangers.Limits(5, 2, Duration.ofSeconds(10)));

    @Test
    void oneAddressHasOnlySoMany() {
        assertThat(strangers.enter(ip("192.0.2.1"))).isEmpty();
        assertThat(strangers.enter(ip("192.0.2.1"))).isEmpty();
        assertThat(strangers.enter(ip("192.0.2.1")))
                .contains(ConnectionRule.ADDRESS_STRANGERS_TOO_MANY);
        assertThat(strangers.enter(ip("192.0.2.2"))).isEmpty();
        assertThat(strangers.count()).isEqualTo(3);

        strangers.leave(ip("192.0.2.1"));

        assertThat(strangers.enter(ip("192.0.2.1"))).isEmpty();
    }

    @Test
    void allOfAnIpv6NetworkOfAHostCountAsOneAddress() {
        assertThat(strangers.enter(ip("2001:db8::1"))).isEmpty();
        assertThat(strangers.enter(ip("2001:db8::2"))).isEmpty();
        assertThat(strangers.enter(ip("2001:db8::3")))
                .contains(ConnectionRule.ADDRESS_STRANGERS_TOO_MANY);
        assertThat(strangers.enter(ip("2001:db8:0:1::1"))).isEmpty();
    }

    @Test
    void allAddressesTogetherHaveOnlySoMany() {
        for (int i = 1; i <= 5; i++) {
            assertThat(strangers.enter(ip("192.0.2." + i))).isEmpty();
        }
        assertThat(strangers.enter(ip("192.0.2.6"))).contains(ConnectionRule.STRANGERS_TOO_MANY);

        strangers.leave(ip("192.0.2.1"));

        assertThat(strangers.enter(ip("192.0.2.6"))).isEmpty();
        assertThat(strangers.count()).isEqualTo(5);
    }

    private static InetAddress ip(String literal) {
        return InetAddress.ofLiteral(literal);
    }
}
