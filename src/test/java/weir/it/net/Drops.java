package weir.it.net;

import weir.it.Await;
import weir.it.Metrics;
import weir.it.NodeProcess;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/// What a node drops from a moment on, by the rule that was broken. A value.
record Drops(NodeProcess node, Metrics before) {
    private static final String COUNTER = "weir_datagrams_dropped_total";
    private static final Duration SOON = Duration.ofSeconds(10);

    /// From now on.
    static Drops since(NodeProcess node) {
        return new Drops(node, node.metrics());
    }

    static long of(NodeProcess node, String rule) {
        return (long) count(node.metrics(), rule);
    }

    private static double count(Metrics metrics, String rule) {
        return metrics.sum(COUNTER, "rule=\"" + rule + "\"");
    }

    /// Until something was dropped by each of the rules.
    void await(String... rules) {
        List<String> missing = Arrays.asList(rules);
        try {
            Await.until("drops", SOON, () -> uncounted(missing).isEmpty());
        } catch (AssertionError late) {
            throw new AssertionError("nothing was dropped by " + uncounted(missing), late);
        }
    }

    private List<String> uncounted(List<String> rules) {
        Metrics now = node.metrics();
        return rules.stream().filter(rule -> count(now, rule) <= count(before, rule)).toList();
    }
}
