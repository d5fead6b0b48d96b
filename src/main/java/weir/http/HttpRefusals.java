package weir.http;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/// How often HTTP refused what, by the type of the problem. Any thread.
final class HttpRefusals {
    /// Connections that were closed instead of answered.
    static final String TOO_MANY_CONNECTIONS = "too-many-connections";

    static final String REQUEST_TIMEOUT = "request-timeout";
    static final String IDLE_TIMEOUT = "idle-timeout";

    private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();

    void count(String type) {
        counts.computeIfAbsent(type, _ -> new LongAdder()).increment();
    }

    Map<String, Long> counts() {
        Map<String, Long> all = new TreeMap<>();
        counts.forEach((type, count) -> all.put(type, count.sum()));
        return all;
    }
}
