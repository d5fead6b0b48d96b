package weir.signaling;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.RoutingContext;

import weir.http.ByteBudget;

import java.util.Objects;

/// Reads the whole body of each request, and knows afterwards of a failure whether it was one of
/// this: what Netty finds wrong in chunks and trailers is an exception of any class.
///
/// In place of Vert.x's handler, which would keep of each request as much as one may have, of as
/// many requests as come.
final class BodyReading {
    private static final String UNDER_WAY = BodyReading.class.getName();
    private static final String BODY = "weir.body";
    private static final Buffer NONE = Buffer.buffer(0);
    private static final int TOO_LONG = 413;

    private final RoutingContext request;
    private final ByteBudget memory;
    private final long max;
    private Buffer body = NONE;
    private boolean over;

    private BodyReading(RoutingContext request, ByteBudget memory, long max) {
        this.request = request;
        this.memory = memory;
        this.max = max;
    }

    /// @param memory that all bodies share
    /// @param max bytes of one body, 0 or more; one with more fails with status 413
    /// @return the route
    static Route mount(Route route, ByteBudget memory, long max) {
        return route.handler(request -> new BodyReading(request, memory, max).begin());
    }

    /// Whether nothing but the reading has happened to the request so far.
    static boolean isUnderWay(RoutingContext request) {
        return request.get(UNDER_WAY) != null;
    }

    /// Empty if there is none.
    static Buffer body(RoutingContext request) {
        return Objects.requireNonNullElse(request.get(BODY), NONE);
    }

    private void begin() {
        HttpServerRequest from = request.request();
        request.put(UNDER_WAY, true);
        if (isAnnouncedTooLong(from)) {
            fail(TOO_LONG);
            return;
        }
        request.addEndHandler(_ -> release());
        from.exceptionHandler(this::onFailure).handler(this::onPiece).endHandler(_ -> onEnd());
        if ("100-continue".equalsIgnoreCase(from.getHeader(HttpHeaders.EXPECT))) {
            request.response().writeContinue();
        }
    }

    private boolean isAnnouncedTooLong(HttpServerRequest from) {
        String length = from.getHeader(HttpHeaders.CONTENT_LENGTH);
        // Netty has seen that it is digits; those of what is no long are many.
        return length != null && (length.length() > 18 || Long.parseLong(length) > max);
    }

    private void onPiece(Buffer piece) {
        if (over || request.response().ended()) {
            return;
        }
        if (body.length() + piece.length() > max) {
            fail(TOO_LONG);
        } else if (memory.take(piece.length())) {
            body = body == NONE ? Buffer.buffer() : body;
            body.appendBuffer(piece);
        } else {
            over = true;
            Answers.refuse(request, Refusal.Plain.TOO_MANY_BODIES);
        }
    }

    private void onEnd() {
        if (!over && !request.response().ended()) {
            over = true;
            request.put(BODY, body);
            request.remove(UNDER_WAY);
            request.next();
        }
    }

    private void onFailure(Throwable failure) {
        if (!over) {
            over = true;
            request.fail(failure);
        }
    }

    private void fail(int status) {
        over = true;
        request.fail(status);
    }

    private void release() {
        memory.giveBack(body.length());
        body = NONE;
    }
}
