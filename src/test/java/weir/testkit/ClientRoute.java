package weir.testkit;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/// By which of the server's candidates a client reaches it; all are of this machine.
public enum ClientRoute {
    UDP("127.0.0.1"),
    UDP_IPV6("::1"),
    TCP("127.0.0.1"),
    TCP_IPV6("::1");

    private final InetAddress local;

    ClientRoute(String local) {
        this.local = InetAddress.ofLiteral(local);
    }

    /// Not connected yet.
    ClientChannel open() {
        return switch (this) {
            case UDP, UDP_IPV6 -> new ClientSocket(local);
            case TCP, TCP_IPV6 -> new ClientConnection();
        };
    }

    /// From another IP address, where this machine has as many as one likes.
    ClientChannel openElsewhere() {
        int host = ThreadLocalRandom.current().nextInt(2, 255);
        return this == UDP ? new ClientSocket(InetAddress.ofLiteral("127.0.0." + host)) : open();
    }

    InetSocketAddress choose(ClientAnswer answer) {
        List<InetSocketAddress> candidates =
                switch (this) {
                    case UDP, UDP_IPV6 -> answer.candidates();
                    case TCP, TCP_IPV6 -> answer.tcpCandidates();
                };
        return candidates.stream()
                .filter(each -> each.getAddress().isLoopbackAddress())
                .filter(
                        each ->
                                each.getAddress() instanceof Inet6Address
                                        == local instanceof Inet6Address)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no candidate of " + this + ": " + answer));
    }
}
