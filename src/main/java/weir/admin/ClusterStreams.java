package weir.admin;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import weir.cluster.Membership;
import weir.cluster.NodeBus;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The streams of all nodes: each is asked for its own, and what they say is put together. A node
/// that does not answer in time is left out. Any thread.
final class ClusterStreams {
    /// On what a node is asked for.
    static final String KIND = "admin.streams";

    private static final Logger log = LoggerFactory.getLogger(ClusterStreams.class);

    /// What came of asking. A value.
    ///
    /// @param missing nodes that did not answer, sorted
    record Gathered(List<StreamStatus> streams, List<String> missing) {}

    private final Membership membership;
    private final NodeBus bus;

    ClusterStreams(Membership membership, NodeBus bus) {
        this.membership = membership;
        this.bus = bus;
    }

    /// Never fails, and takes no longer than a request to a node may.
    ///
    /// @param name of the one that is wanted; empty for all
    Future<Gathered> find(Optional<String> name) {
        JsonObject question = new JsonObject();
        name.ifPresent(stream -> question.put("stream", stream));
        Map<String, Future<List<StreamStatus>>> answers = new TreeMap<>();
        membership.nodes().forEach(node -> answers.put(node, ask(node, question)));
        return Future.join(new ArrayList<>(answers.values()))
                .transform(_ -> Future.succeededFuture(gather(answers)));
    }

    private Future<List<StreamStatus>> ask(String node, JsonObject question) {
        return bus.request(node, KIND, question)
                .map(ClusterStreams::read)
                .onFailure(failed -> log.debug("{} tells no streams: {}", node, failed.toString()));
    }

    private static List<StreamStatus> read(JsonObject answer) {
        return answer.getJsonArray("streams").stream()
                .map(JsonObject.class::cast)
                .map(StreamStatus::read)
                .toList();
    }

    /// @param answers all complete, by node
    static Gathered gather(Map<String, Future<List<StreamStatus>>> answers) {
        List<StreamStatus> parts = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        answers.forEach(
                (node, answer) -> {
                    if (answer.succeeded()) {
                        parts.addAll(answer.result());
                    } else {
                        missing.add(node);
                    }
                });
        return new Gathered(StreamStatus.merge(parts), missing);
    }
}
