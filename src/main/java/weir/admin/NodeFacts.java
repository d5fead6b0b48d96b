package weir.admin;

import weir.cluster.NodeInfo;
import weir.cluster.NodeLoad;
import weir.transport.NodeTransport;

import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What this node says of itself. Any thread.
public final class NodeFacts {
    private final String id;
    private final int httpPort;
    private final NodeTransport transport;
    private final Instant startedAt = Instant.now();

    /// @param id in the cluster
    public NodeFacts(String id, int httpPort, NodeTransport transport) {
        this.id = id;
        this.httpPort = httpPort;
        this.transport = transport;
    }

    public String id() {
        return id;
    }

    public String version() {
        return Optional.ofNullable(NodeFacts.class.getPackage().getImplementationVersion())
                .orElse("0");
    }

    public NodeInfo self() {
        List<String> urls =
                transport.candidates(true).stream()
                        .map(InetSocketAddress::getAddress)
                        .map(address -> address.getHostAddress())
                        .map(host -> host.contains(":") ? "[" + host + "]" : host)
                        .map(host -> "http://" + host + ":" + httpPort)
                        .distinct()
                        .toList();
        NodeLoad load = new NodeLoad(transport.sessions().size(), 0, 0, 0);
        return new NodeInfo(id, urls, transport.udpPort(), startedAt, version(), load, false);
    }
}
