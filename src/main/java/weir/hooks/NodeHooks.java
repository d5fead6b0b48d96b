package weir.hooks;

import io.vertx.core.Future;
import io.vertx.core.Vertx;

import weir.cluster.CreatedStreams;
import weir.cluster.HazelcastDirectory;
import weir.hooks.HookEvent.Type;
import weir.loop.OwnerLoop;
import weir.stream.PublicationOrigin;
import weir.stream.PublicationRef;
import weir.stream.SessionListener;
import weir.stream.StreamMember;
import weir.transport.SessionRole;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Tells scripts and web servers what happens on this node, and what becomes of the cluster's
/// streams where it is this node that has to say it. Any thread.
public final class NodeHooks implements SessionListener {
    private final OwnerLoop owner;
    private final List<HookQueue> queues;

    /// Events of which it is still to be found out whether they are told, by stream. Only the loop
    /// uses it.
    private final Map<String, Future<Void>> undecided = new HashMap<>();

    /// @param node our id
    public NodeHooks(Vertx vertx, OwnerLoop owner, String node, HooksConfig config) {
        this.owner = owner;
        this.queues =
                Stream.<HookTarget>concat(
                                config.urls().stream()
                                        .map(url -> new WebhookTarget(vertx, url, config)),
                                config.scripts().stream()
                                        .map(script -> new ScriptTarget(vertx, script, config)))
                        .map(target -> new HookQueue(owner, node, target, config))
                        .toList();
    }

    /// Hears from now on what becomes of the cluster's streams.
    public void follow(HazelcastDirectory directory, CreatedStreams created) {
        if (queues.isEmpty()) {
            return;
        }
        directory.onBegun(stream -> tellUnlessCreated(Type.STREAM_CREATED, stream, created));
        directory.onEnded(stream -> tellUnlessCreated(Type.STREAM_DELETED, stream, created));
        created.onCreated(stream -> tell(HookEvent.ofStream(Type.STREAM_CREATED, stream)));
        // One that is published ends with its publisher.
        created.onRemoved(
                stream ->
                        tell(
                                HookEvent.ofStream(Type.STREAM_DELETED, stream),
                                directory.find(stream).map(Optional::isEmpty).otherwise(true)));
    }

    /// One that was created by the API is there before its publishers come, and after they leave.
    private void tellUnlessCreated(Type type, String stream, CreatedStreams created) {
        HookEvent event = HookEvent.ofStream(type, stream);
        tell(
                event,
                created.find(stream)
                        .map(Optional::isEmpty)
                        // Rather once too often than never.
                        .otherwise(true));
    }

    private void tell(HookEvent event) {
        tell(event, Future.succeededFuture(true));
    }

    private void tell(HookEvent event, Future<Boolean> wanted) {
        owner.post(() -> tellInOrder(event, wanted));
    }

    private void tellInOrder(HookEvent event, Future<Boolean> wanted) {
        Future<Void> before = undecided.getOrDefault(event.stream(), Future.succeededFuture());
        if (before.isComplete() && wanted.isComplete()) {
            offer(event, wanted.result());
            return;
        }
        Future<Void> decided =
                before.compose(_ -> wanted)
                        .transform(
                                result -> {
                                    offer(event, result.result());
                                    return Future.succeededFuture();
                                });
        undecided.put(event.stream(), decided);
        decided.onComplete(_ -> owner.post(() -> undecided.remove(event.stream(), decided)));
    }

    private void offer(HookEvent event, boolean wanted) {
        if (wanted) {
            owner.post(() -> queues.forEach(queue -> queue.offer(event)));
        }
    }

    @Override
    public void onPublication(String stream, PublicationRef publication, Change change) {
        if (queues.isEmpty() || publication.origin() == PublicationOrigin.LINK) {
            return;
        }
        Type type =
                switch (change) {
                    case BEGUN -> Type.SESSION_STARTED;
                    case CONNECTED -> Type.PUBLISH_STARTED;
                    case DISCONNECTED -> Type.PUBLISH_STOPPED;
                    case ENDED -> Type.SESSION_ENDED;
                };
        tell(HookEvent.ofSession(type, stream, publication.session().id(), SessionRole.PUBLISHER));
    }

    @Override
    public void onMember(String stream, StreamMember member, boolean joined) {
        if (!queues.isEmpty() && member.role() == StreamMember.Role.VIEWER) {
            Type type = joined ? Type.SESSION_STARTED : Type.SESSION_ENDED;
            tell(HookEvent.ofSession(type, stream, member.session().id(), SessionRole.VIEWER));
        }
    }

    /// Of all targets together.
    public HookStats stats() {
        return queues.stream().map(HookQueue::stats).reduce(HookStats.NONE, HookStats::plus);
    }
}
