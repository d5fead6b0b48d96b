package weir.events;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;

import weir.http.ByteBudget;
import weir.http.HttpListener;
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

    /// What is longer is counted with the long answers of the node: each reader may be sent as much
    /// as there are streams, and a thousand may read none of it.
    private static final int SHORT = 2048;

    private final OwnerLoop owner = new OwnerLoop(Vertx.currentContext());
    private final RoutingContext request;
    private final HttpServerResponse response;
    private final EventCounters counters;
    private final ByteBudget memory;
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
        this.request = request;
        this.response = request.response();
        this.counters = counters;
        this.memory = HttpListener.answerMemory(request);
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
        int counted = text.length() <= SHORT ? 0 : text.length();
        if (response.writeQueueFull() || !memory.take(counted)) {
            counters.onCut();
            HttpListener.cutOff(request);
            onOver();
            return false;
        }
        toldNanos = System.nanoTime();
        response.write(text).onComplete(_ -> memory.giveBack(counted));
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
