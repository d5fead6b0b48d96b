package weir.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.util.Map;
import java.util.TreeMap;

class MetricFamiliesTest {
    @Test
    void writesWhatPrometheusReads() {
        String text =
                new MetricFamilies()
                        .counter("weir_things", "Things.", 3)
                        .gauges(
                                "weir_places",
                                "Places.",
                                "role",
                                new TreeMap<>(Map.of("child", 1L, "parent", 0L)))
                        .text();

        assertThat(text)
                .isEqualTo(
                        """
                        # HELP weir_places Places.
                        # TYPE weir_places gauge
                        weir_places{role="child"} 1.0
                        weir_places{role="parent"} 0.0
                        # HELP weir_things_total Things.
                        # TYPE weir_things_total counter
                        weir_things_total 3.0
                        """);
    }

    @Test
    void tellsBothEndsOfALink() {
        MetricFamilies metrics = new MetricFamilies();

        new SessionCounts(1, 20, 3, 4).addTo(metrics);

        assertThat(metrics.text())
                .contains(
                        "weir_sessions{role=\"publisher\"} 1.0\n",
                        "weir_sessions{role=\"viewer\"} 20.0\n",
                        "weir_link_sessions{role=\"parent\"} 3.0\n",
                        "weir_link_sessions{role=\"child\"} 4.0\n");
    }

    @Test
    void hasNoFamilyTwice() {
        MetricFamilies other = new MetricFamilies().gauge("weir_streams", "Streams.", 1);
        MetricFamilies both = new MetricFamilies().gauge("weir_streams", "Streams.", 2);

        assertThatThrownBy(() -> both.all(other.snapshots()).text())
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void takesFamiliesThatWereGatheredElsewhere() {
        MetricFamilies other = new MetricFamilies().gauge("vertx_pools", "Pools.", 1);

        assertThat(new MetricFamilies().all(other.snapshots()).text()).contains("vertx_pools 1.0");
    }
}
