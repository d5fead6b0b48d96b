package weir.events;

import io.vertx.core.Future;

import weir.loop.OwnerLoop;
import weir.rtp.MediaKind;
import weir.signaling.EventType;
import weir.signaling.Refusal;
import weir.signaling.RefusedException;
import weir.signaling.SignalingNode;
import weir.signaling.ViewerCommands;
import weir.stream.StreamSnapshot;
import weir.stream.SubscriberRef;
import weir.transport.SessionId;

import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The event streams of this node's viewers. Twice a second, while there are any, it is looked
/// whether what they tell has changed, and who comes or goes on a stream is told at once. Owned.
final class EventStreams {
    private static final long LOOK_MILLIS = 500;

    /// A publisher that ends for another, or a link for another, has not gone.
    private static final long SETTLE_MILLIS = 200;

    private static final int ID_BYTES = 16;

    private final OwnerLoop owner;
    private final SignalingNode node;
    private final ViewerCounts counts;
    private final EventsConfig config;
    private final EventCounters counters;
    private final ViewerCommands viewers;
    private final Map<String, EventStream> streams = new LinkedHashMap<>();
    private final Map<String, Set<EventStream>> byName = new HashMap<>();
    private final Set<String> settling = new HashSet<>();
    private boolean countsAsked;

    /// Read by any thread: who has nothing to tell need not come here.
    private volatile boolean idle = true;

    EventStreams(
            OwnerLoop owner,
            SignalingNode node,
            ViewerCounts counts,
            EventsConfig config,
            EventCounters counters) {
        this.owner = owner;
        this.node = node;
        this.counts = counts;
        this.config = config;
        this.counters = counters;
        this.viewers = new ViewerCommands(node.streams());
    }

    /// Any thread.
    boolean isIdle() {
        return idle;
    }

    void start() {
        owner.assertOwned();
        owner.context().owner().setPeriodic(LOOK_MILLIS, _ -> look());
    }

    /// @return its id; fails with a [RefusedException]
    Future<String> open(EventMessage.Open wanted) {
        owner.assertOwned();
        return session(wanted.session())
                .compose(session -> viewers.find(wanted.stream(), session, owner))
                .compose(viewer -> open(wanted, viewer));
    }

    private Future<SessionId> session(String text) {
        return SessionId.read(text)
                .filter(id -> node.transport().sessions().find(id).isPresent())
                .map(Future::succeededFuture)
                .orElseGet(
                        () ->
                                Future.failedFuture(
                                        new RefusedException(Refusal.Plain.SESSION_UNKNOWN)));
    }

    private Future<String> open(EventMessage.Open wanted, SubscriberRef viewer) {
        SessionId session = SessionId.read(wanted.session()).orElseThrow();
        try {
            boolean video =
                    viewer.media().stream().anyMatch(each -> each.kind() == MediaKind.VIDEO);
            List<EventType> types = wanted.types(EventType.offered(video));
            requireRoom(wanted.stream(), session);
            EventStream opened =
                    new EventStream(
                            newId(),
                            wanted.stream(),
                            session,
                            wanted.host(),
                            viewer,
                            new EventQueue(EnumSet.copyOf(types)),
                            node.bus(),
                            counters);
            add(opened);
            lookAt(wanted.stream());
            count(Set.of(wanted.stream()));
            return Future.succeededFuture(opened.id());
        } catch (RefusedException refused) {
            return Future.failedFuture(refused);
        }
    }

    private void requireRoom(String stream, SessionId session) throws RefusedException {
        long same = of(stream).stream().filter(each -> each.session().equals(session)).count();
        boolean ofSession = same >= config.streamsPerSessionMax();
        if (ofSession || streams.size() >= config.streamsMax()) {
            counters.onRefused();
            throw new RefusedException(
                    ofSession
                            ? Refusal.Plain.TOO_MANY_EVENT_STREAMS_OF_SESSION
                            : Refusal.Plain.TOO_MANY_EVENT_STREAMS);
        }
    }

    /// Who knows it may read it: a browser's EventSource sends no token.
    private String newId() {
        byte[] bits = new byte[ID_BYTES];
        node.random().nextBytes(bits);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
    }

    /// @throws RefusedException if there is none, or its session has ended
    void attach(EventMessage.Place place) throws RefusedException {
        EventStream stream = find(place);
        if (place.hasReader()) {
            stream.attach(place.node(), place.reader());
        }
    }

    /// Who read it has gone; what there is to tell waits for another.
    ///
    /// @throws RefusedException if there is none, or its session has ended
    void detach(EventMessage.Place place) throws RefusedException {
        find(place).detach(place.reader());
    }

    /// @throws RefusedException if there is none, or its session has ended
    void close(EventMessage.Place place) throws RefusedException {
        remove(List.of(find(place)));
    }

