package weir.events;

import weir.signaling.EventType;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/// What a node counts of its event streams and of who reads them. Any thread.
public final class EventCounters {
    private final LongAdder[] events = new LongAdder[EventType.values().length];
    private final AtomicInteger streams = new AtomicInteger();
    private final AtomicInteger readers = new AtomicInteger();
    private final LongAdder cut = new LongAdder();
    private final LongAdder dropped = new LongAdder();
    private final LongAdder refused = new LongAdder();

    EventCounters() {
        for (int i = 0; i < events.length; i++) {
            events[i] = new LongAdder();
        }
    }

    void onEvent(EventType type) {
        events[type.ordinal()].increment();
    }

    void onStreams(int now) {
        streams.set(now);
    }

    void onReader(int more) {
        readers.addAndGet(more);
    }

    void onCut() {
        cut.increment();
    }

    void onDropped(int cues) {
        dropped.add(cues);
    }

    /// One event stream or reader too many was asked for.
    public void onRefused() {
        refused.increment();
    }

    /// Told to viewers' event streams, by the event's name.
    public Map<String, Long> events() {
        Map<String, Long> all = new TreeMap<>();
        for (EventType type : EventType.values()) {
            all.put(type.token(), events[type.ordinal()].sum());
        }
        return all;
    }

    /// Viewers' event streams now.
    public int streams() {
        return streams.get();
    }

    /// Connections that are told something here now, also of the API.
    public int readers() {
        return readers.get();
    }

    /// Readers cut off, since they read too slowly.
    public long cut() {
        return cut.sum();
    }

    /// Cues that waited in vain for a reader.
    public long dropped() {
        return dropped.sum();
    }

    /// Event streams and readers that were one too many.
    public long refused() {
        return refused.sum();
    }
}
