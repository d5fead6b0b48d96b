package weir.admin;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import weir.cluster.CreatedStreams;
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
    private final CreatedStreams created;

    ClusterStreams(Membership membership, NodeBus bus, CreatedStreams created) {
        this.membership = membership;
        this.bus = bus;
        this.created = created;
    }

    /// Never fails, and takes no longer than a request to a node may.
    ///
    /// @param name of the one that is wanted; empty for all
    Future<Gathered> find(Optional<String> name) {
        JsonObject question = new JsonObject();
        name.ifPresent(stream -> question.put("stream", stream));
        Map<String, Future<List<StreamStatus>>> answers = new TreeMap<>();
        membership.nodes().forEach(node -> answers.put(node, ask(node, question)));
        Future<List<StreamStatus>> created = created(name);
        List<Future<?>> all = new ArrayList<>(answers.values());
        all.add(created);
        return Future.join(all)
                .transform(_ -> Future.succeededFuture(gather(answers, created.result())));
    }

    /// Those that were created, as if a node had them with nobody there.
    private Future<List<StreamStatus>> created(Optional<String> name) {
        Future<Map<String, Long>> known =
                name.map(
                                one ->
                                        created.find(one)
                                                .map(
                                                        at ->
                                                                at.map(when -> Map.of(one, when))
                                                                        .orElse(Map.of())))
                        .orElseGet(created::all);
        return known.map(
                        all ->
                                all.entrySet().stream()
                                        .map(each -> idle(each.getKey(), each.getValue()))
                                        .toList())
                .otherwise(List.of());
    }

    private static StreamStatus idle(String stream, long createdAt) {
        StreamSide nobody = new StreamSide(createdAt, List.of());
        return new StreamStatus(stream, createdAt, nobody, nobody, List.of(), List.of());
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
    /// @param created in the cluster
    static Gathered gather(
            Map<String, Future<List<StreamStatus>>> answers, List<StreamStatus> created) {
        List<StreamStatus> parts = new ArrayList<>(created);
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
