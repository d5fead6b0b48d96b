package weir.http;

import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.core.spi.metrics.TCPMetrics;

/// A connection that came after its port was open and before Vert.x had begun to count there: its
/// requests fail for want of a meter and are never answered (Vert.x 5.0.10).
final class EarlyConnection {
    private EarlyConnection() {}

    /// Gives it the meter that it lacks; to be called before its first request.
    static void complete(HttpConnection connection) {
        if (connection instanceof ConnectionBase base
                && base.metric() == null
                && base.metrics() instanceof TCPMetrics<?> metrics) {
            base.metric(metrics.connected(base.remoteAddress(), base.remoteName()));
        }
    }
}
