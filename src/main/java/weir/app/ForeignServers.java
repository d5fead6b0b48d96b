package weir.app;

import io.vertx.core.Future;

import weir.cascade.CascadeConfig;
import weir.cascade.ForeignNode;
import weir.cascade.ForeignVerticle;
import weir.cascade.TokenFile;
import weir.cascade.Wishes;
import weir.cluster.ClusteredVertx;
import weir.cluster.SharedTexts;

/// A node's dealings with servers that are not of its cluster.
record ForeignServers(Wishes wishes, ForeignVerticle verticle) {
    /// The cluster's map of what requests have asked for. Its texts hold tokens, and its keys URLs
    /// that may.
    private static final String REQUESTED = "foreign";

    static Future<ForeignServers> start(
            ClusteredVertx cluster, ForeignNode node, CascadeConfig config, TokenFile tokens) {
        SharedTexts requested = SharedTexts.sealed(cluster, REQUESTED);
        Wishes wishes = new Wishes(config, tokens, requested, node.directory());
        ForeignVerticle verticle = new ForeignVerticle(node, wishes, config);
        return cluster.vertx()
                .deployVerticle(verticle)
                .map(_ -> new ForeignServers(wishes, verticle));
    }
}
