package weir.app;

import io.vertx.core.Future;
import io.vertx.core.Vertx;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import weir.cluster.ClusteredVertx;
import weir.cluster.HazelcastDirectory;
import weir.cluster.NodeBus;
import weir.cluster.NodeDirectory;
import weir.transport.NodeTransport;

import java.util.List;
import java.util.concurrent.TimeUnit;

/// Ends a node in order when its process is told to end: sessions say goodbye, claims are given up,
/// and the node leaves the cluster.
record NodeStop(
        ClusteredVertx cluster,
        NodeTransport transport,
        HazelcastDirectory directory,
        NodeBus bus,
        Future<NodeDirectory> nodes) {

    private static final Logger log = LoggerFactory.getLogger(NodeStop.class);
    private static final long STOP_SECONDS = 5;

    void onProcessEnd() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::run, "stop"));
    }

    private void run() {
        log.info("told to end: closes its sessions, and leaves the cluster");
        try {
            transport
                    .closeSessions()
                    .eventually(this::undeployAll)
                    .eventually(() -> bus.close())
                    .eventually(this::leave)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (Exception failure) {
            log.warn("the node did not end in order: {}", failure.toString());
        }
    }

    private Future<Void> undeployAll() {
        Vertx vertx = cluster.vertx();
        // A session that ends just now undeploys itself: that it is gone already is no failure.
        List<Future<Void>> undeployed =
                vertx.deploymentIDs().stream()
                        .map(id -> vertx.undeploy(id).otherwiseEmpty())
                        .toList();
        return Future.join(undeployed).mapEmpty();
    }

    private Future<Void> leave() {
        nodes.onSuccess(NodeDirectory::close);
        directory.close();
        return cluster.close();
    }
}
