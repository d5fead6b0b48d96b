package weir.admin;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import weir.forward.Diagnosis;
import weir.loop.OwnerLoop;
import weir.stream.PublicationRef;
import weir.stream.StreamSnapshot;
import weir.stream.StreamTableRef;
import weir.transport.NodeTransport;
import weir.transport.SessionRef;
import weir.transport.SessionStats;

import java.util.Collection;
import java.util.List;
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

    /// @param asker where the result is wanted
    Future<Collection<String>> names(OwnerLoop asker) {
        return streams.snapshots(asker).map(all -> all.stream().map(StreamSnapshot::name).toList());
    }

    /// @param name  of the one that is wanted; empty for all
    /// @param asker where the result is wanted
    Future<List<StreamStatus>> find(Optional<String> name, OwnerLoop asker) {
        return name.map(one -> streams.find(one, asker).map(found -> found.stream().toList()))
                .orElseGet(() -> streams.snapshots(asker))
                .compose(
                        snapshots ->
                                LocalFigures.ask(snapshots, transport, asker)
                                        .map(figures -> statuses(snapshots, figures)));
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

    private List<StreamStatus> statuses(List<StreamSnapshot> snapshots, LocalFigures figures) {
        return snapshots.stream().map(snapshot -> status(snapshot, figures)).toList();
    }

    private StreamStatus status(StreamSnapshot snapshot, LocalFigures figures) {
        List<SessionStatus> publishers =
                snapshot.publication().stream()
                        .map(PublicationRef::session)
                        .map(
                                session ->
                                        publisher(
                                                session,
                                                figures.find(session),
                                                SessionDetail.of(figures.of(snapshot))))
                        .toList();
        List<SessionStatus> subscribers =
                snapshot.members().stream()
                        .map(
                                member ->
                                        subscriber(
                                                member.session(),
                                                figures.find(member.session()),
                                                figures.detail(snapshot, member)))
                        .toList();
        return new StreamStatus(
                snapshot.name(),
                snapshot.createdAtMillis(),
                new StreamSide(snapshot.publisherLeftAtMillis(), publishers),
                new StreamSide(snapshot.viewersLeftAtMillis(), subscribers),
                codecs(snapshot, figures),
                snapshot.publication().isPresent()
                        ? Reason.of(Diagnosis.of(figures.of(snapshot).facts()))
                        : List.of());
    }

    private static List<StreamCodec> codecs(StreamSnapshot snapshot, LocalFigures figures) {
        return snapshot
                .publication()
                .flatMap(publication -> figures.find(publication.session()))
                .map(SessionStats::formats)
                .orElse(List.of())
                .stream()
                .map(StreamCodec::of)
                .sorted(StreamCodec.VIDEO_FIRST)
                .toList();
    }

    private SessionStatus publisher(
            SessionRef session, Optional<SessionStats> stats, SessionDetail detail) {
        return status(
                session,
                stats,
                stats.map(each -> MediaFigures.of(each.received(), each.receiveBps())),
                detail);
    }

    private SessionStatus subscriber(
            SessionRef session, Optional<SessionStats> stats, SessionDetail detail) {
        return status(
                session,
                stats,
                stats.map(each -> MediaFigures.of(each.sent(), each.sendBps())),
                detail);
    }

    private SessionStatus status(
            SessionRef session,
            Optional<SessionStats> stats,
            Optional<MediaFigures> figures,
            SessionDetail detail) {
        return new SessionStatus(
                session.id().toString(),
                session.openedAtMillis(),
                stats.map(each -> each.connected() ? "connected" : "connecting").orElse("closed"),
                session.otherNode(),
                session.foreign(),
                node,
                figures.orElse(MediaFigures.NONE),
                detail.withProtocol(stats.flatMap(SessionStats::protocol).orElse(null)));
    }
}
