package weir.recovery;

import java.time.Duration;

/// When lost packets are asked for again. A value.
///
/// @param delay       from the gap to the first NACK, 0 or more: packets that are only out of order
///                    within it are not asked for; it grows up to 30 ms where that is not enough
/// @param interval    from the first NACK for a packet to the second, positive, and ever longer
///                    after that; once a repair has shown how long the round trip is, that counts
/// @param attemptsMax NACKs for one packet, 1 or more, before it is given up
/// @param missingMax  packets missing at once, 1 to 16384, before all are given up
public record NackConfig(Duration delay, Duration interval, int attemptsMax, int missingMax) {
    public static final NackConfig DEFAULT =
            new NackConfig(Duration.ofMillis(10), Duration.ofMillis(50), 10, 500);

    private static final int MISSING_LIMIT = 16_384;

    public NackConfig {
        if (delay.isNegative()) {
            throw new IllegalArgumentException("nack.delay must be 0 or more, is " + delay);
        }
        if (!interval.isPositive()) {
            throw new IllegalArgumentException("nack.interval must be positive, is " + interval);
        }
        if (attemptsMax < 1) {
            throw new IllegalArgumentException(
                    "nack.attempts-max must be 1 or more, is " + attemptsMax);
        }
        if (missingMax < 1 || missingMax > MISSING_LIMIT) {
            throw new IllegalArgumentException(
                    "nack.missing-max must be 1 to " + MISSING_LIMIT + ", is " + missingMax);
        }
    }
}
