package weir.conformance.rtc;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;

import weir.loop.OwnerLoop;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

/// The event loop of all clients of this JVM. It lives as long as the JVM, and does not keep it
/// from
/// ending.
final class RtcLoop {
    private static final Vertx VERTX =
            Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setUseDaemonThread(true));

    static final OwnerLoop OWNER = new OwnerLoop(VERTX.getOrCreateContext());

    private RtcLoop() {}

    /// Has something done on the loop, and waits for it.
    static <T> T call(Callable<T> task) {
        CompletableFuture<T> result = new CompletableFuture<>();
        OWNER.post(
                () -> {
                    try {
                        result.complete(task.call());
                    } catch (Exception | AssertionError failed) {
                        result.completeExceptionally(failed);
                    }
                });
        return result.join();
    }
}
