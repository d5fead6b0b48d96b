package weir.admin;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import weir.loop.OwnerLoop;
import weir.stream.PublicationRef;
import weir.stream.StreamMember;
import weir.stream.StreamSnapshot;
import weir.stream.StreamTableRef;
import weir.transport.NodeTransport;
import weir.transport.SessionId;
import weir.transport.SessionRef;
import weir.transport.SessionStats;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The streams of this node with what their sessions carry. Any thread.
final class LocalStreams {
    private final String node;
    private final StreamTableRef streams;
    private final NodeTransport transport;

    /// @param node our id
    LocalStreams(String node, StreamTableRef streams, NodeTransport transport) {
        this.node = node;
        this.streams = streams;
        this.transport = transport;
    }

    /// @param name  of the one that is wanted; empty for all
    /// @param asker where the result is wanted
    Future<List<StreamStatus>> find(Optional<String> name, OwnerLoop asker) {
        return name.map(one -> streams.find(one, asker).map(found -> found.stream().toList()))
                .orElseGet(() -> streams.snapshots(asker))
                .compose(
                        snapshots ->
                                transport
                                        .sessionStats(sessions(snapshots), asker)
                                        .map(stats -> statuses(snapshots, stats)));
    }

    /// Answers another node: see [ClusterStreams].
    Future<JsonObject> onRequest(JsonObject body, OwnerLoop asker) {
        return find(Optional.ofNullable(body.getString("stream")), asker)
                .map(
                        found -> {
                            JsonArray all = new JsonArray();
                            found.forEach(each -> all.add(each.toJson(StatsScope.NODE)));
                            return new JsonObject().put("streams", all);
                        });
    }

    private static List<SessionId> sessions(List<StreamSnapshot> snapshots) {
        List<SessionId> ids = new ArrayList<>();
        for (StreamSnapshot snapshot : snapshots) {
            snapshot.publication().ifPresent(publication -> ids.add(publication.session().id()));
            snapshot.members().forEach(member -> ids.add(member.session().id()));
        }
        return ids;
    }

    private List<StreamStatus> statuses(
            List<StreamSnapshot> snapshots, Map<SessionId, SessionStats> stats) {
        return snapshots.stream().map(snapshot -> status(snapshot, stats)).toList();
    }

    private StreamStatus status(StreamSnapshot snapshot, Map<SessionId, SessionStats> stats) {
        List<SessionStatus> publishers =
                snapshot.publication().stream()
                        .map(PublicationRef::session)
                        .map(session -> publisher(session, find(stats, session)))
                        .toList();
        List<SessionStatus> subscribers =
                snapshot.members().stream()
                        .map(StreamMember::session)
                        .map(session -> subscriber(session, find(stats, session)))
                        .toList();
        List<StreamCodec> codecs =
                snapshot
                        .publication()
                        .flatMap(publication -> find(stats, publication.session()))
                        .map(SessionStats::formats)
                        .orElse(List.of())
                        .stream()
                        .map(StreamCodec::of)
                        .sorted(StreamCodec.VIDEO_FIRST)
                        .toList();
        return new StreamStatus(
                snapshot.name(),
                snapshot.createdAtMillis(),
                new StreamSide(snapshot.publisherLeftAtMillis(), publishers),
                new StreamSide(snapshot.viewersLeftAtMillis(), subscribers),
                codecs);
    }

    /// Empty for a session that ended just now.
    private static Optional<SessionStats> find(
            Map<SessionId, SessionStats> stats, SessionRef session) {
        return Optional.ofNullable(stats.get(session.id()));
    }

    private SessionStatus publisher(SessionRef session, Optional<SessionStats> stats) {
        return status(
                session,
                stats,
                stats.map(each -> MediaFigures.of(each.received(), each.receiveBps())));
    }

    private SessionStatus subscriber(SessionRef session, Optional<SessionStats> stats) {
        return status(
                session, stats, stats.map(each -> MediaFigures.of(each.sent(), each.sendBps())));
    }

    private SessionStatus status(
            SessionRef session, Optional<SessionStats> stats, Optional<MediaFigures> figures) {
        return new SessionStatus(
                session.id().toString(),
                session.openedAtMillis(),
                stats.map(each -> each.connected() ? "connected" : "connecting").orElse("closed"),
                session.otherNode(),
                node,
                figures.orElse(MediaFigures.NONE));
    }
}
