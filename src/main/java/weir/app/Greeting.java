package weir.app;

import weir.config.WeirConfig;
import weir.transport.UdpAddresses;

import java.net.InetAddress;
import java.net.InetSocketAddress;

/// What a node that is ready tells whoever started it: the addresses to open.
record Greeting(WeirConfig config, Ports ports) {
    void print() {
        UdpAddresses udp = ports.udp();
        String host = browsable();
        System.out.printf(
                """
                Weir is ready.
                  publish  http://%1$s:%2$d/publish.html   (WHIP: http://%1$s:%2$d/whip/NAME)
                  watch    http://%1$s:%2$d/watch.html     (WHEP: http://%1$s:%2$d/whep/NAME)
                  streams  http://%1$s:%2$d/
                  media    UDP port %3$d%5$s on %4$s
                """,
                host,
                ports.http(),
                udp.port(),
                String.join(
                        ", ",
                        udp.local().stream()
                                .map(InetSocketAddress::getAddress)
                                .map(InetAddress::getHostAddress)
                                .toList()),
                ports.tcp().local().isEmpty() ? "" : ", TCP port " + ports.tcp().port());
        if (config.access().isOn()) {
            System.out.println("  access   by token: Authorization: Bearer TOKEN");
        } else if (!isLoopback()) {
            System.out.println(
                    """

                    WARNING: anybody who reaches this machine may publish, watch and manage: there
                    is no access control. Set access.tokens (WEIR_ACCESS_TOKENS=SECRET) to have
                    some, or --host 127.0.0.1 to keep others out.\
                    """);
        }
    }

    private String browsable() {
        return switch (config.http().host()) {
            case "0.0.0.0", "::" -> "localhost";
            case String host when host.contains(":") -> "[" + host + "]";
            case String host -> host;
        };
    }

    private boolean isLoopback() {
        return config.http().host().equals("localhost")
                || config.http().host().startsWith("127.")
                || config.http().host().equals("::1");
    }
}
