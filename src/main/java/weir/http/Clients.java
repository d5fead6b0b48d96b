package weir.http;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Who asks: the other end of the connection, or whom a proxy that is trusted says it asks for. A
/// value.
final class Clients {
    private static final String FORWARDED_FOR = "X-Forwarded-For";
    private static final InetAddress UNKNOWN = InetAddress.getLoopbackAddress();

    private final IpNetworks proxies;

    Clients(List<String> trustedProxies) {
        this.proxies = IpNetworks.of(trustedProxies);
    }

    InetAddress of(HttpServerRequest request) {
        InetAddress peer = address(request.remoteAddress());
        return proxies.networks().isEmpty()
                ? peer
                : of(peer, request.headers().getAll(FORWARDED_FOR));
    }

    static InetAddress address(SocketAddress socket) {
        return socket == null || socket.hostAddress() == null
                ? UNKNOWN
                : InetAddress.ofLiteral(socket.hostAddress());
    }

    /// Whether somebody asks for others whom nobody has said to trust.
    boolean isUntrustedProxy(HttpServerRequest request) {
        return request.headers().contains(FORWARDED_FOR)
                && !isProxy(address(request.remoteAddress()));
    }

    boolean isProxy(InetAddress peer) {
        return proxies.contains(peer);
    }

    /// Each proxy appends whom it was asked by: what stands before the last that is not trusted was
    /// written by that one, and may be made up.
    InetAddress of(InetAddress peer, List<String> forwardedFor) {
        List<String> hops =
                forwardedFor.stream().flatMap(each -> Arrays.stream(each.split(","))).toList();
        InetAddress client = peer;
        for (int i = hops.size() - 1; i >= 0 && proxies.contains(client); i--) {
            Optional<InetAddress> before = read(hops.get(i).strip());
            if (before.isEmpty()) {
                break;
            }
            client = before.get();
        }
        return client;
    }

    /// Some proxies write the port too.
    private static Optional<InetAddress> read(String hop) {
        if (hop.startsWith("[")) {
            int end = hop.indexOf(']');
            return end < 0 ? Optional.empty() : IpNetwork.address(hop.substring(1, end));
        }
        int colon = hop.indexOf(':');
        boolean port = colon >= 0 && hop.indexOf(':', colon + 1) < 0;
        return IpNetwork.address(port ? hop.substring(0, colon) : hop);
    }
}
