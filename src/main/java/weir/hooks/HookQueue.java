package weir.hooks;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import weir.loop.OwnerLoop;

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
    private static final long AGAIN_MILLIS = 1_000;
    private static final long AGAIN_MILLIS_MAX = 30_000;

    private final OwnerLoop owner;
    private final String node;
    private final HookTarget target;
    private final HooksConfig config;
    private final Map<String, Queue<HookEvent>> byStream = new HashMap<>();
    private final Queue<String> ready = new ArrayDeque<>();
    private final LongAdder told = new LongAdder();
    private final LongAdder repeated = new LongAdder();
    private final LongAdder dropped = new LongAdder();
    private int waiting;
    private int inFlight;

    /// @param node our id
    HookQueue(OwnerLoop owner, String node, HookTarget target, HooksConfig config) {
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
            String stream = ready.remove();
            tell(byStream.get(stream).element(), 1);
        }
    }

    private void tell(HookEvent event, int attempt) {
        target.tell(event, event.toJson(node))
                .onComplete(
                        result ->
                                owner.post(
                                        () -> {
                                            if (result.succeeded()) {
                                                told.increment();
                                                onDone(event);
                                            } else {
                                                onFailed(event, attempt, result.cause());
                                            }
                                        }));
    }

    private void onFailed(HookEvent event, int attempt, Throwable cause) {
        if (attempt >= target.attemptsMax()) {
            drop(event, cause.getMessage());
            onDone(event);
            return;
        }
        repeated.increment();
        long millis = Math.min(AGAIN_MILLIS << Math.min(attempt - 1, 10), AGAIN_MILLIS_MAX);
        // Meanwhile others are told: only this stream waits.
        inFlight--;
        owner.eventLoop().schedule(() -> again(event, attempt + 1), millis, TimeUnit.MILLISECONDS);
        tellNext();
    }

    private void again(HookEvent event, int attempt) {
        inFlight++;
        tell(event, attempt);
    }

    private void onDone(HookEvent event) {
        inFlight--;
        waiting--;
        Queue<HookEvent> events = byStream.get(event.stream());
        events.remove();
        if (events.isEmpty()) {
            byStream.remove(event.stream());
        } else {
            ready.add(event.stream());
        }
        tellNext();
    }

    private void drop(HookEvent event, String because) {
        dropped.increment();
        log.warn(
                "{} is not told {} of {}: {}",
                target.shown(),
                event.type().token(),
                event.stream(),
                because);
    }

    /// Any thread.
    HookStats stats() {
        return new HookStats(told.sum(), repeated.sum(), dropped.sum());
    }
}
