package weir.admin;

import weir.stream.PublicationOrigin;
import weir.stream.StreamMember;
import weir.stream.StreamSnapshot;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// How many sessions of each role a node has. A value.
///
/// @param linkParents by which other nodes take streams from this one
/// @param linkChildren by which this node takes streams from others
record SessionCounts(long publishers, long viewers, long linkParents, long linkChildren) {
    static SessionCounts of(List<StreamSnapshot> streams) {
        return new SessionCounts(
                publications(streams, PublicationOrigin.PUBLISHER),
                members(streams, StreamMember.Role.VIEWER),
                members(streams, StreamMember.Role.LINK),
                publications(streams, PublicationOrigin.LINK));
    }

    private static long publications(List<StreamSnapshot> streams, PublicationOrigin origin) {
        return streams.stream()
                .flatMap(stream -> stream.publication().stream())
                .filter(publication -> publication.origin() == origin)
                .count();
    }

    private static long members(List<StreamSnapshot> streams, StreamMember.Role role) {
        return streams.stream()
                .flatMap(stream -> stream.members().stream())
                .filter(member -> member.role() == role)
                .count();
    }

    void addTo(MetricFamilies metrics) {
        Map<String, Long> all = new TreeMap<>();
        all.put("publisher", publishers);
        all.put("viewer", viewers);
        all.put("link_parent", linkParents);
        all.put("link_child", linkChildren);
        metrics.gauges("weir_sessions", "Sessions by what they are to their stream.", "role", all);
        metrics.gauges(
                "weir_link_sessions",
                "Sessions between two nodes: the parent gives a stream, the child takes it.",
                "role",
                new TreeMap<>(Map.of("parent", linkParents, "child", linkChildren)));
    }
}
