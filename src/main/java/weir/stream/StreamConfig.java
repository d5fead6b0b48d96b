package weir.stream;

import java.time.Duration;

/// How streams are given to their viewers. A value.
///
/// @param instantStart         when viewers start in the past
/// @param instantStartMax      how far back at most, positive
/// @param instantStartBytesMax of one encoding that are kept for it, more than 0
public record StreamConfig(
        InstantStart instantStart, Duration instantStartMax, int instantStartBytesMax) {
    public StreamConfig {
        if (!instantStartMax.isPositive()) {
            throw new IllegalArgumentException(
                    "stream.instant-start-max must be positive, is " + instantStartMax);
        }
        if (instantStartBytesMax <= 0) {
            throw new IllegalArgumentException(
                    "stream.instant-start-bytes-max must be more than 0, is "
                            + instantStartBytesMax);
        }
    }
}
