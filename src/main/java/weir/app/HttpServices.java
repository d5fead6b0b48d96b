package weir.app;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;

import weir.admin.AdminNode;
import weir.admin.AdminRoutes;
import weir.cascade.Wishes;
import weir.events.EventRoutes;
import weir.events.Events;
import weir.events.StreamNews;
import weir.jsep.Answerer;
import weir.jsep.CodecPreferences;
import weir.loop.OwnerLoop;
import weir.signaling.CascadeRoutes;
import weir.signaling.CounterOffers;
import weir.signaling.Gate;
import weir.signaling.IceServers;
import weir.signaling.Routes;
import weir.signaling.SessionAdmissions;
import weir.signaling.SignalingNode;
import weir.signaling.SignalingVerticle;

/// All that a node serves by HTTP, and what other nodes ask of it.
final class HttpServices {
    private final Setup setup;
    private final AdminNode told;
    private final OwnerLoop owner;

    HttpServices(Setup setup, AdminNode told, OwnerLoop owner) {
        this.setup = setup;
        this.told = told;
        this.owner = owner;
    }

    /// @return when requests are taken
    Future<String> start(StreamNews news, Wishes wishes) {
        Gate gate = new Gate(told.access(), setup.front()::isOfForeignPage);
        SignalingNode node = signalingNode();
        Events events =
                Events.open(
                        node, told.cluster().membership(), owner, setup.config().events(), news);
        AdminRoutes admin = adminRoutes(gate, events);
        SignalingVerticle.answerOtherNodes(node, owner);
        admin.answerOtherNodes(owner, node, events, setup.config().drain());
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
                                        node,
                                        setup.front(),
                                        setup.config().whip(),
                                        setup.config().whep(),
                                        gate,
                                        more),
                        new DeploymentOptions().setInstances(setup.loops()));
    }

    private AdminRoutes adminRoutes(Gate gate, Events events) {
        return new AdminRoutes(
                told,
                gate,
                events,
                owner,
                setup.config().drain(),
                setup.config().whip(),
                setup.config().whep(),
                setup.config().cascade());
    }

    private SignalingNode signalingNode() {
        return new SignalingNode(
                told.cluster().nodeId(),
                told.transport(),
                told.streams(),
                told.cascade(),
                told.directory(),
                told.created(),
                told.bus(),
                new Answerer(CodecPreferences.ALL, setup.random()),
                told.contract(),
                setup.config().media(),
                setup.config().session(),
                new IceServers(setup.config().iceServers()),
                new CounterOffers(setup.config().whep(), setup.front()::counterOffersMax, owner),
                new SessionAdmissions(told.transport().sessions(), setup.front()),
                setup.random(),
                setup.drain());
    }
}
