package weir.transport;

import java.time.Duration;
import java.util.List;

/// Settings of tests.
final class Configs {
    static final int STRANGERS_PER_SECOND = 100_000;

    static final int CHECKS_PER_SECOND = 50;

    static final int WAITING_MAX = 1 << 20;

    private Configs() {}

    /// @param port UDP
    static TransportConfig of(int port, List<String> advertise, List<String> addresses) {
        return of(port, TransportConfig.TCP_OFF, advertise, List.of(), addresses, 10);
    }

    static TransportConfig of(
            int port,
            int tcpPort,
            List<String> advertise,
            List<String> advertiseTcp,
            List<String> addresses,
            int sessionsMax) {
        return new TransportConfig(
                port,
                tcpPort,
                advertise,
                advertiseTcp,
                addresses,
                sessionsMax,
                10,
                Duration.ofSeconds(15),
                Duration.ofSeconds(30),
                STRANGERS_PER_SECOND,
                CHECKS_PER_SECOND,
                10,
                4,
                Duration.ofSeconds(10),
                WAITING_MAX);
    }

    static SharedTransport shared() {
        return SharedTransport.of(of(0, List.of(), List.of("127.0.0.1")));
    }
}
