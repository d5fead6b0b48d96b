package weir.app;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import weir.access.AccessControl;
import weir.access.KeyFile;
import weir.admin.AdminNode;
import weir.admin.AdminRoutes;
import weir.admin.NodeFacts;
import weir.admin.VertxMeters;
import weir.cascade.CascadeVerticle;
import weir.cascade.ForeignNode;
import weir.cascade.TokenFile;
import weir.cascade.Wishes;
import weir.cluster.ClusteredVertx;
import weir.cluster.CreatedStreams;
import weir.cluster.Discovery;
import weir.cluster.DrainState;
import weir.cluster.HazelcastDirectory;
import weir.cluster.NodeBus;
import weir.cluster.NodeDirectory;
import weir.cluster.RevocationDirectory;
import weir.config.WeirConfig;
import weir.dtls.DtlsCertificate;
import weir.dtls.DtlsConfig;
import weir.dtls.DtlsWarmup;
import weir.dtls.HandshakeLimiter;
import weir.events.EventRoutes;
import weir.events.Events;
import weir.events.StreamNews;
import weir.hooks.NodeHooks;
import weir.http.HttpFront;
import weir.jsep.Answerer;
import weir.jsep.CodecPreferences;
import weir.jsep.Offerer;
import weir.loop.OwnerLoop;
import weir.peer.PeerConfig;
import weir.recovery.KeyFrameConfig;
import weir.recovery.NackConfig;
import weir.signaling.ApiContract;
import weir.signaling.CascadeRoutes;
import weir.signaling.CounterOffers;
import weir.signaling.Gate;
import weir.signaling.IceServers;
import weir.signaling.Routes;
import weir.signaling.SessionAdmissions;
import weir.signaling.SignalingNode;
import weir.signaling.SignalingVerticle;
import weir.srtp.SrtpEngine;
import weir.stream.StreamTableRef;
import weir.stream.StreamVerticle;
import weir.tls.CertificateWatch;
import weir.tls.UnusableCertificateException;
import weir.transport.NodeTransport;
import weir.transport.SrtpEngineTrial;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// One node of a cluster, from start to end: calls the constructors, and nothing else.
final class Node {
    private static final Logger log = LoggerFactory.getLogger(Node.class);

    private final WeirConfig config;
    private final Ports ports;
    private final List<KeyFile> keyFiles;
    private final HttpFront front;
    private final SecureRandom random = new SecureRandom();
    private final int loops = eventLoops();
    private final VertxMeters meters = new VertxMeters();
    private final ApiContract contract = ApiContract.load();
    private final DrainState drain = new DrainState();
    private final TokenFile tokens;

    private Node(WeirConfig config, Ports ports, List<KeyFile> keyFiles, TokenFile tokens)
            throws IOException {
        this.tokens = tokens;
        this.config = config;
        this.ports = ports;
        this.keyFiles = keyFiles;
        this.front =
                new HttpFront(
                        config.http(),
                        config.https(),
                        config.limits(),
                        ports.http(),
                        certificate());
    }

    /// Empty where HTTPS is not served.
    private Optional<CertificateWatch> certificate() throws IOException {
        try {
            return config.https().isServed()
                    ? Optional.of(CertificateWatch.open(config.https(), random).start())
                    : Optional.empty();
        } catch (UnusableCertificateException unusable) {
            throw new IOException(unusable.getMessage());
        }
    }

    /// Starts a node, which lives on in threads of its own until the process is told to end.
    ///
    /// @throws IOException if a port is not free, or a key or the certificate cannot be used
    static void start(WeirConfig config) throws IOException {
        Ports ports = Ports.probe(config.http(), config.https(), config.transport());
        List<KeyFile> keyFiles = KeyFile.read(config.access().jwt());
        new Node(config, ports, keyFiles, TokenFile.read(config.cascade().tokenFile())).start();
    }

    /// Where there is no native transport one loop owns the only sockets.
    private static int eventLoops() {
        boolean native_ = io.netty.channel.epoll.Epoll.isAvailable();
        return native_ ? Runtime.getRuntime().availableProcessors() : 1;
    }

