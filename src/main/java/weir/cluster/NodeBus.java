package weir.cluster;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.json.JsonObject;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;

/// Requests from node to node, and their answers: JSON over the event bus, one address a node. A
/// ref.
///
/// A request is `{v, kind, body}`, an answer `{v, body}` or `{v, code, message}`. `v` grows only
/// with a change that an older node would misread; it then answers [NodeRequestException#UNKNOWN].
public final class NodeBus {
    private static final Logger log = LoggerFactory.getLogger(NodeBus.class);
    private static final int VERSION = 1;

    private record Handler(Context context, Function<JsonObject, Future<JsonObject>> function) {}

    private final ClusteredVertx cluster;
    private final DeliveryOptions delivery;
    private final Map<String, Handler> handlers = new ConcurrentHashMap<>();

    /// What was asked of which node and is not answered yet.
    private final Map<String, Set<Promise<JsonObject>>> pending = new ConcurrentHashMap<>();

    private final Registration departures;
    private final LongAdder requested = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder handled = new LongAdder();
    private final MessageConsumer<JsonObject> consumer;

    private NodeBus(ClusteredVertx cluster) {
        this.cluster = cluster;
        this.delivery =
                new DeliveryOptions().setSendTimeout(cluster.config().requestTimeout().toMillis());
        this.departures = cluster.membership().onDeparted(this::onDeparted);
        this.consumer = cluster.vertx().eventBus().consumer(address(cluster.nodeId()));
        consumer.handler(this::onMessage);
    }

    /// Completes when the other nodes can find this one.
    public static Future<NodeBus> open(ClusteredVertx cluster) {
        NodeBus bus = new NodeBus(cluster);
        return bus.consumer.completion().map(bus);
    }

    /// From now on requests of this kind are answered by the function, on the caller's context. Its
    /// argument is its own. It may throw, or fail with, [NodeRequestException].
    ///
    /// @throws IllegalStateException if the kind is handled already
    public Registration handle(String kind, Function<JsonObject, Future<JsonObject>> function) {
        Handler handler = new Handler(cluster.vertx().getOrCreateContext(), function);
        if (handlers.putIfAbsent(kind, handler) != null) {
            throw new IllegalStateException("two handlers of " + kind);
        }
        return () -> handlers.remove(kind, handler);
    }

    /// Asks a node, which may be this one. Completes on the caller's context, within
    /// `cluster.request-timeout`.
    ///
    /// @param body lent
    /// @return fails with a [NodeRequestException], nothing else
    public Future<JsonObject> request(String nodeId, String kind, JsonObject body) {
        requested.increment();
        ContextInternal context = ((VertxInternal) cluster.vertx()).getOrCreateContext();
        Promise<JsonObject> promise = context.promise();
        await(nodeId, promise);
        start(nodeId, kind, body)
                .onComplete(
                        result -> {
                            if (result.succeeded()) {
                                promise.tryComplete(result.result());
                            } else {
                                promise.tryFail(failure(nodeId, result.cause()));
                            }
                        });
        return promise.future().onFailure(_ -> failed.increment());
    }

    public NodeBusStats stats() {
        return new NodeBusStats(requested.sum(), failed.sum(), handled.sum());
    }

    public Future<Void> close() {
        departures.remove();
        return consumer.unregister();
    }

    /// Node ids come from clients, too: one that is unknown costs no look-up in the cluster.
    private Future<JsonObject> start(String nodeId, String kind, JsonObject body) {
        if (nodeId.equals(cluster.nodeId())) {
            return dispatch(kind, body.copy())
                    .timeout(delivery.getSendTimeout(), TimeUnit.MILLISECONDS);
        }
        return cluster.membership().contains(nodeId)
                ? send(nodeId, kind, body)
                : Future.failedFuture(gone(nodeId));
    }

