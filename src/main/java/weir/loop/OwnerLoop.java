package weir.loop;

import io.netty.channel.EventLoop;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;

import java.util.Objects;
import java.util.function.Supplier;

/// The event loop that owns an object, for life. A ref: any thread may hold it.
public final class OwnerLoop {
    private final ContextInternal context;
    private final EventLoop eventLoop;

    /// @param context of an event-loop verticle
    public OwnerLoop(Context context) {
        this.context = (ContextInternal) Objects.requireNonNull(context);
        this.eventLoop = this.context.nettyEventLoop();
    }

    /// Every entry point of an owned object begins with this; free unless assertions are on.
    public void assertOwned() {
        assert eventLoop.inEventLoop()
                : "called on " + Thread.currentThread() + ", owned by another loop";
    }

    public boolean isCurrent() {
        return eventLoop.inEventLoop();
    }

    /// Runs the task on this loop, after all that were posted from the same thread before; never at
    /// once. A posted task that throws is reported by Vert.x's context, and the loop goes on.
    public void post(Runnable task) {
        eventLoop.execute(() -> context.dispatch(task));
    }

    /// Has a question answered on this loop, as [#post] runs a task there.
    ///
    /// @param asker where the result is wanted: it completes on that loop, and fails with what the
    ///     question throws
    public <T> Future<T> ask(OwnerLoop asker, Supplier<T> question) {
        Promise<T> answer = asker.context.promise();
        post(
                () -> {
                    try {
                        answer.complete(question.get());
                    } catch (RuntimeException | AssertionError wrong) {
                        answer.fail(wrong);
                        throw wrong;
                    }
                });
        return answer.future();
    }

    /// For what must be opened on this very loop: channels and timers.
    public EventLoop eventLoop() {
        return eventLoop;
    }

    public ContextInternal context() {
        return context;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof OwnerLoop loop && loop.eventLoop == eventLoop;
    }

    @Override
    public int hashCode() {
        return eventLoop.hashCode();
    }
}
