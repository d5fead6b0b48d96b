package weir.cascade;

import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;

/// What a node counts of its dealings with other servers. Any thread.
public final class ForeignCounters {
    private record OfWay(
            LongAdder running, LongAdder attempts, LongAdder failures, LongAdder limited) {}

    private final Map<Way, OfWay> ways = new EnumMap<>(Way.class);

    ForeignCounters() {
        for (Way way : Way.values()) {
            ways.put(
                    way,
                    new OfWay(new LongAdder(), new LongAdder(), new LongAdder(), new LongAdder()));
        }
    }

    void onAttempt(Way way) {
        ways.get(way).attempts.increment();
        ways.get(way).running.increment();
    }

    /// What was attempted is over.
    void onEnd(Way way) {
        ways.get(way).running.decrement();
    }

    void onFailure(Way way) {
        ways.get(way).failures.increment();
    }

    void onLimited(Way way) {
        ways.get(way).limited.increment();
    }

    /// Those that run or are being begun now.
    long running(Way way) {
        return ways.get(way).running.sum();
    }

    /// By way.
    public Map<String, Long> running() {
        return byWay(OfWay::running);
    }

    /// By way.
    public Map<String, Long> attempts() {
        return byWay(OfWay::attempts);
    }

    /// By way: attempts that came to nothing, and sessions that ended unasked.
    public Map<String, Long> failures() {
        return byWay(OfWay::failures);
    }

    /// By way: not attempted, since this node has as many as it may.
    public Map<String, Long> limited() {
        return byWay(OfWay::limited);
    }

    private Map<String, Long> byWay(Function<OfWay, LongAdder> number) {
        Map<String, Long> all = new TreeMap<>();
        ways.forEach((way, counted) -> all.put(way.token(), number.apply(counted).sum()));
        return all;
    }
}
