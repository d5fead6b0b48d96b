package weir.app;

import io.vertx.core.Future;
import io.vertx.core.Vertx;

import weir.admin.AdminNode;
import weir.admin.NodeFacts;
import weir.cascade.CascadeVerticle;
import weir.cascade.ForeignNode;
import weir.cluster.CreatedStreams;
import weir.cluster.Discovery;
import weir.cluster.NodeDirectory;
import weir.cluster.SharedTexts;
import weir.config.WeirConfig;
import weir.events.StreamNews;
import weir.hooks.NodeHooks;
import weir.jsep.Answerer;
import weir.jsep.CodecPreferences;
import weir.jsep.Offerer;
import weir.stream.StreamVerticle;

import java.security.SecureRandom;

/// What a node does with streams, and how it is told what to do, on its [Foundation].
final class Services {
    private final Setup setup;
    private final Foundation base;
    private final CascadeVerticle cascade;
    private final CreatedStreams created;
    private final NodeHooks hooks;
    private final StreamNews news;
    private final StreamVerticle streams;

    Services(Setup setup, Foundation base) {
        WeirConfig config = setup.config();
        String node = base.cluster().nodeId();
        this.setup = setup;
        this.base = base;
        this.cascade =
                new CascadeVerticle(
                        node,
                        base.directory(),
                        base.bus(),
                        base.transport(),
                        config.cascade(),
                        setup.random(),
                        config.cluster().discovery() == Discovery.MACHINE);
        this.created =
                new CreatedStreams(
                        base.cluster(),
                        config.api().createdIdle(),
                        config.api().createdStreamsMax());
        this.hooks = new NodeHooks(base.cluster().vertx(), base.owner(), node, config.hooks());
        this.news = new StreamNews(cascade);
        this.streams = new StreamVerticle(news, hooks, config.stream());
    }

    /// @return when the node is ready
    Future<Void> start() {
        Vertx vertx = base.cluster().vertx();
        base.access().watch(base.transport().sessions(), base.owner(), base.cluster(), base.bus());
        hooks.follow(
                base.directory(), created, SharedTexts.inTheClear(base.cluster(), "told-streams"));
        Future<NodeFacts> facts = vertx.deployVerticle(streams).map(_ -> facts());
        Future<NodeDirectory> nodes =
                facts.compose(own -> NodeDirectory.open(base.cluster(), base.owner(), own::self));
        new NodeStop(base.cluster(), base.transport(), base.directory(), base.bus(), nodes)
                .onProcessEnd();
        return facts.compose(
                        _ -> {
                            cascade.attach(streams.streams());
                            return Future.all(nodes, vertx.deployVerticle(cascade));
                        })
                .compose(_ -> foreign())
                .compose(foreign -> serveHttp(facts.result(), nodes.result(), foreign))
                .mapEmpty();
    }

    private NodeFacts facts() {
        return new NodeFacts(
                base.cluster().nodeId(),
                setup.ports().http(),
                base.transport(),
                streams.streams(),
                base.owner(),
                setup.drain());
    }

    private Future<ForeignServers> foreign() {
        SecureRandom random = setup.random();
        ForeignNode node =
                new ForeignNode(
                        base.cluster().nodeId(),
                        base.directory(),
                        base.transport(),
                        streams.streams(),
                        new Offerer(CodecPreferences.ALL, random),
                        new Answerer(CodecPreferences.ALL, random),
                        setup.drain(),
                        random);
        return ForeignServers.start(base.cluster(), node, setup.config().cascade(), setup.tokens());
    }

    private Future<String> serveHttp(NodeFacts facts, NodeDirectory nodes, ForeignServers foreign) {
        AdminNode told =
                new AdminNode(
                        facts,
                        base.cluster(),
                        base.transport(),
                        streams.streams(),
                        cascade,
                        base.directory(),
                        nodes,
                        base.bus(),
                        created,
                        hooks,
                        setup.meters(),
                        base.access(),
                        foreign.verticle().counters(),
                        base.contract(),
                        setup.front());
        return new HttpServices(setup, told, base.owner()).start(news, foreign.wishes());
    }
}
