package weir.admin;

import java.time.Duration;

/// What the API may do. A value.
///
/// @param createdIdle       how long a stream that was created stays without publisher and viewers,
///     whole seconds, 4 or more; 0 until it is deleted
/// @param createdStreamsMax streams that are created in the cluster, 0 or more
public record ApiConfig(Duration createdIdle, int createdStreamsMax) {
    private static final Duration IDLE_MIN = Duration.ofSeconds(4);

    public ApiConfig {
        if (createdIdle.toMillisPart() != 0
                || !createdIdle.isZero() && createdIdle.compareTo(IDLE_MIN) < 0) {
            throw new IllegalArgumentException(
                    "api.created-idle must be 0s, or 4s or more in whole seconds, is "
                            + createdIdle);
        }
        if (createdStreamsMax < 0) {
            throw new IllegalArgumentException(
                    "api.created-streams-max must be 0 or more, is " + createdStreamsMax);
        }
    }
}
