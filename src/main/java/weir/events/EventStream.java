package weir.events;

import io.vertx.core.json.JsonObject;

import weir.cluster.NodeBus;
import weir.signaling.EventType;
import weir.stream.SubscriberRef;
import weir.transport.SessionId;

import java.time.Duration;
import java.util.Optional;

/// One event stream of a viewer: what it has still to tell, and where it is read. What is read
/// elsewhere goes there one piece at a time: while a piece is on its way the newest of each kind
/// waits, and no more. Owned by [EventStreams].
final class EventStream {
    private static final String COMMENT = ":\n\n";

    /// Where it is read. A value.
    private record Reader(String node, String id) {}

    private final String id;
    private final String stream;
    private final SessionId session;
    private final String host;
    private final SubscriberRef viewer;
    private final EventQueue queue;
    private final NodeBus bus;
    private final EventCounters counters;
    private final LayersNews layers = new LayersNews();
    private Optional<Reader> reader = Optional.empty();
    private boolean delivering;
    private boolean sentElsewhere;
    private long deliveredNanos;

    /// @param host by which the viewer reached a node
    EventStream(
            String id,
            String stream,
            SessionId session,
            String host,
            SubscriberRef viewer,
            EventQueue queue,
            NodeBus bus,
            EventCounters counters) {
        this.id = id;
        this.stream = stream;
        this.session = session;
        this.host = host;
        this.viewer = viewer;
        this.queue = queue;
        this.bus = bus;
        this.counters = counters;
    }

    String id() {
        return id;
    }

    String stream() {
        return stream;
    }

    SessionId session() {
        return session;
    }

    /// By which the viewer reached a node.
    String host() {
        return host;
    }

    SubscriberRef viewer() {
        return viewer;
    }

    boolean wants(EventType type) {
        return queue.wants(type);
    }

    void onActivity(boolean active) {
        queue.onActivity(active);
        pump();
    }

    void onLayers(SubscriberRef.Layers now) {
        layers.look(now, viewer.media()).ifPresent(queue::onLayers);
        pump();
    }

    void onViewers(int viewers) {
        queue.onViewers(viewers);
        pump();
    }

    void onCue(ViewerEvent cue) {
        counters.onDropped(queue.onCue(cue));
        pump();
    }

    /// The viewer is to go elsewhere.
    void reconnect(String url) {
        sentElsewhere = true;
        queue.onReconnect(url);
        pump();
    }

    boolean isSentElsewhere() {
        return sentElsewhere;
    }

    void stay() {
        sentElsewhere = false;
        queue.onStay();
    }

    /// From now on it is read there, and nowhere else.
    void attach(String node, String readerId) {
        end();
        reader = Optional.of(new Reader(node, readerId));
        deliveredNanos = System.nanoTime();
        queue.onReader();
        pump();
    }

    void detach(String readerId) {
        if (reader.filter(last -> last.id().equals(readerId)).isPresent()) {
            reader = Optional.empty();
        }
    }

    /// Who reads it is told that it is over.
    void end() {
        reader.ifPresent(
                last ->
                        bus.request(
                                last.node(),
                                EventMessage.DELIVER,
                                new JsonObject().put("reader", last.id()).put("end", true)));
        reader = Optional.empty();
    }

    /// Sees that a reader who is told nothing else knows that it is not forgotten, and that one who
    /// has gone is.
    void keepAlive(Duration interval) {
        if (System.nanoTime() - deliveredNanos >= interval.toNanos()) {
            deliver(COMMENT);
        }
    }

    /// Tells what there is to tell.
    void pump() {
        if (reader.isEmpty() || delivering) {
            return;
        }
        long now = System.nanoTime();
        StringBuilder text = new StringBuilder();
        for (Optional<ViewerEvent> event; (event = queue.poll(now)).isPresent(); ) {
            counters.onEvent(event.get().type());
            text.append(event.get().text());
        }
        if (!text.isEmpty()) {
            deliver(text.toString());
        }
    }

    private void deliver(String text) {
        if (reader.isEmpty() || delivering) {
            return;
        }
        Reader to = reader.get();
        delivering = true;
        deliveredNanos = System.nanoTime();
        bus.request(
                        to.node(),
                        EventMessage.DELIVER,
                        new JsonObject().put("reader", to.id()).put("text", text))
                .onComplete(
                        delivered -> {
                            delivering = false;
                            if (delivered.failed() && reader.filter(to::equals).isPresent()) {
                                // It may still be there: then it learns that it is told no more.
                                end();
                            }
                            pump();
                        });
    }
}
