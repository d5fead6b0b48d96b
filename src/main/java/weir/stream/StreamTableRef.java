package weir.stream;

import io.vertx.core.Future;

import weir.loop.OwnerLoop;
import weir.transport.SessionId;

import java.util.List;
import java.util.Optional;

/// The streams on this node, as any other loop may hold them. A ref.
public final class StreamTableRef {
    private final OwnerLoop owner;
    private final StreamTable table;

    StreamTableRef(OwnerLoop owner, StreamTable table) {
        this.owner = owner;
        this.table = table;
    }

    /// Of all streams on this node.
    public StreamCounters counters() {
        return table.counters();
    }

    StreamConfig config() {
        return table.config();
    }

    void publish(String stream, PublicationRef publication) {
        owner.post(() -> table.obtain(stream).publish(publication));
    }

    void onPublicationConnected(String stream, PublicationRef publication) {
        owner.post(() -> table.update(stream, each -> each.onPublicationConnected(publication)));
    }

    void onPublicationEnded(String stream, PublicationRef publication) {
        owner.post(
                () ->
                        table.update(
                                stream,
                                each ->
                                        each.onPublicationEnded(
                                                publication, System.currentTimeMillis())));
    }

    /// Counts a session among the stream's, and gives it the fan-out of its loop, to be used there
    /// alone. Every session that joined leaves again.
    ///
    /// @param loop the session's
    /// @return completes on that loop
    Future<LoopFanOut> join(String stream, StreamMember member, OwnerLoop loop) {
        return owner.ask(loop, () -> table.obtain(stream).join(member, loop));
    }

    void leave(String stream, SessionId session) {
        owner.post(
                () ->
                        table.update(
                                stream, each -> each.leave(session, System.currentTimeMillis())));
    }

    /// @param loop where the result is wanted
    public Future<Optional<StreamSnapshot>> find(String stream, OwnerLoop loop) {
        return owner.ask(loop, () -> table.find(stream).map(Stream::snapshot));
    }

    /// @param loop where the result is wanted
    public Future<List<StreamSnapshot>> snapshots(OwnerLoop loop) {
        return owner.ask(loop, table::snapshots);
    }
}
