package weir.app;

import io.netty.util.NetUtil;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import weir.config.WeirConfig;
import weir.transport.UdpAddresses;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What a node that is ready tells whoever started it: the addresses to open. A value.
record Greeting(WeirConfig config, Ports ports) {
    private static final Logger log = LoggerFactory.getLogger(Greeting.class);

    /// To people as it is; where programs read the log, as a part of that.
    void print() {
        switch (config.log().format()) {
            case TEXT -> {
                System.out.println(addresses());
                warning().ifPresent(text -> System.out.println("\nWARNING: " + text));
            }
            case JSON -> {
                log.info(addresses());
                warning().ifPresent(log::warn);
            }
        }
    }

    private String addresses() {
        UdpAddresses udp = ports.udp();
        List<String> lines = new ArrayList<>();
        lines.add(
                """
                Weir is ready.
                  publish  %1$s/publish.html   (WHIP: %1$s/whip/NAME)
                  watch    %1$s/watch.html     (WHEP: %1$s/whep/NAME)
                  streams  %1$s/
                  media    UDP port %2$d%4$s on %3$s\
                """
                        .formatted(
                                ports.http().urls(browsable()).getFirst(),
                                udp.port(),
                                udp.local().stream()
                                        .map(InetSocketAddress::getAddress)
                                        .map(NetUtil::toAddressString)
                                        .collect(Collectors.joining(", ")),
                                ports.tcp().local().isEmpty()
                                        ? ""
                                        : ", TCP port " + ports.tcp().port()));
        ports.http().tls().ifPresent(port -> lines.addAll(cameras(port)));
        if (config.access().isOn()) {
            lines.add("  access   by token: Authorization: Bearer TOKEN");
        }
        return String.join("\n", lines);
    }

    /// The addresses by which others open the pages, with their cameras.
    private List<String> cameras(int port) {
        Stream<String> pages =
                others().map(
                                host ->
                                        "  camera   https://"
                                                + bracketed(host)
                                                + ":"
                                                + port
                                                + "/publish.html");
        String warning =
                "           The certificate is self-signed: browsers warn of it, and go on when"
                        + " told to.";
        return config.https().isSelfSigned()
                ? Stream.concat(pages, Stream.of(warning)).toList()
                : pages.toList();
    }

    private Optional<String> warning() {
        return config.access().isOn() || isLoopback()
                ? Optional.empty()
                : Optional.of(
                        """
                        anybody who reaches this machine may publish, watch and manage: there
                        is no access control. Set access.tokens (WEIR_ACCESS_TOKENS=SECRET) to have
                        some, or --host 127.0.0.1 to keep others out.\
                        """);
    }

    private Stream<String> others() {
        if (!isEverywhere()) {
            return Stream.of(config.http().host());
        }
        List<String> addresses =
                ports.udp().local().stream()
                        .map(InetSocketAddress::getAddress)
                        .filter(address -> !address.isLoopbackAddress())
                        .map(NetUtil::toAddressString)
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
