package weir.admin;

import io.vertx.core.json.JsonObject;

import weir.cluster.NodeInfo;
import weir.loop.OwnerLoop;
import weir.stream.StreamTableRef;
import weir.transport.NodeTransport;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What this node says of itself. Any thread, but for [#self()].
public final class NodeFacts {
    private static final String NAME = "Weir";

    private final String id;
    private final int httpPort;
    private final NodeTransport transport;
    private final LoadMeter load;
    private final Instant startedAt = Instant.now();

    /// @param id    in the cluster
    /// @param owner who asks for [#self()]
    public NodeFacts(
            String id,
            int httpPort,
            NodeTransport transport,
            StreamTableRef streams,
            OwnerLoop owner) {
        this.id = id;
        this.httpPort = httpPort;
        this.transport = transport;
        this.load = new LoadMeter(owner, streams, transport);
    }

    public String id() {
        return id;
    }

    /// That of the jar; 0 for classes that are not packaged.
    public String version() {
        return Optional.ofNullable(NodeFacts.class.getPackage().getImplementationVersion())
                .orElse("0");
    }

    /// For the cluster's other nodes. Only on the loop given; its load is that of the call before.
    public NodeInfo self() {
        return new NodeInfo(
                id, httpUrls(), transport.udpPort(), startedAt, version(), load.look(), false);
    }

    private List<String> httpUrls() {
        return transport.candidates(true).stream()
                .map(InetSocketAddress::getAddress)
                .map(InetAddress::getHostAddress)
                .map(host -> host.contains(":") ? "[" + host + "]" : host)
                .map(host -> "http://" + host + ":" + httpPort)
                .distinct()
                .toList();
    }

    JsonObject toJson() {
        return new JsonObject()
                .put("name", NAME)
                .put("version", version())
                .put("node", id)
                .put("startedAt", startedAt.toEpochMilli())
                .put("httpUrls", httpUrls())
                .put("udpPort", transport.udpPort());
    }
}
