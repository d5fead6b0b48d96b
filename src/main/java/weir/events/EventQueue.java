package weir.events;

import weir.signaling.EventType;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What one event stream has still to tell. Of what is a state (whether somebody publishes, the
/// layers, the viewers, where to go) only the newest waits, and only if it is not what was told
/// last; cues wait in order, and the oldest go when there are too many.
///
/// Sans-IO: reads no clock and sends nothing. Owned.
final class EventQueue {
    /// Cues that wait for a reader.
    static final int CUES_MAX = 16;

    private static final long NEVER = Long.MIN_VALUE;

    /// Layers and viewers may change with every packet and every viewer.
    private static final long INTERVAL_NANOS = Duration.ofSeconds(1).toNanos();

    private enum State {
        ACTIVITY,
        LAYERS,
        VIEWERS,
        PLACE
    }

    private final Set<EventType> wanted;
    private final Map<State, ViewerEvent> current = new EnumMap<>(State.class);
    private final Map<State, ViewerEvent> told = new EnumMap<>(State.class);
    private final Map<State, Long> toldNanos = new EnumMap<>(State.class);
    private final Deque<ViewerEvent> cues = new ArrayDeque<>();
    private boolean begun;

    /// @param wanted others are not told
    EventQueue(Set<EventType> wanted) {
        this.wanted = wanted;
    }

    boolean wants(EventType type) {
        return wanted.contains(type);
    }

    /// @param active whether somebody publishes
    void onActivity(boolean active) {
        current.put(State.ACTIVITY, active ? ViewerEvent.ACTIVE : ViewerEvent.INACTIVE);
        // Who does not want to hear of the first cannot be told it before the second.
        begun |= active && !wants(EventType.ACTIVE);
    }

    void onLayers(ViewerEvent layers) {
        current.put(State.LAYERS, layers);
    }

    void onViewers(int viewers) {
        current.put(State.VIEWERS, ViewerEvent.viewerCount(viewers));
    }

    /// The viewer is to go elsewhere.
    void onReconnect(String url) {
        current.put(State.PLACE, ViewerEvent.reconnect(url));
    }

    /// The viewer may stay after all.
    void onStay() {
        current.remove(State.PLACE);
    }

    /// @return how many were dropped for it
    int onCue(ViewerEvent cue) {
        if (!wants(cue.type())) {
            return 0;
        }
        cues.add(cue);
        if (cues.size() <= CUES_MAX) {
            return 0;
        }
        cues.removeFirst();
        return 1;
    }

    /// Another one reads from now on: what holds is told again.
    void onReader() {
        told.clear();
        toldNanos.clear();
    }

    /// @return the next event to be told now, empty if there is none
    Optional<ViewerEvent> poll(long nowNanos) {
        for (State state : State.values()) {
            ViewerEvent event = current.get(state);
            if (event != null && isDue(state, event, nowNanos)) {
                told.put(state, event);
                toldNanos.put(state, nowNanos);
                begun |= event.type() == EventType.ACTIVE;
                return Optional.of(event);
            }
        }
        return Optional.ofNullable(cues.poll());
    }

    private boolean isDue(State state, ViewerEvent event, long nowNanos) {
        if (!wants(event.type()) || event.equals(told.get(state))) {
            return false;
        }
        return switch (state) {
            // That nobody publishes is news only to whom it was otherwise.
            case ACTIVITY -> event.type() == EventType.ACTIVE || begun;
            case LAYERS, VIEWERS -> isRested(state, nowNanos);
            case PLACE -> true;
        };
    }

    private boolean isRested(State state, long nowNanos) {
        long last = toldNanos.getOrDefault(state, NEVER);
        return last == NEVER || nowNanos - last >= INTERVAL_NANOS;
    }
}
