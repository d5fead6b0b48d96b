package weir.cascade;

import java.time.Duration;
import java.util.Optional;

/// Why there is no session with another server.
final class ForeignFailure extends Exception {
    /// Somebody published the stream meanwhile.
    static final ForeignFailure STREAM_TAKEN =
            new ForeignFailure("somebody publishes the stream", Optional.empty());

    private final transient Optional<Duration> retryAfter;

    ForeignFailure(String because, Optional<Duration> retryAfter) {
        super(because, null, false, false);
        this.retryAfter = retryAfter;
    }

    /// What the server said.
    Optional<Duration> retryAfter() {
        return retryAfter;
    }
}
