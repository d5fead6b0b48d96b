package weir.cascade;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// How long to wait before another server is tried again: longer each time, and never as long as
/// others wait. Sans-IO. Owned by whoever asks.
final class RetryDelay {
    private static final long FIRST_MILLIS = 1_000;
    private static final long MAX_MILLIS = 30_000;
    private static final int DOUBLINGS_MAX = 5;

    private final RandomGenerator random;
    private int failures;

    RetryDelay(RandomGenerator random) {
        this.random = random;
    }

    /// @return 0.5 to 1 times what has doubled since the last success, from 1 s to 30 s
    Duration onFailure() {
        long whole = Math.min(MAX_MILLIS, FIRST_MILLIS << Math.min(failures++, DOUBLINGS_MAX));
        return Duration.ofMillis(whole / 2 + random.nextLong(whole / 2 + 1));
    }

    /// The server said when (`Retry-After`), and is believed from 1 s to 30 s.
    Duration onToldToWait(Duration told) {
        long millis = Math.clamp(told.toMillis(), FIRST_MILLIS, MAX_MILLIS);
        return Duration.ofMillis(millis + random.nextLong(millis / 2));
    }

    void onSuccess() {
        failures = 0;
    }
}