    private void await(String nodeId, Promise<JsonObject> promise) {
        pending.compute(
                nodeId,
                (_, waiting) -> {
                    Set<Promise<JsonObject>> all =
                            waiting == null ? ConcurrentHashMap.newKeySet() : waiting;
                    all.add(promise);
                    return all;
                });
        promise.future()
                .onComplete(
                        _ ->
                                pending.computeIfPresent(
                                        nodeId,
                                        (_, waiting) -> {
                                            waiting.remove(promise);
                                            return waiting.isEmpty() ? null : waiting;
                                        }));
    }

    private Future<JsonObject> send(String nodeId, String kind, JsonObject body) {
        JsonObject envelope =
                new JsonObject().put("v", VERSION).put("kind", kind).put("body", body);
        return cluster.vertx()
                .eventBus()
                .<JsonObject>request(address(nodeId), envelope, delivery)
                .map(
                        reply -> {
                            JsonObject answer = reply.body();
                            if (answer.getString("code") instanceof String code) {
                                throw new NodeRequestException(code, answer.getString("message"));
                            }
                            return answer.getJsonObject("body", new JsonObject());
                        });
    }

    private void onMessage(Message<JsonObject> message) {
        JsonObject envelope = message.body();
        String kind = envelope.getString("kind", "");
        if (envelope.getInteger("v", 0) > VERSION) {
            message.reply(failed(unknown(kind)));
            return;
        }
        dispatch(kind, envelope.getJsonObject("body", new JsonObject()))
                .onSuccess(
                        body -> message.reply(new JsonObject().put("v", VERSION).put("body", body)))
                .onFailure(cause -> message.reply(failed(asAnswered(kind, cause))));
    }

    private Future<JsonObject> dispatch(String kind, JsonObject body) {
        Handler handler = handlers.get(kind);
        if (handler == null) {
            return Future.failedFuture(unknown(kind));
        }
        handled.increment();
        Promise<JsonObject> promise =
                ((VertxInternal) cluster.vertx()).getOrCreateContext().promise();
        handler.context()
                .runOnContext(
                        _ ->
                                Future.<Void>succeededFuture()
                                        .compose(_ -> handler.function().apply(body))
                                        .onComplete(promise));
        return promise.future();
    }

    private void onDeparted(String nodeId) {
        Set<Promise<JsonObject>> waiting = pending.remove(nodeId);
        if (waiting != null) {
            waiting.forEach(promise -> promise.tryFail(gone(nodeId)));
        }
    }

    private static NodeRequestException failure(String nodeId, Throwable cause) {
        if (cause instanceof NodeRequestException known) {
            return known;
        }
        if (cause instanceof TimeoutException
                || cause instanceof ReplyException reply
                        && reply.failureType() == ReplyFailure.TIMEOUT) {
            return new NodeRequestException(
                    NodeRequestException.TIMEOUT, "node " + nodeId + " does not answer");
        }
        if (cause instanceof ReplyException reply
                && reply.failureType() == ReplyFailure.NO_HANDLERS) {
            return gone(nodeId);
        }
        return new NodeRequestException(NodeRequestException.FAILED, String.valueOf(cause));
    }

    private static NodeRequestException asAnswered(String kind, Throwable cause) {
        if (cause instanceof NodeRequestException known) {
            return known;
        }
        log.warn("a request of kind {} failed", kind, cause);
        return new NodeRequestException(NodeRequestException.FAILED, String.valueOf(cause));
    }

    private static JsonObject failed(NodeRequestException failure) {
        return new JsonObject()
                .put("v", VERSION)
                .put("code", failure.code())
                .put("message", failure.getMessage());
    }

    private static NodeRequestException gone(String nodeId) {
        return new NodeRequestException(
                NodeRequestException.GONE, "node " + nodeId + " is not in the cluster");
    }

    private static NodeRequestException unknown(String kind) {
        return new NodeRequestException(
                NodeRequestException.UNKNOWN, "this node does not know requests of kind " + kind);
    }

    private static String address(String nodeId) {
        return "node." + nodeId;
    }
}
