package weir.it.net;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.api.SoftAssertions;

import weir.it.Metrics;
import weir.it.NodeProcess;

/// What a node has dropped, by the rule that was broken.
final class Drops {
    private static final String COUNTER = "weir_datagrams_dropped_total";

    private Drops() {}

    static long of(NodeProcess node, String rule) {
        return (long) node.metrics().sum(COUNTER, "rule=\"" + rule + "\"");
    }

    static void assertCounted(NodeProcess node, String... rules) {
        Metrics metrics = node.metrics();
        assertThat(metrics.has(COUNTER)).isTrue();
        SoftAssertions each = new SoftAssertions();
        for (String rule : rules) {
            double count = metrics.sum(COUNTER, "rule=\"" + rule + "\"");
            each.assertThat(count).as(rule).isPositive();
        }
        each.assertAll();
    }
}
