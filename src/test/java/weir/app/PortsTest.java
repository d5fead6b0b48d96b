package weir.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import weir.config.ConfigException;
import weir.config.ConfigReader;
import weir.config.WeirConfig;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;

class PortsTest {
    @Test
    void takesPortsThatAreFree() throws Exception {
        Ports ports = probe("0", "0");

        assertThat(ports.http().plain().orElseThrow()).isPositive();
        assertThat(ports.udp().port()).isPositive();
        assertThat(ports.tcp().port()).isPositive();
        assertThat(probe("0", "-1").tcp().local()).isEmpty();
    }

    @Test
    void refusesOnePortForHttpAndMedia() throws Exception {
        String free;
        try (ServerSocket any = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            free = "" + any.getLocalPort();
        }

        assertThatThrownBy(() -> probe(free, free))
                .isInstanceOf(BindException.class)
                .hasMessageContaining(free)
                .hasMessageContaining("http.port")
                .hasMessageContaining("transport.tcp-port");
    }

    @Test
    void saysWhichHostIsNotKnown() {
        assertThatThrownBy(() -> probe("0", "0", "no-such-host.invalid:7777"))
                .isInstanceOf(UnknownHostException.class)
                .hasMessage(
                        "transport.advertise names a host that is not known:"
                                + " no-such-host.invalid");
    }

    @Test
    void refusesAHostOfAnotherMachine() {
        assertThatThrownBy(() -> probeHost("192.0.2.77"))
                .hasMessage("http.host (--host) must be an address of this machine, is 192.0.2.77");
        assertThatThrownBy(() -> probeHost("no-such-host.invalid"))
                .hasMessage(
                        "http.host (--host) must be an address of this machine, no address is"
                                + " known of no-such-host.invalid");
    }

    private static Ports probe(String http, String tcp, String... advertise)
            throws ConfigException, IOException {
        return probe(
                settings(http, tcp)
                        .override("--test", "transport.advertise", String.join(",", advertise)));
    }

    private static Ports probeHost(String host) throws ConfigException, IOException {
        return probe(settings("0", "0").override("--test", "http.host", host));
    }

    private static ConfigReader settings(String http, String tcp) {
        return new ConfigReader()
                .override("--test", "http.host", "127.0.0.1")
                .override("--test", "http.port", http)
                .override("--test", "transport.addresses", "127.0.0.1")
                .override("--test", "transport.udp-port", "0")
                .override("--test", "transport.tcp-port", tcp);
    }

    private static Ports probe(ConfigReader settings) throws ConfigException, IOException {
        WeirConfig config = settings.read(WeirConfig.class);
        return Ports.probe(config.http(), config.https(), config.transport());
    }
}