    private void start() {
        // Making a certificate and loading the handshake's classes takes as long as joining the
        // cluster.
        CompletableFuture<DtlsCertificate> certificate =
                CompletableFuture.supplyAsync(() -> DtlsCertificate.create(random));
        certificate.thenCompose(DtlsWarmup::start);
        CompletableFuture<SrtpEngine> engine =
                CompletableFuture.supplyAsync(SrtpEngineTrial::fastest);
        ClusteredVertx.start(config.cluster(), loops, meters)
                .compose(
                        cluster ->
                                Future.fromCompletionStage(
                                                certificate.thenCombine(engine, Made::new))
                                        .compose(made -> compose(cluster, made)))
                .onFailure(Node::giveUp);
    }

    private static void giveUp(Throwable failure) {
        log.error("the node cannot start", failure);
        System.exit(1);
    }

    /// What takes its time to be made, and needs nothing else.
    private record Made(DtlsCertificate certificate, SrtpEngine engine) {}

    private Future<Void> compose(ClusteredVertx cluster, Made made) {
        Vertx vertx = cluster.vertx();
        OwnerLoop owner = new OwnerLoop(((VertxInternal) vertx).createEventLoopContext());
        Future<NodeTransport> transport =
                NodeTransport.open(
                        vertx,
                        loops,
                        config.transport(),
                        ports.udp(),
                        ports.tcp(),
                        peerConfig(made.engine()),
                        made.certificate(),
                        new HandshakeLimiter(dtlsConfig()),
                        random);
        Future<HazelcastDirectory> directory = HazelcastDirectory.open(cluster, owner);
        Future<NodeBus> bus = NodeBus.open(cluster);
        Future<AccessControl> access = access(cluster, owner);
        return Future.all(transport, directory, bus, access)
                .compose(
                        _ ->
                                serve(
                                        cluster,
                                        owner,
                                        transport.result(),
                                        directory.result(),
                                        bus.result(),
                                        access.result()));
    }

    private Future<AccessControl> access(ClusteredVertx cluster, OwnerLoop owner) {
        return RevocationDirectory.open(cluster, owner)
                .compose(
                        revocations ->
                                AccessControl.open(
                                        cluster.vertx(),
                                        owner,
                                        config.access(),
                                        keyFiles,
                                        revocations));
    }

    /// @return when the node is ready
    private Future<Void> serve(
            ClusteredVertx cluster,
            OwnerLoop owner,
            NodeTransport transport,
            HazelcastDirectory directory,
            NodeBus bus,
            AccessControl access) {
        Vertx vertx = cluster.vertx();
        access.watch(transport.sessions(), owner, cluster, bus);
        boolean sameMachine = config.cluster().discovery() == Discovery.MACHINE;
        CascadeVerticle cascade =
                new CascadeVerticle(
                        cluster.nodeId(),
                        directory,
                        bus,
                        transport,
                        config.cascade(),
                        random,
                        sameMachine);
        NodeHooks hooks = new NodeHooks(vertx, owner, cluster.nodeId(), config.hooks());
        CreatedStreams created = created(cluster);
        hooks.follow(directory, created);
        StreamNews news = new StreamNews(cascade);
        StreamVerticle streams = new StreamVerticle(news, hooks, config.stream());
        Future<NodeFacts> facts =
                vertx.deployVerticle(streams)
                        .map(_ -> facts(cluster, owner, transport, streams.streams()));
        Future<NodeDirectory> nodes =
                facts.compose(own -> NodeDirectory.open(cluster, owner, own::self));
        new NodeStop(cluster, transport, directory, bus, nodes).onProcessEnd();
        return facts.compose(
                        _ -> {
                            cascade.attach(streams.streams());
                            return Future.all(nodes, vertx.deployVerticle(cascade));
                        })
                .compose(_ -> foreign(cluster, transport, directory, streams.streams()))
                .compose(
                        foreign -> {
                            AdminNode told =
                                    new AdminNode(
                                            facts.result(),
                                            cluster,
                                            transport,
                                            streams.streams(),
                                            cascade,
                                            directory,
                                            nodes.result(),
                                            bus,
                                            created,
                                            hooks,
                                            meters,
                                            access,
                                            foreign.verticle().counters(),
                                            contract,
                                            front);
                            return serveHttp(told, owner, news, foreign.wishes());
                        })
                .onSuccess(_ -> new Greeting(config, ports).print())
                .mapEmpty();
    }

