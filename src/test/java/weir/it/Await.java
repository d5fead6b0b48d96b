package weir.it;

import java.time.Duration;
import java.util.concurrent.Callable;

/// Waits for what other processes do.
public final class Await {
    private static final Duration INTERVAL = Duration.ofMillis(20);

    private Await() {}

    /// Asks again and again until the condition holds. An exception of its counts as false.
    ///
    /// @param what the condition in words, for the message of the failure
    public static void until(String what, Duration atMost, Callable<Boolean> condition) {
        long deadline = System.nanoTime() + atMost.toNanos();
        Exception last = null;
        do {
            try {
                if (condition.call()) {
                    return;
                }
                last = null;
            } catch (Exception notYet) {
                last = notYet;
            }
            pause(INTERVAL);
        } while (System.nanoTime() < deadline);
        throw new AssertionError("not within " + atMost + ": " + what, last);
    }

    /// For spans in which something is measured or must not happen; for all else there is [#until].
    public static void pause(Duration span) {
        try {
            Thread.sleep(span);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
