package weir.hooks;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import weir.loop.OwnerLoop;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/// The events that wait for one target: of each stream one at a time, in order, until it is heard
/// or was told often enough. Owned.
final class HookQueue {
    private static final Logger log = LoggerFactory.getLogger(HookQueue.class);
    private static final Duration AGAIN = Duration.ofSeconds(1);
    private static final long AGAIN_MILLIS_MAX = 30_000;
    private static final int DOUBLINGS_MAX = 10;
    private static final long WARN_NANOS = Duration.ofSeconds(10).toNanos();

    private final OwnerLoop owner;
    private final String node;
    private final HookTarget target;
    private final HooksConfig config;
    private final long againMillis;
    private final Map<String, Queue<HookEvent>> byStream = new HashMap<>();
    private final Queue<String> ready = new ArrayDeque<>();

    /// How often the first event of a stream was told in vain.
    private final Map<String, Integer> unheard = new HashMap<>();

    private final LongAdder told = new LongAdder();
    private final LongAdder repeated = new LongAdder();
    private final LongAdder dropped = new LongAdder();
    private int waiting;
    private int inFlight;
    private long warnedNanos = System.nanoTime() - WARN_NANOS;

    /// @param node our id
    HookQueue(OwnerLoop owner, String node, HookTarget target, HooksConfig config) {
        this(owner, node, target, config, AGAIN);
    }

    /// @param again after which an event is told a second time
    HookQueue(OwnerLoop owner, String node, HookTarget target, HooksConfig config, Duration again) {
        this.againMillis = again.toMillis();
        this.owner = owner;
        this.node = node;
        this.target = target;
        this.config = config;
    }

    void offer(HookEvent event) {
        owner.assertOwned();
        if (waiting == config.queueMax()) {
            drop(event, "too many events wait");
            return;
        }
        waiting++;
        Queue<HookEvent> events = byStream.get(event.stream());
        if (events == null) {
            events = new ArrayDeque<>();
            byStream.put(event.stream(), events);
            ready.add(event.stream());
        }
        events.add(event);
        tellNext();
    }

    private void tellNext() {
        while (inFlight < config.inFlightMax() && !ready.isEmpty()) {
            inFlight++;
            tell(byStream.get(ready.remove()).element());
        }
    }

    private void tell(HookEvent event) {
        target.tell(event, event.toJson(node))
                .onComplete(
                        result ->
                                owner.post(
                                        () -> {
                                            if (result.succeeded()) {
                                                told.increment();
                                                onDone(event);
                                            } else {
                                                onFailed(event, result.cause());
                                            }
                                        }));
    }

    private void onFailed(HookEvent event, Throwable cause) {
        int attempts = unheard.merge(event.stream(), 1, Integer::sum);
        if (attempts >= target.attemptsMax()) {
            drop(event, cause.getMessage());
            onDone(event);
            return;
        }
        repeated.increment();
        long millis = againMillis << Math.min(attempts - 1, DOUBLINGS_MAX);
        // Meanwhile others are told: only this stream waits.
        inFlight--;
        owner.eventLoop()
                .schedule(
                        () -> again(event.stream()),
                        Math.min(millis, AGAIN_MILLIS_MAX),
                        TimeUnit.MILLISECONDS);
        tellNext();
    }

    private void again(String stream) {
        ready.add(stream);
        tellNext();
    }

    private void onDone(HookEvent event) {
        inFlight--;
        waiting--;
        unheard.remove(event.stream());
        Queue<HookEvent> events = byStream.get(event.stream());
        events.remove();
        if (events.isEmpty()) {
            byStream.remove(event.stream());
        } else {
            ready.add(event.stream());
        }
        tellNext();
    }

    /// Clients make events: it is told now and then, and counted always.
    private void drop(HookEvent event, String because) {
        dropped.increment();
        long now = System.nanoTime();
        if (now - warnedNanos >= WARN_NANOS) {
            warnedNanos = now;
            log.warn(
                    "{} is not told {} of {}: {}; {} dropped so far",
                    target.shown(),
                    event.type().token(),
                    event.stream(),
                    because,
                    dropped.sum());
        }
    }

    /// Any thread.
    HookStats stats() {
        return new HookStats(told.sum(), repeated.sum(), dropped.sum());
    }
}
