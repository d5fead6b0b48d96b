package weir.events;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import weir.cluster.Membership;
import weir.cluster.NodeBus;
import weir.loop.OwnerLoop;
import weir.stream.StreamMember;
import weir.stream.StreamSnapshot;
import weir.stream.StreamTableRef;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// How many watch streams on all nodes: each is asked for its own. One that does not answer is
/// taken to have those that it had. Owned, but for [#onRequest].
final class ViewerCounts {
    private final Membership membership;
    private final NodeBus bus;
    private final StreamTableRef streams;
    private final Map<String, JsonObject> known = new HashMap<>();

    ViewerCounts(Membership membership, NodeBus bus, StreamTableRef streams) {
        this.membership = membership;
        this.bus = bus;
        this.streams = streams;
    }

    /// Completes on the caller's loop.
    Future<Map<String, Integer>> ask(Set<String> names) {
        Set<String> nodes = Set.copyOf(membership.nodes());
        known.keySet().retainAll(nodes);
        JsonObject question = new JsonObject().put("streams", new JsonArray(List.copyOf(names)));
        List<Future<JsonObject>> answers = new ArrayList<>();
        for (String node : nodes) {
            answers.add(
                    bus.request(node, EventMessage.VIEWERS, question)
                            .onSuccess(answer -> learn(node, answer)));
        }
        return Future.join(answers).transform(_ -> Future.succeededFuture(sum(names)));
    }

    /// Of streams that were not asked for now what was known still holds.
    private void learn(String node, JsonObject answer) {
        known.computeIfAbsent(node, _ -> new JsonObject())
                .mergeIn(answer.getJsonObject("viewers", new JsonObject()));
    }

    private Map<String, Integer> sum(Set<String> names) {
        Map<String, Integer> sums = new HashMap<>();
        for (String name : names) {
            int sum = 0;
            for (JsonObject counts : known.values()) {
                sum += counts.getInteger(name, 0);
            }
            sums.put(name, sum);
        }
        known.values().forEach(counts -> counts.getMap().keySet().retainAll(names));
        return sums;
    }

    /// What another node asks: see [EventMessage#VIEWERS]. Any thread.
    ///
    /// @param asker where the result is wanted
    Future<JsonObject> onRequest(JsonObject body, OwnerLoop asker) {
        JsonObject counts = new JsonObject();
        List<Future<?>> answers = new ArrayList<>();
        for (Object each : body.getJsonArray("streams", new JsonArray())) {
            String name = (String) each;
            answers.add(
                    streams.find(name, asker)
                            .onSuccess(
                                    found ->
                                            found.ifPresent(
                                                    stream -> counts.put(name, viewers(stream)))));
        }
        return Future.all(answers).map(_ -> new JsonObject().put("viewers", filled(counts, body)));
    }

    private static int viewers(StreamSnapshot stream) {
        return (int)
                stream.members().stream()
                        .filter(member -> member.role() == StreamMember.Role.VIEWER)
                        .count();
    }

    private static JsonObject filled(JsonObject counts, JsonObject body) {
        JsonObject all = new JsonObject();
        for (Object each : body.getJsonArray("streams", new JsonArray())) {
            all.put((String) each, counts.getInteger((String) each, 0));
        }
        return all;
    }
}
