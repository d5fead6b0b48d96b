package weir.hooks;

import io.vertx.core.Future;
import io.vertx.core.Vertx;

import weir.cluster.CreatedStreams;
import weir.cluster.HazelcastDirectory;
import weir.cluster.SharedTexts;
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
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Tells scripts and web servers what happens on this node, and what becomes of the cluster's
/// streams where it is this node that has to say it. Any thread.
public final class NodeHooks implements SessionListener {
    private static final long COMPARE_MILLIS = 10_000;

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

    /// Hears from now on what becomes of the cluster's streams, as long as Vert.x runs.
    ///
    /// @param told that the cluster's hooks have in common
    public void follow(HazelcastDirectory directory, CreatedStreams created, SharedTexts told) {
        if (queues.isEmpty()) {
            return;
        }
        ToldStreams streams = new ToldStreams(told, directory, created);
        directory.onBegun(stream -> onBegun(stream, streams));
        created.onCreated(stream -> onBegun(stream, streams));
        directory.onEnded(stream -> onEnded(stream, streams));
        created.onRemoved(stream -> onEnded(stream, streams));
        owner.context().setPeriodic(COMPARE_MILLIS, _ -> endGone(streams));
    }

    private void endGone(ToldStreams streams) {
        streams.gone().onSuccess(gone -> gone.forEach(stream -> onEnded(stream, streams)));
    }

    /// It may have ended at another node before this one told of it.
    private void onBegun(String stream, ToldStreams streams) {
        // Rather once too often than never.
        tell(Type.STREAM_CREATED, stream, () -> streams.onCreated(stream).otherwise(true));
        tell(Type.STREAM_DELETED, stream, () -> streams.onDeleted(stream).otherwise(false));
    }

    private void onEnded(String stream, ToldStreams streams) {
        tell(Type.STREAM_DELETED, stream, () -> streams.onDeleted(stream).otherwise(true));
        tell(
                Type.STREAM_CREATED,
                stream,
                () -> streams.onCreatedMeanwhile(stream).otherwise(false));
    }

    private void tell(Type type, String stream, Supplier<Future<Boolean>> wanted) {
        HookEvent event = HookEvent.ofStream(type, stream);
        owner.post(() -> decide(event, wanted));
    }

    private void tell(HookEvent event) {
        owner.post(() -> decide(event, () -> Future.succeededFuture(true)));
    }

    /// @param wanted whether it is told at all; asked when all before it are decided
    private void decide(HookEvent event, Supplier<Future<Boolean>> wanted) {
        Future<Void> before = undecided.getOrDefault(event.stream(), Future.succeededFuture());
        Future<Void> decided =
                before.compose(_ -> wanted.get())
                        .transform(
                                result -> {
                                    offer(event, result.result());
                                    return Future.succeededFuture();
                                });
        if (!decided.isComplete()) {
            undecided.put(event.stream(), decided);
            decided.onComplete(_ -> owner.post(() -> undecided.remove(event.stream(), decided)));
        }
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
