package weir.http;

import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.VertxConnection;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/// The connections of one event loop, and how long one may wait for its client. Owned by that loop.
final class Connections {
    private final Map<HttpConnection, State> states = new IdentityHashMap<>();
    private final HttpRefusals refusals;
    private final long headerNanosMax;
    private final long idleNanosMax;

    /// What one connection does. Nanoseconds are those when it last began to wait for a request.
    private static final class State {
        int requests;
        boolean asked;
        boolean closing;
        long waitingSinceNanos;
    }

    Connections(HttpRefusals refusals, LimitsConfig limits) {
        this.refusals = refusals;
        this.headerNanosMax = limits.headerTimeout().toNanos();
        this.idleNanosMax = limits.idleTimeout().toNanos();
    }

    void onOpened(HttpConnection connection, long nowNanos) {
        EarlyConnection.complete(connection);
        OneRequestAtATime.install(connection);
        State state = new State();
        state.waitingSinceNanos = nowNanos;
        states.put(connection, state);
        connection.closeHandler(_ -> states.remove(connection));
    }

    void onRequest(HttpServerRequest request) {
        State state = states.get(request.connection());
        if (state != null) {
            state.requests++;
            state.asked = true;
        }
    }

    void onAnswered(HttpServerRequest request, long nowNanos) {
        State state = states.get(request.connection());
        if (state != null) {
            state.requests--;
            state.waitingSinceNanos = nowNanos;
        }
    }

    /// Closes those that have kept us waiting too long. A byte now and then does not help: only a
    /// request does. To close means to give the client what it was answered; those who do not take
    /// that are cut off the next time.
    void closeIdle(long nowNanos) {
        // A copy: the close handler takes them out of the table.
        for (Map.Entry<HttpConnection, State> each : List.copyOf(states.entrySet())) {
            State state = each.getValue();
            if (state.closing) {
                cutOff(each.getKey());
                continue;
            }
            long max = state.asked ? idleNanosMax : headerNanosMax;
            if (state.requests == 0 && nowNanos - state.waitingSinceNanos > max) {
                refusals.count(
                        state.asked ? HttpRefusals.IDLE_TIMEOUT : HttpRefusals.REQUEST_TIMEOUT);
                state.closing = true;
                each.getKey().close();
            }
        }
    }

    /// Before any handler that would first have all written.
    static void cutOff(HttpConnection connection) {
        if (connection instanceof VertxConnection any) {
            any.channel().pipeline().firstContext().close();
        }
    }
}
