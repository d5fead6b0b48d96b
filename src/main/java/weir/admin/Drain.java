package weir.admin;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import weir.cluster.DrainState;
import weir.cluster.NodeInfo;
import weir.events.Events;
import weir.events.MovableViewer;
import weir.loop.OwnerLoop;
import weir.signaling.SignalingNode;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Empties this node: it takes no new sessions, its viewers are told to go to other nodes, some at
/// a time and each only once the other node has its stream, and who is left at the deadline is hung
/// up. Publishers stay until then: from here the other nodes get the streams. Owned.
final class Drain {
    /// On what another node is asked to have a stream ready.
    static final String WARM = "drain.warm";

    private static final Logger log = LoggerFactory.getLogger(Drain.class);
    private static final long TURN_MILLIS = 1000;
    private static final long NODES_KNOWN_SECONDS = 3;

    private final OwnerLoop owner;
    private final AdminNode node;
    private final SignalingNode signaling;
    private final Events events;
    private final DrainConfig config;
    private long deadlineMillis;
    private long deadlineTimer;
    private long turnTimer;
    private boolean over;
    private boolean turning;
    private long told;

    Drain(
            OwnerLoop owner,
            AdminNode node,
            SignalingNode signaling,
            Events events,
            DrainConfig config) {
        this.owner = owner;
        this.node = node;
        this.signaling = signaling;
        this.events = events;
        this.config = config;
    }

    private DrainState state() {
        return signaling.drain();
    }

    JsonObject begin(Duration deadline) {
        owner.assertOwned();
        cancelTimers();
        over = false;
        deadlineMillis = System.currentTimeMillis() + deadline.toMillis();
        deadlineTimer =
                owner.context()
                        .owner()
                        .setTimer(Math.max(1, deadline.toMillis()), _ -> onDeadline());
        turnTimer = owner.context().owner().setPeriodic(TURN_MILLIS, _ -> turn());
        if (!state().isDraining()) {
            told = 0;
            state().set(true);
            node.nodes().refresh();
        }
        log.info("draining until {} ms from now", deadline.toMillis());
        turn();
        return describe();
    }

    JsonObject end() {
        owner.assertOwned();
        if (state().isDraining()) {
            log.info("draining no more");
            cancelTimers();
            state().set(false);
            events.stay();
            node.nodes().refresh();
        }
        return describe();
    }

    private void cancelTimers() {
        owner.context().owner().cancelTimer(deadlineTimer);
        owner.context().owner().cancelTimer(turnTimer);
    }

    JsonObject describe() {
        owner.assertOwned();
        JsonObject json =
                new JsonObject()
                        .put("node", node.facts().id())
                        .put("draining", state().isDraining())
                        .put("sessions", node.transport().sessions().size());
        return state().isDraining()
                ? json.put("deadline", deadlineMillis).put("viewersTold", told)
                : json;
    }

    private void onDeadline() {
        over = true;
        log.info("{} sessions are left at the deadline", node.transport().sessions().size());
        node.transport().closeSessions();
    }

    /// After the deadline those end that were being made when the drain began.
    private void turn() {
        if (over) {
            node.transport().closeSessions();
            return;
        }
        if (turning) {
            return;
        }
        turning = true;
        Future<List<NodeInfo>> nodes =
                node.nodes().nodes().timeout(NODES_KNOWN_SECONDS, TimeUnit.SECONDS);
        Future<List<MovableViewer>> viewers = events.movable(owner);
        Future.all(nodes, viewers)
                .compose(_ -> move(viewers.result(), nodes.result()))
                .onFailure(failed -> log.warn("nobody was told to go: {}", failed.toString()))
                .onComplete(_ -> turning = false);
    }

    private Future<Void> move(List<MovableViewer> viewers, List<NodeInfo> nodes) {
        DrainTargets targets = new DrainTargets(nodes, node.facts().id());
        Map<String, Future<Boolean>> warm = new HashMap<>();
        // Not the same ones each time: there may be some for whom no other node is ready.
        List<MovableViewer> some = new ArrayList<>(viewers);
        Collections.shuffle(some);
        some = some.subList(0, Math.min(viewers.size(), config.viewersPerSecond()));
        for (MovableViewer viewer : some) {
            targets.next()
                    .ifPresent(
                            target -> {
                                String key = target.id() + "/" + viewer.stream();
                                warm.computeIfAbsent(key, _ -> warm(target.id(), viewer.stream()))
                                        .onSuccess(ready -> send(viewer, target, ready));
                            });
        }
        return Future.join(List.copyOf(warm.values())).mapEmpty();
    }

    /// @return whether the node has the stream now
    private Future<Boolean> warm(String target, String stream) {
        return node.bus()
                .request(target, WARM, new JsonObject().put("stream", stream))
                .map(answer -> answer.getBoolean("ready", false))
                .otherwise(false);
    }

    private void send(MovableViewer viewer, NodeInfo target, boolean ready) {
        if (ready && state().isDraining()) {
            told++;
            viewer.reconnect(DrainTargets.url(target, viewer.host(), viewer.stream()));
        }
    }

    /// What a draining node asks, see [#WARM]; it may not know yet that this one drains as well.
    Future<JsonObject> onWarm(JsonObject body) {
        if (state().isDraining()) {
            return Future.succeededFuture(new JsonObject().put("ready", false));
        }
        return signaling
                .source()
                .find(body.getString("stream"), owner)
                .map(found -> new JsonObject().put("ready", found.isPresent()));
    }
}
