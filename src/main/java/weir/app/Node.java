package weir.app;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import weir.access.AccessControl;
import weir.cluster.ClusteredVertx;
import weir.cluster.HazelcastDirectory;
import weir.cluster.NodeBus;
import weir.cluster.RevocationDirectory;
import weir.config.WeirConfig;
import weir.dtls.DtlsCertificate;
import weir.dtls.DtlsConfig;
import weir.dtls.DtlsWarmup;
import weir.dtls.HandshakeLimiter;
import weir.loop.OwnerLoop;
import weir.peer.PeerConfig;
import weir.recovery.KeyFrameConfig;
import weir.recovery.NackConfig;
import weir.signaling.ApiContract;
import weir.srtp.SrtpEngine;
import weir.transport.NodeTransport;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// One node of a cluster, from start to end: calls the constructors, and nothing else.
final class Node {
    private static final Logger log = LoggerFactory.getLogger(Node.class);

    private final Setup setup;

    private Node(Setup setup) {
        this.setup = setup;
    }

    /// Starts a node, which lives on in threads of its own until the process is told to end.
    ///
    /// @throws IOException if a port is not free, or a key or the certificate cannot be used
    static void start(WeirConfig config) throws IOException {
        new Node(Setup.of(config)).start();
    }

    private void start() {
        // Each takes about as long as joining the cluster, and needs nothing of it.
        CompletableFuture<DtlsCertificate> certificate =
                CompletableFuture.supplyAsync(() -> DtlsCertificate.create(setup.random()));
        CompletableFuture<SrtpEngine> engine = CompletableFuture.supplyAsync(SrtpEngine::preferred);
        CompletableFuture<ApiContract> contract = CompletableFuture.supplyAsync(ApiContract::load);
        CompletableFuture<Made> made =
                CompletableFuture.allOf(certificate, engine, contract)
                        .thenApply(
                                _ -> new Made(certificate.join(), engine.join(), contract.join()));
        ClusteredVertx.start(
                        setup.config().cluster(),
                        setup.loops(),
                        setup.meters(),
                        setup.front().acceptGate())
                .compose(
                        cluster ->
                                Future.fromCompletionStage(made).compose(all -> open(cluster, all)))
                .compose(foundation -> new Services(setup, foundation).start())
                .onSuccess(_ -> new Greeting(setup.config(), setup.ports()).print())
                .onSuccess(_ -> certificate.thenAccept(Node::warmUp))
                .onFailure(Node::giveUp);
    }

    /// Once the node is ready, since it is a sixth of the work of a start. Who comes meanwhile
    /// waits no longer than for a node that is ready later.
    private static void warmUp(DtlsCertificate certificate) {
        DtlsWarmup.start(certificate)
                .whenComplete(
                        (time, failure) -> {
                            if (failure == null) {
                                log.info("warmed up by a handshake of {} ms", time.toMillis());
                            } else {
                                log.warn("this node cannot shake hands with itself", failure);
                            }
                        });
    }

    /// What is wrong with addresses and ports says so itself.
    private static void giveUp(Throwable failure) {
        if (failure instanceof IOException) {
            log.error("the node cannot start: {}", failure.getMessage());
        } else {
            log.error("the node cannot start", failure);
        }
        System.exit(1);
    }

    /// What takes its time to be made, and needs nothing else.
    private record Made(DtlsCertificate certificate, SrtpEngine engine, ApiContract contract) {}

    private Future<Foundation> open(ClusteredVertx cluster, Made made) {
        log.info("SRTP by {}", made.engine());
        Vertx vertx = cluster.vertx();
        OwnerLoop owner = new OwnerLoop(((VertxInternal) vertx).createEventLoopContext());
        Future<NodeTransport> transport =
                NodeTransport.open(
                        vertx,
                        setup.loops(),
                        setup.config().transport(),
                        setup.ports().udp(),
                        setup.ports().tcp(),
                        peerConfig(made.engine()),
                        made.certificate(),
                        new HandshakeLimiter(dtlsConfig()),
                        setup.random());
        Future<HazelcastDirectory> directory = HazelcastDirectory.open(cluster, owner);
        Future<NodeBus> bus = NodeBus.open(cluster);
        Future<AccessControl> access = access(cluster, owner);
        return Future.all(transport, directory, bus, access)
                .map(
                        _ ->
                                new Foundation(
                                        cluster,
                                        owner,
                                        transport.result(),
                                        directory.result(),
                                        bus.result(),
                                        access.result(),
                                        made.contract()));
    }

    private Future<AccessControl> access(ClusteredVertx cluster, OwnerLoop owner) {
        return RevocationDirectory.open(cluster, owner)
                .compose(
                        revocations ->
                                AccessControl.open(
                                        cluster.vertx(),
                                        owner,
                                        setup.config().access(),
                                        setup.keyFiles(),
                                        revocations));
    }

    private PeerConfig peerConfig(SrtpEngine engine) {
        return new PeerConfig(
                engine,
                TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis()) - System.nanoTime(),
                setup.config().transport().sessionTimeout(),
                setup.config().media().limits().ceiling(),
                NackConfig.DEFAULT,
                KeyFrameConfig.DEFAULT);
    }

    private DtlsConfig dtlsConfig() {
        DtlsConfig defaults = DtlsConfig.DEFAULTS;
        return new DtlsConfig(
                defaults.handshakesMax(),
                setup.config().transport().handshakesMax(),
                defaults.recordsQueuedMax(),
                defaults.datagramSizeMax(),
                defaults.initialResend(),
                Duration.ofMillis(
                        Math.min(
                                defaults.handshakeTimeout().toMillis(),
                                setup.config().transport().sessionTimeout().toMillis())));
    }
}