    private Future<ForeignServers> foreign(
            ClusteredVertx cluster,
            NodeTransport transport,
            HazelcastDirectory directory,
            StreamTableRef streams) {
        ForeignNode node =
                new ForeignNode(
                        cluster.nodeId(),
                        directory,
                        transport,
                        streams,
                        new Offerer(CodecPreferences.ALL, random),
                        new Answerer(CodecPreferences.ALL, random),
                        random);
        return ForeignServers.start(cluster, node, config.cascade(), tokens);
    }

    private NodeFacts facts(
            ClusteredVertx cluster,
            OwnerLoop owner,
            NodeTransport transport,
            StreamTableRef streams) {
        return new NodeFacts(cluster.nodeId(), ports.http(), transport, streams, owner, drain);
    }

    private CreatedStreams created(ClusteredVertx cluster) {
        return new CreatedStreams(
                cluster, config.api().createdIdle(), config.api().createdStreamsMax());
    }

    private AdminRoutes adminRoutes(AdminNode node, Gate gate, Events events, OwnerLoop owner) {
        return new AdminRoutes(
                node,
                gate,
                events,
                owner,
                config.drain(),
                config.whip(),
                config.whep(),
                config.cascade());
    }

    private SignalingNode signalingNode(AdminNode node, OwnerLoop owner) {
        return new SignalingNode(
                node.cluster().nodeId(),
                node.transport(),
                node.streams(),
                node.cascade(),
                node.directory(),
                node.created(),
                node.bus(),
                new Answerer(CodecPreferences.ALL, random),
                contract,
                config.media(),
                config.session(),
                new IceServers(config.iceServers()),
                new CounterOffers(owner),
                new SessionAdmissions(node.transport().sessions(), front),
                random,
                drain);
    }

    private Future<String> serveHttp(
            AdminNode told, OwnerLoop owner, StreamNews news, Wishes wishes) {
        Gate gate = new Gate(told.access());
        SignalingNode node = signalingNode(told, owner);
        Events events =
                Events.open(node, told.cluster().membership(), owner, config.events(), news);
        AdminRoutes admin = adminRoutes(told, gate, events, owner);
        SignalingVerticle.answerOtherNodes(node, owner);
        admin.answerOtherNodes(owner, node, events, config.drain());
        // What the administration does not know it refuses, so that it is last.
        Routes more =
                router -> {
                    new EventRoutes(events, gate).mount(router);
                    new CascadeRoutes(wishes, gate).mount(router);
                    admin.mount(router);
                };
        return told.cluster()
                .vertx()
                .deployVerticle(
                        () ->
                                new SignalingVerticle(
                                        node, front, config.whip(), config.whep(), gate, more),
                        new DeploymentOptions().setInstances(loops));
    }

    private PeerConfig peerConfig(SrtpEngine engine) {
        return new PeerConfig(
                engine,
                TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis()) - System.nanoTime(),
                config.transport().sessionTimeout(),
                config.media().limits().ceiling(),
                NackConfig.DEFAULT,
                KeyFrameConfig.DEFAULT);
    }

    private DtlsConfig dtlsConfig() {
        DtlsConfig defaults = DtlsConfig.DEFAULTS;
        return new DtlsConfig(
                defaults.handshakesMax(),
                config.transport().handshakesMax(),
                defaults.recordsQueuedMax(),
                defaults.datagramSizeMax(),
                defaults.initialResend(),
                Duration.ofMillis(
                        Math.min(
                                defaults.handshakeTimeout().toMillis(),
                                config.transport().sessionTimeout().toMillis())));
    }
}
