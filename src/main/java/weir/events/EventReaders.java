package weir.events;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;

import weir.cluster.NodeRequestException;
import weir.loop.OwnerLoop;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Who reads viewers' event streams at this node, wherever in the cluster these are. Any thread.
final class EventReaders {
    /// @param node that has the event stream
    private record Entry(EventReader reader, String node) {}

    private final Map<String, Entry> readers = new ConcurrentHashMap<>();

    void add(String id, EventReader reader, String node) {
        readers.put(id, new Entry(reader, node));
    }

    void remove(String id) {
        readers.remove(id);
    }

    /// What the event stream's node has to tell: see [EventMessage#DELIVER].
    ///
    /// @param asker where the result is wanted
    Future<JsonObject> onDelivered(JsonObject body, OwnerLoop asker) {
        Entry entry = readers.get(body.getString("reader"));
        if (entry == null) {
            return Future.failedFuture(gone());
        }
        EventReader reader = entry.reader();
        boolean end = body.getBoolean("end", false);
        String text = body.getString("text", "");
        return reader.owner()
                .ask(asker, () -> deliver(reader, text, end))
                .compose(
                        reads ->
                                reads
                                        ? Future.succeededFuture(new JsonObject())
                                        : Future.failedFuture(gone()));
    }

    private static boolean deliver(EventReader reader, String text, boolean end) {
        if (end) {
            reader.end();
            return false;
        }
        return reader.tell(text);
    }

    private static NodeRequestException gone() {
        return new NodeRequestException(NodeRequestException.UNKNOWN, "nobody reads that here");
    }

    /// Its event streams are no more.
    void onDeparted(String node) {
        readers.values().stream()
                .filter(entry -> entry.node().equals(node))
                .map(Entry::reader)
                .forEach(reader -> reader.owner().post(reader::end));
    }
}
