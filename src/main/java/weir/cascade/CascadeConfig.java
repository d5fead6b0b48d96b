package weir.cascade;

import java.time.Duration;

/// How streams are brought here from other nodes. A value.
///
/// @param grace how long a stream is still pulled after its last viewer has left, 0 or more
public record CascadeConfig(Duration grace) {
    public CascadeConfig {
        if (grace.isNegative()) {
            throw new IllegalArgumentException("cascade.grace must be 0 or more, is " + grace);
        }
    }
}
