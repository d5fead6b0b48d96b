package weir.transport;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;

/// Where the node waits for ICE-TCP connections, and how peers are told of it. A value.
///
/// @param local      one for each local address, all with the same port; empty without ICE-TCP
/// @param advertised what answers name instead; empty for the local addresses
public record TcpAddresses(List<InetSocketAddress> local, Advertised advertised) {
    /// For a node that is reached by UDP alone.
    static final TcpAddresses NONE = new TcpAddresses(List.of(), new Advertised.Locals());

    /// What answers name.
    sealed interface Advertised {
        record Locals() implements Advertised {}

        /// @param addresses may be none: then peers are told of UDP alone
        record Instead(List<InetSocketAddress> addresses) implements Advertised {}
    }

    /// Binds each address once, alone, as [UdpAddresses#probe] does and for the same reason.
    ///
    /// @param udp whose addresses are taken
    /// @throws BindException        that names the address, if it is taken
    /// @throws UnknownHostException if a host is to be advertised that has no address
    public static TcpAddresses probe(TransportConfig config, UdpAddresses udp) throws IOException {
        if (config.tcpPort() == TransportConfig.TCP_OFF) {
            return NONE;
        }
        List<InetAddress> addresses =
                udp.local().stream().map(InetSocketAddress::getAddress).toList();
        PortProbe probe = TcpAddresses::bindAll;
        int port = probe.find(addresses, config.tcpPort());
        return new TcpAddresses(
                addresses.stream().map(address -> new InetSocketAddress(address, port)).toList(),
                advertised(config, port));
    }

    /// A host that is advertised for UDP without a port is there for TCP as well; with one it is a
    /// mapping of that port alone.
    private static Advertised advertised(TransportConfig config, int port)
            throws UnknownHostException {
        if (config.advertise().isEmpty() && config.advertiseTcp().isEmpty()) {
            return new Advertised.Locals();
        }
        if (!config.advertiseTcp().isEmpty()) {
            return new Advertised.Instead(
                    AdvertisedAddresses.resolve(
                            "transport.advertise-tcp", config.advertiseTcp(), port));
        }
        List<String> hosts =
                config.advertise().stream()
                        .filter(entry -> !AdvertisedAddresses.hasPort(entry))
                        .toList();
        return new Advertised.Instead(
                AdvertisedAddresses.resolve("transport.advertise", hosts, port));
    }

    private static int bindAll(List<InetAddress> addresses, int wanted) throws IOException {
        List<ServerSocket> probes = new ArrayList<>();
        int port = wanted;
        try {
            for (InetAddress address : addresses) {
                ServerSocket probe = new ServerSocket();
                probes.add(probe);
                probe.setReuseAddress(true);
                try {
                    probe.bind(new InetSocketAddress(address, port));
                } catch (BindException taken) {
                    throw new BindException(
                            "TCP port %d on %s is not free (transport.tcp-port, --tcp-port): %s"
                                    .formatted(port, address.getHostAddress(), taken.getMessage()));
                }
                port = probe.getLocalPort();
            }
            return port;
        } finally {
            for (ServerSocket probe : probes) {
                probe.close();
            }
        }
    }

    /// -1 without ICE-TCP.
    public int port() {
        return local.isEmpty() ? TransportConfig.TCP_OFF : local.getFirst().getPort();
    }

    /// @param withLoopback whether the peer is on this machine: then loopback is offered too, last
    List<InetSocketAddress> candidates(boolean withLoopback) {
        return switch (advertised) {
            case Advertised.Locals() -> UdpAddresses.reachable(local, withLoopback);
            case Advertised.Instead(var addresses) -> addresses;
        };
    }
}
