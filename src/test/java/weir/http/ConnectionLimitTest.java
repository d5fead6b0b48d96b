package weir.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.net.InetAddress;

class ConnectionLimitTest {
    private static final InetAddress ONE = InetAddress.ofLiteral("192.0.2.1");
    private static final InetAddress TWO = InetAddress.ofLiteral("192.0.2.2");
    private static final InetAddress EXEMPT = InetAddress.ofLiteral("10.0.0.1");

    private final ConnectionLimit limit = new ConnectionLimit(4, 2, EXEMPT::equals);

    @Test
    void oneAddressMayHaveSoManyAndOthersTheirs() {
        assertThat(limit.enter(ONE)).isTrue();
        assertThat(limit.enter(ONE)).isTrue();
        assertThat(limit.enter(ONE)).isFalse();
        assertThat(limit.enter(TWO)).isTrue();

        limit.leave(ONE);

        assertThat(limit.enter(ONE)).isTrue();
        assertThat(limit.size()).isEqualTo(3);
    }

    @Test
    void anExemptAddressHasOnlyTheLimitOfAll() {
        for (int i = 0; i < 4; i++) {
            assertThat(limit.enter(EXEMPT)).isTrue();
        }
        assertThat(limit.enter(EXEMPT)).isFalse();
        assertThat(limit.enter(ONE)).isFalse();
        assertThat(limit.size()).isEqualTo(4);
    }
}
