package weir.transport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/// The addresses of this machine that peers can reach, in the order in which they are offered: the
/// default route's IPv4 first (FFmpeg takes the first and no other), then other IPv4, IPv6, and
/// loopback last. Without link-local ones and the bridges of containers.
final class LocalAddresses {
    private static final Pattern CONTAINER_BRIDGE =
            Pattern.compile("(docker|br-|veth|virbr|cni|flannel|podman|lxc).*");

    private LocalAddresses() {}

    static List<InetAddress> usable() {
        List<InetAddress> addresses = new ArrayList<>();
        try {
            NetworkInterface.networkInterfaces()
                    .filter(LocalAddresses::isUsable)
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(address -> !address.isLinkLocalAddress())
                    .map(LocalAddresses::withoutScope)
                    .forEach(addresses::add);
        } catch (SocketException failed) {
            throw new UncheckedIOException(failed);
        }
        InetAddress first = defaultRoute();
        addresses.sort(
                Comparator.comparing(InetAddress::isLoopbackAddress)
                        .thenComparing(address -> !(address instanceof Inet4Address))
                        .thenComparing(address -> !address.equals(first)));
        return addresses;
    }

    private static boolean isUsable(NetworkInterface candidate) {
        try {
            return candidate.isUp() && !CONTAINER_BRIDGE.matcher(candidate.getName()).matches();
        } catch (SocketException _) {
            return false;
        }
    }

    private static InetAddress withoutScope(InetAddress address) {
        try {
            return InetAddress.getByAddress(address.getAddress());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /// The address the kernel would send from. Connecting a UDP socket sends nothing; the address
    /// is one reserved for documentation (RFC 5737).
    private static InetAddress defaultRoute() {
        try (DatagramSocket probe = new DatagramSocket()) {
            probe.connect(new InetSocketAddress("192.0.2.1", 9));
            return probe.getLocalAddress();
        } catch (IOException | UncheckedIOException _) {
            return InetAddress.getLoopbackAddress();
        }
    }
}
