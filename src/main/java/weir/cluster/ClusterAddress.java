package weir.cluster;

import java.io.IOException;
import java.net.BindException;
import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.util.Collections;
import java.util.Optional;

/// The one address at which the other nodes reach this one.
final class ClusterAddress {
    /// Of TEST-NET-3 (RFC 5737): on no network, so that only the default route leads there.
    private static final InetSocketAddress ELSEWHERE = new InetSocketAddress("203.0.113.1", 9);

    private ClusterAddress() {}

    /// May ask the resolver, if the config names the host.
    ///
    /// @throws IOException if there is no such address on this machine
    static InetAddress choose(ClusterConfig config) throws IOException {
        if (!config.host().isEmpty()) {
            InetAddress address = InetAddress.getByName(config.host());
            if (NetworkInterface.getByInetAddress(address) == null) {
                throw new IOException(
                        "cluster.host must be an address of this machine, is " + config.host());
            }
            return address;
        }
        return switch (config.discovery()) {
            case MACHINE -> InetAddress.getByName("127.0.0.1");
            case LAN, MEMBERS ->
                    ofDefaultRoute()
                            .or(ClusterAddress::ofAnyInterface)
                            .orElseThrow(
                                    () ->
                                            new IOException(
                                                    "cluster.host must be set: no address to be"
                                                            + " reached at was found"));
        };
    }

    /// Hazelcast would tell of it in eighty lines, none of which names a setting.
    ///
    /// @throws BindException if none of the ports that may be tried is free
    static void requireFreePort(ClusterConfig config, InetAddress address) throws IOException {
        int last = config.port() + config.portCount() - 1;
        BindException taken = null;
        for (int port = config.port(); port <= last; port++) {
            try (ServerSocket probe = new ServerSocket()) {
                probe.setReuseAddress(true);
                probe.bind(new InetSocketAddress(address, port));
                return;
            } catch (BindException refused) {
                taken = refused;
            }
        }
        throw new BindException(
                ("none of the TCP ports %d to %d on %s is free (cluster.port,"
                                + " cluster.port-count): %s")
                        .formatted(
                                config.port(), last, address.getHostAddress(), taken.getMessage()));
    }

    /// Sends nothing: connecting a datagram socket only consults the routing table.
    private static Optional<InetAddress> ofDefaultRoute() {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(ELSEWHERE);
            return Optional.of(socket.getLocalAddress()).filter(ClusterAddress::isUsable);
        } catch (IOException _) {
            return Optional.empty(); // no default route
        }
    }

    private static Optional<InetAddress> ofAnyInterface() {
        try {
            return Collections.list(NetworkInterface.getNetworkInterfaces()).stream()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(ClusterAddress::isUsable)
                    .findFirst();
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    private static boolean isUsable(InetAddress address) {
        return address instanceof Inet4Address
                && !address.isAnyLocalAddress()
                && !address.isLoopbackAddress()
                && !address.isLinkLocalAddress();
    }
}
