package weir.app;

import weir.http.HttpConfig;
import weir.http.HttpPorts;
import weir.tls.HttpsConfig;
import weir.transport.TcpAddresses;
import weir.transport.TransportConfig;
import weir.transport.UdpAddresses;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.OptionalInt;

/// The ports of a node, tried before anything else is done, so that one that is taken is told at
/// once. A value.
///
/// @param http also where the config says 0
record Ports(HttpPorts http, UdpAddresses udp, TcpAddresses tcp) {
    /// @throws IOException that tells which port is not free, and the setting that names it
    static Ports probe(HttpConfig http, HttpsConfig https, TransportConfig transport)
            throws IOException {
        boolean plain = !https.isServed() || http.plain() != HttpConfig.Plain.OFF;
        String host = http.host();
        requireOurs(host);
        UdpAddresses udp = UdpAddresses.probe(transport);
        OptionalInt plainPort =
                plain ? free(host, http.port(), "http.port, --http-port") : OptionalInt.empty();
        OptionalInt tlsPort =
                https.isServed()
                        ? free(host, https.port(), "https.port, --https-port")
                        : OptionalInt.empty();
        TcpAddresses tcp = TcpAddresses.probe(transport, udp);
        requireOthers(tcp.port(), plainPort, "http.port");
        requireOthers(tcp.port(), tlsPort, "https.port");
        return new Ports(new HttpPorts(host, plainPort, tlsPort), udp, tcp);
    }

    private static void requireOurs(String host) throws IOException {
        InetAddress address;
        try {
            address = InetAddress.getByName(host);
        } catch (UnknownHostException unknown) {
            throw new IOException(
                    "http.host (--host) must be an address of this machine, no address is known of "
                            + host);
        }
        // Linux has all of 127.0.0.0/8, and lists one.
        if (!address.isAnyLocalAddress()
                && !address.isLoopbackAddress()
                && NetworkInterface.getByInetAddress(address) == null) {
            throw new IOException(
                    "http.host (--host) must be an address of this machine, is " + host);
        }
    }

    private static void requireOthers(int tcpPort, OptionalInt other, String setting)
            throws IOException {
        if (other.isPresent() && other.getAsInt() == tcpPort) {
            throw new BindException(
                    "TCP port %d cannot be that of %s and of transport.tcp-port"
                            .formatted(tcpPort, setting));
        }
    }

    private static OptionalInt free(String host, int port, String setting) throws IOException {
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(host, port));
            return OptionalInt.of(probe.getLocalPort());
        } catch (BindException taken) {
            throw new BindException(
                    "TCP port %d on %s is not free (%s): %s"
                            .formatted(port, host, setting, taken.getMessage()));
        }
    }
}
