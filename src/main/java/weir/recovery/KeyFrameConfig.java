package weir.recovery;

import java.time.Duration;

/// How often a publisher is asked for key frames. A value.
///
/// @param interval    least time from one request to the next, positive
/// @param repeatFirst from a request to its first repetition, no shorter than the interval; each
///                    later one takes twice as long
/// @param repeatMax   longest time between repetitions, no shorter than the first
public record KeyFrameConfig(Duration interval, Duration repeatFirst, Duration repeatMax) {
    public static final KeyFrameConfig DEFAULT =
            new KeyFrameConfig(
                    Duration.ofMillis(500), Duration.ofMillis(500), Duration.ofSeconds(4));

    public KeyFrameConfig {
        if (!interval.isPositive()) {
            throw new IllegalArgumentException(
                    "key-frame.interval must be positive, is " + interval);
        }
        if (repeatFirst.compareTo(interval) < 0) {
            throw new IllegalArgumentException(
                    "key-frame.repeat-first must be the interval or more, is " + repeatFirst);
        }
        if (repeatMax.compareTo(repeatFirst) < 0) {
            throw new IllegalArgumentException(
                    "key-frame.repeat-max must be repeat-first or more, is " + repeatMax);
        }
    }
}