    private EventStream find(EventMessage.Place place) throws RefusedException {
        owner.assertOwned();
        EventStream stream = streams.get(place.id());
        boolean right =
                stream != null
                        && stream.stream().equals(place.stream())
                        && stream.session().text().equals(place.session())
                        && node.transport().sessions().find(stream.session()).isPresent();
        if (!right) {
            throw new RefusedException(Refusal.Plain.EVENT_STREAM_UNKNOWN);
        }
        return stream;
    }

    /// Somebody came to a stream, or went.
    void onChanged(String stream) {
        owner.assertOwned();
        if (byName.containsKey(stream) && settling.add(stream)) {
            owner.context()
                    .owner()
                    .setTimer(
                            SETTLE_MILLIS,
                            _ -> {
                                settling.remove(stream);
                                lookAt(stream);
                            });
        }
    }

    private void look() {
        if (streams.isEmpty()) {
            return;
        }
        Set<String> names = Set.copyOf(byName.keySet());
        names.forEach(this::lookAt);
        count(names);
        streams.values().forEach(each -> each.keepAlive(config.keepAlive()));
    }

    private void lookAt(String stream) {
        node.streams()
                .find(stream, owner)
                .onSuccess(
                        found ->
                                found.ifPresentOrElse(
                                        snapshot -> tell(stream, snapshot),
                                        () -> remove(of(stream))));
    }

    private void tell(String stream, StreamSnapshot snapshot) {
        Set<SessionId> present = new HashSet<>();
        snapshot.members().forEach(member -> present.add(member.session().id()));
        remove(of(stream).stream().filter(each -> !present.contains(each.session())).toList());
        boolean active = snapshot.publication().isPresent();
        of(stream).forEach(each -> each.onActivity(active));
        tellLayers(wanting(stream, EventType.LAYERS));
    }

    private void tellLayers(List<EventStream> to) {
        SubscriberRef.layers(to.stream().map(EventStream::viewer).toList(), owner)
                .onSuccess(
                        layers ->
                                to.forEach(
                                        each ->
                                                Optional.ofNullable(layers.get(each.viewer()))
                                                        .ifPresent(each::onLayers)));
    }

    /// The viewers of streams on all nodes, once at a time.
    private void count(Set<String> names) {
        Set<String> wanted = new HashSet<>(names);
        wanted.removeIf(name -> wanting(name, EventType.VIEWERCOUNT).isEmpty());
        if (wanted.isEmpty() || countsAsked) {
            return;
        }
        countsAsked = true;
        counts.ask(wanted)
                .onComplete(
                        counted -> {
                            countsAsked = false;
                            if (counted.succeeded()) {
                                tellViewers(counted.result());
                            }
                        });
    }

    private void tellViewers(Map<String, Integer> counted) {
        counted.forEach((name, viewers) -> of(name).forEach(each -> each.onViewers(viewers)));
    }

    private void add(EventStream opened) {
        streams.put(opened.id(), opened);
        byName.computeIfAbsent(opened.stream(), _ -> new LinkedHashSet<>()).add(opened);
        onNumber();
    }

    private void remove(List<EventStream> ended) {
        for (EventStream each : ended) {
            streams.remove(each.id());
            byName.computeIfPresent(
                    each.stream(),
                    (_, all) -> {
                        all.remove(each);
                        return all.isEmpty() ? null : all;
                    });
            each.end();
        }
        onNumber();
    }

    private void onNumber() {
        idle = streams.isEmpty();
        counters.onStreams(streams.size());
    }

    private List<EventStream> of(String stream) {
        return List.copyOf(byName.getOrDefault(stream, Set.of()));
    }

    private List<EventStream> wanting(String stream, EventType type) {
        return of(stream).stream().filter(each -> each.wants(type)).toList();
    }

    /// @return how many event streams tell it
    int onCue(String stream, ViewerEvent cue) {
        owner.assertOwned();
        List<EventStream> told = wanting(stream, EventType.SCTE35);
        told.forEach(each -> each.onCue(cue));
        return told.size();
    }

    /// Those of viewers who would go elsewhere if they were told, and have not been.
    List<EventStream> movable() {
        owner.assertOwned();
        Map<SessionId, EventStream> bySession = new HashMap<>();
        Set<SessionId> told = new HashSet<>();
        for (EventStream each : streams.values()) {
            if (each.isSentElsewhere()) {
                told.add(each.session());
            } else if (each.wants(EventType.RECONNECT)) {
                bySession.putIfAbsent(each.session(), each);
            }
        }
        bySession.keySet().removeAll(told);
        return new ArrayList<>(bySession.values());
    }

    /// Who was told to go elsewhere and has not gone need not.
    void stay() {
        owner.assertOwned();
        streams.values().forEach(EventStream::stay);
    }
}
