package weir.admin;

import java.time.Duration;

/// How a node is emptied. A value.
///
/// @param deadline         how long sessions may stay if nobody says otherwise, 0 or more
/// @param viewersPerSecond how many are told to go elsewhere, 1 or more
public record DrainConfig(Duration deadline, int viewersPerSecond) {
    public DrainConfig {
        if (deadline.isNegative()) {
            throw new IllegalArgumentException("drain.deadline must be 0 or more, is " + deadline);
        }
        if (viewersPerSecond < 1) {
            throw new IllegalArgumentException(
                    "drain.viewers-per-second must be 1 or more, is " + viewersPerSecond);
        }
    }
}
