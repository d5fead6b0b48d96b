package weir.app;

import weir.config.WeirConfig;
import weir.transport.UdpAddresses;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What a node that is ready tells whoever started it: the addresses to open.
record Greeting(WeirConfig config, Ports ports) {
    void print() {
        UdpAddresses udp = ports.udp();
        System.out.printf(
                """
                Weir is ready.
                  publish  %1$s/publish.html   (WHIP: %1$s/whip/NAME)
                  watch    %1$s/watch.html     (WHEP: %1$s/whep/NAME)
                  streams  %1$s/
                  media    UDP port %2$d%4$s on %3$s
                """,
                ports.http().urls(browsable()).getFirst(),
                udp.port(),
                udp.local().stream()
                        .map(InetSocketAddress::getAddress)
                        .map(InetAddress::getHostAddress)
                        .collect(Collectors.joining(", ")),
                ports.tcp().local().isEmpty() ? "" : ", TCP port " + ports.tcp().port());
        ports.http().tls().ifPresent(this::printTls);
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

    /// The addresses by which others open the pages, with their cameras.
    private void printTls(int port) {
        others().map(host -> "  camera   https://" + bracketed(host) + ":" + port + "/publish.html")
                .forEach(System.out::println);
        if (config.https().isSelfSigned()) {
            System.out.println(
                    "           The certificate is self-signed: browsers warn of it, and go on when"
                            + " told to.");
        }
    }

    private Stream<String> others() {
        if (!isEverywhere()) {
            return Stream.of(config.http().host());
        }
        List<String> addresses =
                ports.udp().local().stream()
                        .map(InetSocketAddress::getAddress)
                        .filter(address -> !address.isLoopbackAddress())
                        .map(InetAddress::getHostAddress)
                        .toList();
        return addresses.isEmpty() ? Stream.of("localhost") : addresses.stream();
    }

    private boolean isEverywhere() {
        return config.http().host().equals("0.0.0.0") || config.http().host().equals("::");
    }

    private String browsable() {
        return isEverywhere() ? "localhost" : bracketed(config.http().host());
    }

    private static String bracketed(String host) {
        return host.contains(":") ? "[" + host + "]" : host;
    }

    private boolean isLoopback() {
        return config.http().host().equals("localhost")
                || config.http().host().startsWith("127.")
                || config.http().host().equals("::1");
    }
}
