package weir.access;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;

import weir.cluster.ClusteredVertx;
import weir.cluster.NodeBus;

import java.util.function.Supplier;

/// That a key is gone, from node to node: each looks at the JWKS URL for itself. Any thread.
final class KeyNews {
    private static final String KIND = "access.keys";

    private final ClusteredVertx cluster;
    private final NodeBus bus;

    KeyNews(ClusteredVertx cluster, NodeBus bus) {
        this.cluster = cluster;
        this.bus = bus;
    }

    void onTold(Supplier<Future<Void>> look) {
        bus.handle(KIND, _ -> look.get().map(_ -> new JsonObject()));
    }

    /// Who does not hear of it looks before long without being told.
    void tell() {
        for (String node : cluster.membership().nodes()) {
            if (!node.equals(cluster.nodeId())) {
                bus.request(node, KIND, new JsonObject());
            }
        }
    }
}
