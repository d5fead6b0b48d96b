package weir.congestion;

import java.time.Duration;

/// How arrivals are fed back. A value.
///
/// @param interval  from one feedback to the next, 1 ms or more
/// @param windowMax transport-wide sequence numbers remembered, a power of two, 64 to 8192; what is
///                  further behind the newest is not reported any more
public record ArrivalLogConfig(Duration interval, int windowMax) {
    static final ArrivalLogConfig DEFAULT = new ArrivalLogConfig(Duration.ofMillis(50), 8192);

    public ArrivalLogConfig {
        if (interval.compareTo(Duration.ofMillis(1)) < 0) {
            throw new IllegalArgumentException(
                    "arrival-log.interval must be 1 ms or more, is " + interval);
        }
        if (Integer.bitCount(windowMax) != 1 || windowMax < 64 || windowMax > 8192) {
            throw new IllegalArgumentException(
                    "arrival-log.window-max must be a power of two, 64 to 8192, is " + windowMax);
        }
    }
}
