package weir.testkit;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;

import weir.loop.OwnerLoop;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// The event loop of all clients in this JVM, and how a test's thread gets something done on it.
final class ClientLoop {
    private static final int SECONDS_MAX = 10;

    /// As long as the JVM: its threads do not keep it from ending.
    private static final Vertx VERTX =
            Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setUseDaemonThread(true));

    static final OwnerLoop OWNER = new OwnerLoop(VERTX.getOrCreateContext());

    private ClientLoop() {}

    static void run(Runnable task) {
        call(
                () -> {
                    task.run();
                    return true;
                });
    }

    static <T> T call(Callable<T> task) {
        if (OWNER.isCurrent()) {
            return direct(task);
        }
        CompletableFuture<T> result = new CompletableFuture<>();
        OWNER.post(
                () -> {
                    try {
                        result.complete(task.call());
                    } catch (Throwable failed) {
                        result.completeExceptionally(failed);
                    }
                });
        return await("the clients' loop answers", result);
    }

    private static <T> T direct(Callable<T> task) {
        try {
            return task.call();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    static <T> T await(String what, CompletableFuture<T> result) {
        try {
            return result.get(SECONDS_MAX, TimeUnit.SECONDS);
        } catch (TimeoutException late) {
            throw new AssertionError("not within " + SECONDS_MAX + " s: " + what, late);
        } catch (ExecutionException failed) {
            throw new AssertionError("failed: " + what, failed.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
