package weir.transport;

import java.io.IOException;
import java.net.BindException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;

/// Where the node's UDP port is bound, and how peers are told of it. A value.
///
/// @param local      one for each local address, all with the same port
/// @param advertised what answers name instead, empty for the local addresses
/// @param port       in use, also where the config says 0
public record UdpAddresses(
        List<InetSocketAddress> local, List<InetSocketAddress> advertised, int port) {
    /// Binds each address once, alone: what is bound with `SO_REUSEPORT` afterwards would share a
    /// port that another Weir has, and take half of its traffic.
    ///
    /// @throws BindException        that names the address, if it is taken
    /// @throws UnknownHostException if a host is to be advertised that has no address
    public static UdpAddresses probe(TransportConfig config) throws IOException {
        List<InetAddress> addresses = new ArrayList<>();
        for (String address : config.addresses()) {
            addresses.add(InetAddress.getByName(address));
        }
        if (addresses.isEmpty()) {
            addresses = LocalAddresses.usable();
        }
        PortProbe probe = UdpAddresses::bindAll;
        int port = probe.find(addresses, config.udpPort());
        List<InetSocketAddress> local =
                addresses.stream().map(address -> new InetSocketAddress(address, port)).toList();
        return new UdpAddresses(
                local,
                AdvertisedAddresses.resolve("transport.advertise", config.advertise(), port),
                port);
    }

    private static int bindAll(List<InetAddress> addresses, int wanted) throws IOException {
        int port = wanted;
        for (InetAddress address : addresses) {
            try (DatagramSocket probe = new DatagramSocket(new InetSocketAddress(address, port))) {
                port = probe.getLocalPort();
            } catch (BindException taken) {
                throw new BindException(
                        "UDP port %d on %s is not free (transport.udp-port, --udp-port): %s"
                                .formatted(port, address.getHostAddress(), taken.getMessage()));
            }
        }
        return port;
    }

    /// @param withLoopback whether the peer is on this machine: then loopback is offered too, last
    List<InetSocketAddress> candidates(boolean withLoopback) {
        return advertised.isEmpty() ? reachable(local, withLoopback) : advertised;
    }

    static List<InetSocketAddress> reachable(List<InetSocketAddress> local, boolean withLoopback) {
        List<InetSocketAddress> reachable =
                local.stream()
                        .filter(each -> withLoopback || !each.getAddress().isLoopbackAddress())
                        .toList();
        return reachable.isEmpty() ? local : reachable;
    }
}
