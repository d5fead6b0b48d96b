package weir.testkit;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.internal.VertxInternal;

import weir.loop.OwnerLoop;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// A few event loops, for tests of what is owned by one. Waits for what it runs on them.
public final class Loops implements AutoCloseable {
    private static final int ROUNDS = 12;
    private static final long WAIT_SECONDS = 20;

    private final Vertx vertx;
    private final List<OwnerLoop> loops = new ArrayList<>();

    public Loops(int size) {
        vertx =
                Vertx.vertx(
                        new VertxOptions()
                                .setPreferNativeTransport(true)
                                .setEventLoopPoolSize(size));
        for (int i = 0; i < size; i++) {
            loops.add(new OwnerLoop(((VertxInternal) vertx).createEventLoopContext()));
        }
    }

    public Vertx vertx() {
        return vertx;
    }

    public OwnerLoop loop(int index) {
        return loops.get(index);
    }

    public <T> T call(OwnerLoop loop, Callable<T> task) {
        CompletableFuture<T> result = new CompletableFuture<>();
        loop.post(
                () -> {
                    try {
                        result.complete(task.call());
                    } catch (Throwable failure) {
                        result.completeExceptionally(failure);
                    }
                });
        try {
            return result.get(WAIT_SECONDS, TimeUnit.SECONDS);
        } catch (Exception failure) {
            throw new AssertionError(failure);
        }
    }

    public void run(OwnerLoop loop, Runnable task) {
        call(
                loop,
                () -> {
                    task.run();
                    return true;
                });
    }

    /// Returns when what was posted is done, and what that posted in turn, some calls deep.
    public void settle() {
        for (int i = 0; i < ROUNDS; i++) {
            loops.forEach(loop -> run(loop, () -> {}));
        }
    }

    @Override
    public void close() {
        try {
            vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
        } catch (Exception failure) {
            throw new AssertionError(failure);
        }
    }
}
