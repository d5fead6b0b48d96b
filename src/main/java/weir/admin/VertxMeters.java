package weir.admin;

import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.spi.VertxMetricsFactory;
import io.vertx.core.spi.metrics.VertxMetrics;
import io.vertx.core.spi.observability.HttpRequest;
import io.vertx.micrometer.Label;
import io.vertx.micrometer.MetricsDomain;
import io.vertx.micrometer.MicrometerMetricsFactory;
import io.vertx.micrometer.MicrometerMetricsOptions;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// What Vert.x counts of itself: HTTP, the event bus, TCP and thread pools. Media passes by Vert.x,
/// so that no packet is counted here. No label's values are a client's choice. Any thread.
public final class VertxMeters implements VertxMetricsFactory {
    private static final Set<HttpMethod> METHODS =
            Set.of(
                    HttpMethod.GET,
                    HttpMethod.HEAD,
                    HttpMethod.OPTIONS,
                    HttpMethod.POST,
                    HttpMethod.PATCH,
                    HttpMethod.DELETE);

    private final PrometheusMeterRegistry registry =
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    /// A gauge for each address of the event bus would have one name with our labels.
    public VertxMeters() {
        registry.config().meterFilter(MeterFilter.denyNameStartsWith("vertx.eventbus.pending"));
    }

    @Override
    public VertxMetrics metrics(VertxOptions options) {
        return new MicrometerMetricsFactory(registry)
                .metrics(new VertxOptions(options).setMetricsOptions(micrometer()));
    }

    /// A path would be one per stream and session, a route is one of ours.
    private static MicrometerMetricsOptions micrometer() {
        MicrometerMetricsOptions options = new MicrometerMetricsOptions();
        options.setEnabled(true);
        return options.setLabels(
                        EnumSet.of(
                                Label.HTTP_ROUTE,
                                Label.HTTP_CODE,
                                Label.POOL_TYPE,
                                Label.POOL_NAME,
                                Label.EB_SIDE))
                .addDisabledMetricsCategory(MetricsDomain.DATAGRAM_SOCKET)
                .setServerRequestTagsProvider(VertxMeters::tags);
    }

    /// Any word can be a request's method.
    private static List<Tag> tags(HttpRequest request) {
        HttpMethod method = request.method();
        return List.of(Tag.of("method", METHODS.contains(method) ? method.name() : "other"));
    }

    MetricSnapshots snapshots() {
        return registry.getPrometheusRegistry().scrape();
    }
}
