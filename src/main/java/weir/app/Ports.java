package weir.app;

import weir.signaling.HttpConfig;
import weir.transport.TcpAddresses;
import weir.transport.TransportConfig;
import weir.transport.UdpAddresses;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/// The ports of a node, tried before anything else is done, so that one that is taken is told at
/// once. A value.
///
/// @param http also where the config says 0
record Ports(int http, UdpAddresses udp, TcpAddresses tcp) {
    /// @throws IOException that tells which port is not free, and the setting that names it
    static Ports probe(HttpConfig http, TransportConfig transport) throws IOException {
        UdpAddresses udp = UdpAddresses.probe(transport);
        Ports ports = new Ports(freeTcpPort(http), udp, TcpAddresses.probe(transport, udp));
        if (ports.tcp().port() == ports.http()) {
            throw new BindException(
                    "TCP port %d cannot be that of http.port and of transport.tcp-port"
                            .formatted(ports.http()));
        }
        return ports;
    }

    private static int freeTcpPort(HttpConfig http) throws IOException {
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(http.host(), http.port()));
            return probe.getLocalPort();
        } catch (BindException taken) {
            throw new BindException(
                    "TCP port %d on %s is not free (http.port, --http-port): %s"
                            .formatted(http.port(), http.host(), taken.getMessage()));
        }
    }
}
