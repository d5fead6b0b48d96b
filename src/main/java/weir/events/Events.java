package weir.events;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;

import weir.cluster.Membership;
import weir.cluster.NodeBus;
import weir.loop.OwnerLoop;
import weir.signaling.RefusedException;
import weir.signaling.SignalingNode;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// The events of one node: those that it makes for its viewers, and those that are read at it. Any
/// thread.
public final class Events {
    private final OwnerLoop owner;
    private final SignalingNode node;
    private final Membership membership;
    private final EventsConfig config;
    private final EventCounters counters = new EventCounters();
    private final EventReaders readers = new EventReaders();
    private final EventStreams streams;
    private final ViewerCounts counts;

    private Events(
            SignalingNode node, Membership membership, OwnerLoop owner, EventsConfig config) {
        this.owner = owner;
        this.node = node;
        this.membership = membership;
        this.config = config;
        this.counts = new ViewerCounts(membership, node.bus(), node.streams());
        this.streams = new EventStreams(owner, node, counts, config, counters);
    }

    /// @param owner on whose loop events are made
    public static Events open(
            SignalingNode node,
            Membership membership,
            OwnerLoop owner,
            EventsConfig config,
            StreamNews news) {
        Events events = new Events(node, membership, owner, config);
        owner.post(events::start);
        membership.onDeparted(events.readers::onDeparted);
        news.onChanged(events::onChanged);
        return events;
    }

    private void start() {
        streams.start();
        NodeBus bus = node.bus();
        handle(bus, EventMessage.OPEN, this::onOpen);
        handle(bus, EventMessage.ATTACH, body -> onPlace(body, streams::attach));
        handle(bus, EventMessage.DETACH, body -> onPlace(body, streams::detach));
        handle(bus, EventMessage.CLOSE, body -> onPlace(body, streams::close));
        handle(bus, EventMessage.DELIVER, body -> readers.onDelivered(body, owner));
        handle(bus, EventMessage.VIEWERS, body -> counts.onRequest(body, owner));
        handle(bus, EventMessage.CUE, this::onCue);
    }

    private static void handle(
            NodeBus bus, String kind, Function<JsonObject, Future<JsonObject>> answer) {
        bus.handle(kind, body -> EventMessage.answered(answer.apply(body)));
    }

    private Future<JsonObject> onOpen(JsonObject body) {
        return streams.open(EventMessage.Open.read(body)).map(id -> new JsonObject().put("id", id));
    }

    /// What may be done with an event stream.
    private interface PlaceAction {
        void apply(EventMessage.Place place) throws RefusedException;
    }

    private static Future<JsonObject> onPlace(JsonObject body, PlaceAction action) {
        try {
            action.apply(EventMessage.Place.read(body));
            return Future.succeededFuture(new JsonObject());
        } catch (RefusedException refused) {
            return Future.failedFuture(refused);
        }
    }

    private Future<JsonObject> onCue(JsonObject body) {
        ViewerEvent cue = ViewerEvent.cue(body.getString("cue"));
        int told = streams.onCue(body.getString("stream"), cue);
        return Future.succeededFuture(new JsonObject().put("told", told));
    }

    private void onChanged(String stream) {
        if (!streams.isIdle()) {
            owner.post(() -> streams.onChanged(stream));
        }
    }

    /// Tells a cue to every viewer of the stream who wants to hear, on all nodes.
    ///
    /// @return how many event streams tell it, on the nodes that answered in time
    Future<Integer> tellCue(String stream, Cue cue) {
        JsonObject body = new JsonObject().put("stream", stream).put("cue", cue.text());
        List<Future<JsonObject>> answers = new ArrayList<>();
        membership
                .nodes()
                .forEach(each -> answers.add(node.bus().request(each, EventMessage.CUE, body)));
        return Future.join(answers)
                .transform(
                        _ ->
                                Future.succeededFuture(
                                        answers.stream()
                                                .filter(Future::succeeded)
                                                .mapToInt(each -> each.result().getInteger("told"))
                                                .sum()));
    }

    /// Viewers here who would go elsewhere if they were told, and have not been.
    ///
    /// @param asker where the result is wanted
    public Future<List<MovableViewer>> movable(OwnerLoop asker) {
        return owner.ask(
                asker,
                () ->
                        streams.movable().stream()
                                .map(each -> new MovableViewer(each, owner))
                                .toList());
    }

    /// Nobody need go any more.
    public void stay() {
        owner.post(streams::stay);
    }

    public EventCounters counters() {
        return counters;
    }

    public EventsConfig config() {
        return config;
    }

    SignalingNode node() {
        return node;
    }

    EventReaders readers() {
        return readers;
    }
}
