package weir.admin;

import io.vertx.core.Future;

import weir.loop.OwnerLoop;
import weir.stream.PublicationRef;
import weir.stream.PublicationStats;
import weir.stream.StreamMember;
import weir.stream.StreamSnapshot;
import weir.stream.SubscriberRef;
import weir.stream.ViewerStats;
import weir.transport.NodeTransport;
import weir.transport.SessionId;
import weir.transport.SessionRef;
import weir.transport.SessionStats;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the loops of this node told of the sessions of some streams. A value.
record LocalFigures(
        Map<SessionId, SessionStats> sessions,
        Map<PublicationRef, PublicationStats> publications,
        Map<SubscriberRef, ViewerStats> viewers) {

    /// @param asker where the result is wanted
    static Future<LocalFigures> ask(
            List<StreamSnapshot> streams, NodeTransport transport, OwnerLoop asker) {
        Future<Map<SessionId, SessionStats>> sessions =
                transport.sessionStats(sessions(streams), asker);
        Future<Map<PublicationRef, PublicationStats>> publications = publications(streams, asker);
        Future<Map<SubscriberRef, ViewerStats>> viewers =
                SubscriberRef.stats(
                        streams.stream()
                                .flatMap(stream -> stream.members().stream())
                                .flatMap(member -> member.viewer().stream())
                                .toList(),
                        asker);
        return Future.all(sessions, publications, viewers)
                .map(
                        _ ->
                                new LocalFigures(
                                        sessions.result(),
                                        publications.result(),
                                        viewers.result()));
    }

    private static List<SessionId> sessions(List<StreamSnapshot> streams) {
        List<SessionId> ids = new ArrayList<>();
        for (StreamSnapshot stream : streams) {
            stream.publication().ifPresent(publication -> ids.add(publication.session().id()));
            stream.members().forEach(member -> ids.add(member.session().id()));
        }
        return ids;
    }

    private static Future<Map<PublicationRef, PublicationStats>> publications(
            List<StreamSnapshot> streams, OwnerLoop asker) {
        List<PublicationRef> asked =
                streams.stream().flatMap(stream -> stream.publication().stream()).toList();
        List<Future<PublicationStats>> answers =
                asked.stream().map(each -> each.stats(asker)).toList();
        return Future.all(answers)
                .map(
                        _ -> {
                            Map<PublicationRef, PublicationStats> all = new HashMap<>();
                            for (int i = 0; i < asked.size(); i++) {
                                all.put(asked.get(i), answers.get(i).result());
                            }
                            return all;
                        });
    }

    /// Empty for a session that ended just now.
    Optional<SessionStats> find(SessionRef session) {
        return Optional.ofNullable(sessions.get(session.id()));
    }

    PublicationStats of(StreamSnapshot stream) {
        return stream.publication().map(publications::get).orElse(PublicationStats.NONE);
    }

    SessionDetail detail(StreamSnapshot stream, StreamMember member) {
        return member.viewer()
                .map(viewers::get)
                .map(viewer -> SessionDetail.of(viewer, of(stream)))
                .orElse(SessionDetail.NONE);
    }
}
