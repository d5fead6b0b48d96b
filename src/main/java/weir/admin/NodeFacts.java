package weir.admin;

import io.netty.util.NetUtil;
import io.vertx.core.json.JsonObject;

import weir.cluster.DrainState;
import weir.cluster.NodeInfo;
import weir.http.HttpPorts;
import weir.loop.OwnerLoop;
import weir.stream.StreamTableRef;
import weir.transport.NodeTransport;

import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/// What this node says of itself. Any thread, but for [#self()].
public final class NodeFacts {
    private static final String NAME = "Weir";

    private final String id;
    private final HttpPorts http;
    private final NodeTransport transport;
    private final LoadMeter load;
    private final DrainState drain;
    private final Instant startedAt = Instant.now();

    /// @param id    in the cluster
    /// @param http  the ports that are in use
    /// @param owner who asks for [#self()]
    public NodeFacts(
            String id,
            HttpPorts http,
            NodeTransport transport,
            StreamTableRef streams,
            OwnerLoop owner,
            DrainState drain) {
        this.id = id;
        this.http = http;
        this.transport = transport;
        this.load = new LoadMeter(owner, streams, transport);
        this.drain = drain;
    }

    String id() {
        return id;
    }

    /// That of the jar; 0 for classes that are not packaged.
    String version() {
        return Build.RUNNING.version();
    }

    /// For the cluster's other nodes. Only on the loop given; its load is that of the call before.
    public NodeInfo self() {
        return new NodeInfo(
                id,
                httpUrls(),
                transport.udpPort(),
                startedAt,
                version(),
                load.look(),
                isDraining());
    }

    /// Whether this node takes no new sessions.
    boolean isDraining() {
        return drain.isDraining();
    }

    private List<String> httpUrls() {
        return hosts().map(host -> host.contains(":") ? "[" + host + "]" : host)
                .distinct()
                .flatMap(host -> http.urls(host).stream())
                .toList();
    }

    /// HTTP that listens everywhere is where the media is.
    private Stream<String> hosts() {
        return switch (http.host()) {
            case "0.0.0.0", "::" ->
                    transport.candidates(true).stream()
                            .map(InetSocketAddress::getAddress)
                            .map(NetUtil::toAddressString);
            case String host -> Stream.of(host);
        };
    }

    JsonObject toJson() {
        return Build.RUNNING
                .toJson()
                .put("name", NAME)
                .put("node", id)
                .put("startedAt", startedAt.toEpochMilli())
                .put("httpUrls", httpUrls())
                .put("udpPort", transport.udpPort());
    }
}
