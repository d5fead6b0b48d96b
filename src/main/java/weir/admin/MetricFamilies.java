package weir.admin;

import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// Gathers metrics and writes them as Prometheus reads them. Owned by who fills it.
final class MetricFamilies {
    static final String CONTENT_TYPE = PrometheusTextFormatWriter.CONTENT_TYPE;

    private static final PrometheusTextFormatWriter WRITER = PrometheusTextFormatWriter.create();

    private final MetricSnapshots.Builder families = MetricSnapshots.builder();

    /// @param name without `_total`, which the format adds
    MetricFamilies counter(String name, String help, double value) {
        CounterDataPointSnapshot point = CounterDataPointSnapshot.builder().value(value).build();
        families.metricSnapshot(
                CounterSnapshot.builder().name(name).help(help).dataPoint(point).build());
        return this;
    }

    /// @param name  without `_total`, which the format adds
    /// @param label that tells the values apart
    MetricFamilies counters(
            String name, String help, String label, Map<String, ? extends Number> values) {
        CounterSnapshot.Builder counter = CounterSnapshot.builder().name(name).help(help);
        values.forEach(
                (labelled, value) ->
                        counter.dataPoint(
                                CounterDataPointSnapshot.builder()
                                        .labels(Labels.of(label, labelled))
                                        .value(value.doubleValue())
                                        .build()));
        families.metricSnapshot(counter.build());
        return this;
    }

    MetricFamilies gauge(String name, String help, double value) {
        GaugeDataPointSnapshot point = GaugeDataPointSnapshot.builder().value(value).build();
        families.metricSnapshot(
                GaugeSnapshot.builder().name(name).help(help).dataPoint(point).build());
        return this;
    }

    /// @param label that tells the values apart
    MetricFamilies gauges(
            String name, String help, String label, Map<String, ? extends Number> values) {
        GaugeSnapshot.Builder gauge = GaugeSnapshot.builder().name(name).help(help);
        values.forEach(
                (labelled, value) ->
                        gauge.dataPoint(
                                GaugeDataPointSnapshot.builder()
                                        .labels(Labels.of(label, labelled))
                                        .value(value.doubleValue())
                                        .build()));
        families.metricSnapshot(gauge.build());
        return this;
    }

    /// One that is always 1, for what it is called.
    MetricFamilies note(String name, String help, Labels labels) {
        GaugeDataPointSnapshot point =
                GaugeDataPointSnapshot.builder().labels(labels).value(1).build();
        families.metricSnapshot(
                GaugeSnapshot.builder().name(name).help(help).dataPoint(point).build());
        return this;
    }

    /// @param others none of them with a name that is added as well
    MetricFamilies all(MetricSnapshots others) {
        others.forEach(families::metricSnapshot);
        return this;
    }

    MetricSnapshots snapshots() {
        return families.build();
    }

    String text() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            WRITER.write(out, snapshots());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return out.toString(StandardCharsets.UTF_8);
    }
}
