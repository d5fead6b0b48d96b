package weir.congestion;

import java.time.Duration;

/// What a publisher without transport-wide feedback may send. A value.
///
/// @param bitrateMinBps no ceiling is lower, positive
/// @param bitrateMaxBps no ceiling is higher, nor the first one lower
/// @param interval      from one REMB to the next, positive; also the time over which loss is
///                      measured
public record BitrateCeilingConfig(long bitrateMinBps, long bitrateMaxBps, Duration interval) {
    public static final BitrateCeilingConfig DEFAULT =
            new BitrateCeilingConfig(100_000, 20_000_000, Duration.ofSeconds(1));

    public BitrateCeilingConfig {
        if (bitrateMinBps <= 0) {
            throw new IllegalArgumentException(
                    "bitrate-ceiling.bitrate-min must be positive, is " + bitrateMinBps);
        }
        if (bitrateMaxBps < bitrateMinBps) {
            throw new IllegalArgumentException(
                    "bitrate-ceiling.bitrate-max must be bitrate-min or more, is " + bitrateMaxBps);
        }
        if (!interval.isPositive()) {
            throw new IllegalArgumentException(
                    "bitrate-ceiling.interval must be positive, is " + interval);
        }
    }
}
