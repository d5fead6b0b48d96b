package weir.events;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;

import weir.loop.OwnerLoop;

import java.time.Duration;

/// A response that goes on as long as somebody reads it: `text/event-stream`. Who does not keep up
/// is cut off. Owned by the request's loop.
public final class EventReader {
    /// Bytes that wait for who reads slowly, beside what the kernel takes.
    private static final int WAITING_MAX = 1 << 18;

    /// After how long a client comes again whose connection has ended.
    private static final String RETRY = "retry: 2000\n\n";

    private static final int SILENT_INTERVALS_MAX = 3;

    private final OwnerLoop owner = new OwnerLoop(Vertx.currentContext());
    private final HttpServerResponse response;
    private final EventCounters counters;
    private final Runnable gone;
    private final long timer;
    private final long silenceMaxNanos;
    private long toldNanos = System.nanoTime();
    private boolean begun;
    private boolean over;

    /// @param keepAlive at which interval it should be told something: who is forgotten is hung up
    /// @param gone      called when nothing can be told any more
    public EventReader(
            RoutingContext request, Duration keepAlive, EventCounters counters, Runnable gone) {
        this.response = request.response();
        this.counters = counters;
        this.gone = gone;
        this.silenceMaxNanos = SILENT_INTERVALS_MAX * keepAlive.toNanos();
        this.timer = request.vertx().setPeriodic(keepAlive.toMillis(), _ -> endIfForgotten());
        counters.onReader(1);
        response.setWriteQueueMaxSize(WAITING_MAX);
        response.closeHandler(_ -> onOver());
        response.exceptionHandler(_ -> onOver());
    }

    /// Where it may be told something.
    public OwnerLoop owner() {
        return owner;
    }

    /// What clients are told of such a response.
    public static HttpServerResponse addHeaders(HttpServerResponse response) {
        return response.setStatusCode(200)
                .putHeader(HttpHeaders.CONTENT_TYPE, "text/event-stream")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .putHeader("X-Accel-Buffering", "no");
    }

    /// Answers with all but events; once is enough.
    public void begin() {
        owner.assertOwned();
        if (!begun && !over) {
            begun = true;
            addHeaders(response).setChunked(true).write(RETRY);
        }
    }

    /// @return false if it reads no more
    public boolean tell(String text) {
        begin();
        if (over) {
            return false;
        }
        if (response.writeQueueFull()) {
            counters.onCut();
            response.reset();
            onOver();
            return false;
        }
        toldNanos = System.nanoTime();
        response.write(text);
        return true;
    }

    private void endIfForgotten() {
        if (System.nanoTime() - toldNanos > silenceMaxNanos) {
            end();
        }
    }

    /// The client is told no more; it comes again by itself if there is more to be told.
    public void end() {
        owner.assertOwned();
        if (!over) {
            begin();
            onOver();
            response.end();
        }
    }

    /// The response is somebody else's from now on: nothing was told yet, and nobody need hear.
    void giveUp() {
        if (!over) {
            over = true;
            stop();
        }
    }

    private void onOver() {
        if (!over) {
            over = true;
            stop();
            gone.run();
        }
    }

    private void stop() {
        owner.context().owner().cancelTimer(timer);
        counters.onReader(-1);
    }
}
