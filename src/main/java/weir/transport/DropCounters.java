package weir.transport;

import weir.wire.MalformedPacketException;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/// Datagrams that were dropped, by the rule they broke. Any thread.
public final class DropCounters {
    private final Map<String, LongAdder> byRule = new ConcurrentHashMap<>();

    void count(MalformedPacketException.Rule rule) {
        count(rule, 1);
    }

    void count(MalformedPacketException.Rule rule, int datagrams) {
        byRule.computeIfAbsent(rule.name(), _ -> new LongAdder()).add(datagrams);
    }

    /// Rule name to count, sorted.
    public Map<String, Long> snapshot() {
        Map<String, Long> counts = new TreeMap<>();
        byRule.forEach((rule, count) -> counts.put(rule, count.sum()));
        return counts;
    }
}
