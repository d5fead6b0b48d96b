package weir.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.VertxConnection;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;

/// Holds what a client of HTTP/1 sends before the request before it is answered, so that Vert.x has
/// one at a time: what Vert.x 5.0 holds itself it never releases when the connection ends.
final class OneRequestAtATime extends ChannelDuplexHandler {
    /// Heads and pieces of bodies; nobody who waits for answers has as many.
    static final int WAITING_MAX = 256;

    /// Bytes of them, as they are kept: an offer and its head.
    static final int BYTES_MAX = 1 << 15;

    /// What an object costs beside its bytes, about.
    private static final int OVERHEAD = 64;

    private static final String VERTX = "handler";

    private final Deque<Object> waiting = new ArrayDeque<>();
    private int waitingBytes;
    private boolean isAnswering;

    static void install(HttpConnection connection) {
        if (connection instanceof VertxConnection http1
                && http1.channel().pipeline().get(VERTX) != null) {
            http1.channel().pipeline().addBefore(VERTX, "one-request", new OneRequestAtATime());
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (waiting.isEmpty() && !mustWait(message)) {
            pass(context, message);
            return;
        }
        Object kept = trimmed(message);
        waiting.add(kept);
        waitingBytes += size(kept);
        if (waiting.size() > WAITING_MAX || waitingBytes > BYTES_MAX) {
            release();
            context.close();
        }
    }

    /// A piece of a body holds all that was read at once, however little of that it is.
    private static Object trimmed(Object message) {
        if (!(message instanceof HttpContent piece)) {
            return message;
        }
        try {
            return piece.replace(Unpooled.copiedBuffer(piece.content()));
        } finally {
            piece.release();
        }
    }

    private static int size(Object message) {
        return switch (message) {
            case HttpRequest head -> {
                int size = OVERHEAD + head.uri().length();
                for (Map.Entry<String, String> each : head.headers()) {
                    size += OVERHEAD + each.getKey().length() + each.getValue().length();
                }
                yield size;
            }
            case HttpContent piece -> OVERHEAD + piece.content().readableBytes();
            default -> OVERHEAD;
        };
    }

    private boolean mustWait(Object message) {
        return isAnswering && message instanceof HttpRequest;
    }

    private void pass(ChannelHandlerContext context, Object message) {
        isAnswering |= message instanceof HttpRequest;
        context.fireChannelRead(message);
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        boolean ends = message instanceof LastHttpContent && !isInterim(message);
        context.write(message, promise);
        if (ends) {
            isAnswering = false;
            // When Vert.x has done with the one before.
            context.executor().execute(() -> passWaiting(context));
        }
    }

    private static boolean isInterim(Object message) {
        return message instanceof HttpResponse response
                && response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
    }

    private void passWaiting(ChannelHandlerContext context) {
        boolean passed = false;
        while (!waiting.isEmpty() && !mustWait(waiting.peek())) {
            passed = true;
            Object next = waiting.poll();
            waitingBytes -= size(next);
            pass(context, next);
        }
        if (passed) {
            context.fireChannelReadComplete();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        release();
        context.fireChannelInactive();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        release();
    }

    private void release() {
        waiting.forEach(ReferenceCountUtil::release);
        waiting.clear();
        waitingBytes = 0;
    }
}
