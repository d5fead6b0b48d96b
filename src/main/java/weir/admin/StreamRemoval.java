package weir.admin;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;

import weir.cluster.CreatedStreams;
import weir.cluster.Membership;
import weir.cluster.NodeBus;
import weir.loop.OwnerLoop;
import weir.peer.CloseReason;
import weir.stream.StreamMember;
import weir.stream.StreamSnapshot;
import weir.stream.StreamTableRef;
import weir.transport.SessionRef;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Ends a stream wherever in the cluster it is: its publisher, its viewers, and that it was
/// created. Any thread.
final class StreamRemoval {
    /// On what a node is asked to end its part.
    static final String KIND = "admin.remove";

    /// What was there, and is gone. A value.
    ///
    /// @param missing nodes that did not answer, sorted
    record Removed(boolean existed, List<String> missing) {}

    private final StreamTableRef streams;
    private final CreatedStreams created;
    private final Membership membership;
    private final NodeBus bus;

    StreamRemoval(AdminNode node) {
        this.streams = node.streams();
        this.created = node.created();
        this.membership = node.cluster().membership();
        this.bus = node.bus();
    }

    /// @return fails with a [weir.cluster.NodeRequestException] if the cluster does not answer
    Future<Removed> remove(String stream) {
        return created.remove(stream)
                .compose(
                        was ->
                                endEverywhere(stream)
                                        .map(
                                                ended ->
                                                        new Removed(
                                                                was || ended.existed(),
                                                                ended.missing())));
    }

    private Future<Removed> endEverywhere(String stream) {
        JsonObject question = new JsonObject().put("stream", stream);
        Map<String, Future<JsonObject>> answers = new TreeMap<>();
        membership.nodes().forEach(node -> answers.put(node, bus.request(node, KIND, question)));
        return Future.join(new ArrayList<>(answers.values()))
                .transform(_ -> Future.succeededFuture(gather(answers)));
    }

    private static Removed gather(Map<String, Future<JsonObject>> answers) {
        List<String> missing = new ArrayList<>();
        long ended = 0;
        for (Map.Entry<String, Future<JsonObject>> answer : answers.entrySet()) {
            if (answer.getValue().succeeded()) {
                ended += answer.getValue().result().getLong("sessions", 0L);
            } else {
                missing.add(answer.getKey());
            }
        }
        return new Removed(ended > 0, missing);
    }

    /// What another node asks: ends the sessions of the stream here, and tells how many.
    ///
    /// @param loop where the question arrived
    Future<JsonObject> onRequest(JsonObject body, OwnerLoop loop) {
        return streams.find(body.getString("stream", ""), loop)
                .map(found -> found.map(StreamRemoval::sessions).orElse(List.of()))
                .compose(StreamRemoval::close)
                .map(closed -> new JsonObject().put("sessions", closed));
    }

    private static List<SessionRef> sessions(StreamSnapshot stream) {
        return Stream.concat(
                        stream.publication().stream().map(each -> each.session()),
                        stream.members().stream().map(StreamMember::session))
                .toList();
    }

    private static Future<Integer> close(List<SessionRef> sessions) {
        List<Future<Void>> closed =
                sessions.stream().map(each -> each.end(CloseReason.HUNG_UP)).toList();
        return Future.join(closed).transform(_ -> Future.succeededFuture(sessions.size()));
    }
}
