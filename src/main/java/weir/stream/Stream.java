package weir.stream;

import weir.loop.OwnerLoop;
import weir.peer.CloseReason;
import weir.transport.SessionId;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One stream on this node: who publishes it, and on which loops it has subscribers. Media does not
/// pass here. Owned by the stream table's loop.
final class Stream {
    private final String name;
    private final long createdAtMillis;
    private final StreamCounters counters;
    private final StreamListener listener;
    private final SessionListener sessions;
    private final Map<OwnerLoop, LoopFanOut> fanOuts = new LinkedHashMap<>();
    private final Map<SessionId, StreamMember> members = new LinkedHashMap<>();
    private Optional<PublicationRef> publication = Optional.empty();
    private boolean connected;
    private long publisherLeftAtMillis;
    private long viewersLeftAtMillis;

    Stream(
            String name,
            long createdAtMillis,
            StreamCounters counters,
            StreamListener listener,
            SessionListener sessions) {
        this.name = name;
        this.createdAtMillis = createdAtMillis;
        this.counters = counters;
        this.listener = listener;
        this.sessions = sessions;
        this.publisherLeftAtMillis = createdAtMillis;
        this.viewersLeftAtMillis = createdAtMillis;
    }

    /// A publication takes the place of the one before, unless it is older.
    void publish(PublicationRef next) {
        if (publication.isPresent() && publication.get().epoch() > next.epoch()) {
            next.close(CloseReason.REPLACED);
            return;
        }
        Optional<PublicationRef> replaced = publication;
        replaced.ifPresent(this::tellEnded);
        publication = Optional.of(next);
        connected = false;
        sessions.onPublication(name, next, SessionListener.Change.BEGUN);
        fanOuts.values().forEach(fanOut -> fanOut.ref().onPublication(next));
        next.setFanOuts(fanOutRefs());
        replaced.ifPresent(old -> old.close(CloseReason.REPLACED));
        listener.onPublication(name, publication);
    }

    private List<LoopFanOutRef> fanOutRefs() {
        return fanOuts.values().stream().map(LoopFanOut::ref).toList();
    }

    void onPublicationConnected(PublicationRef from) {
        if (isCurrent(from) && !connected) {
            connected = true;
            sessions.onPublication(name, from, SessionListener.Change.CONNECTED);
        }
    }

    private void tellEnded(PublicationRef ended) {
        if (connected) {
            sessions.onPublication(name, ended, SessionListener.Change.DISCONNECTED);
        }
        sessions.onPublication(name, ended, SessionListener.Change.ENDED);
    }

    void onPublicationEnded(PublicationRef from, long nowMillis) {
        if (isCurrent(from)) {
            tellEnded(from);
            publisherLeftAtMillis = nowMillis;
            publication = Optional.empty();
            connected = false;
            fanOuts.values().forEach(fanOut -> fanOut.ref().onPublicationEnded(from));
            listener.onPublication(name, publication);
        }
    }

    private boolean isCurrent(PublicationRef from) {
        return publication.isPresent() && publication.get() == from;
    }

    /// @return the fan-out of the session's loop, to be used there alone
    LoopFanOut join(StreamMember member, OwnerLoop loop) {
        members.put(member.session().id(), member);
        sessions.onMember(name, member, true);
        LoopFanOut fanOut = fanOuts.get(loop);
        if (fanOut == null) {
            fanOut = new LoopFanOut(loop, counters);
            fanOuts.put(loop, fanOut);
            publication.ifPresent(fanOut.ref()::onPublication);
            publication.ifPresent(current -> current.setFanOuts(fanOutRefs()));
        }
        if (member.role() == StreamMember.Role.VIEWER) {
            listener.onViewers(name, viewers());
        }
        return fanOut;
    }

    void leave(SessionId session, long nowMillis) {
        StreamMember member = members.remove(session);
        if (member != null) {
            sessions.onMember(name, member, false);
        }
        if (member != null && member.role() == StreamMember.Role.VIEWER) {
            viewersLeftAtMillis = nowMillis;
            listener.onViewers(name, viewers());
        }
    }

    private int viewers() {
        return (int)
                members.values().stream()
                        .filter(member -> member.role() == StreamMember.Role.VIEWER)
                        .count();
    }

    boolean isEmpty() {
        return publication.isEmpty() && members.isEmpty();
    }

    StreamSnapshot snapshot() {
        return new StreamSnapshot(
                name,
                createdAtMillis,
                publication,
                publication.isPresent() ? 0 : publisherLeftAtMillis,
                viewers() > 0 ? 0 : viewersLeftAtMillis,
                new ArrayList<>(members.values()));
    }

    void close() {
        fanOuts.values().forEach(fanOut -> fanOut.ref().close());
    }
}
