package weir.congestion;

import weir.rtp.Bitrate;

import java.time.Duration;

/// How the bandwidth to one viewer is estimated. A value.
///
/// @param bitrateStart  the estimate before anything is known, between the other two
/// @param bitrateMin    no estimate is lower, positive
/// @param bitrateMax    no estimate is higher, and no probe is faster
/// @param probeInterval from one look for more bandwidth to the next while more is wanted than the
///                      estimate allows, 100 ms or more
/// @param windowMax     packets with transport-wide sequence numbers remembered until their
///                      feedback comes, a power of two, 256 to 8192; each takes 13 bytes, as
///                      far as it is needed
public record BandwidthConfig(
        Bitrate bitrateStart,
        Bitrate bitrateMin,
        Bitrate bitrateMax,
        Duration probeInterval,
        int windowMax) {
    public static final BandwidthConfig DEFAULT =
            new BandwidthConfig(
                    new Bitrate(1_000_000),
                    new Bitrate(50_000),
                    new Bitrate(20_000_000),
                    Duration.ofSeconds(3),
                    2048);

    public BandwidthConfig {
        if (bitrateMin.bps() == 0) {
            throw new IllegalArgumentException("bandwidth.bitrate-min must be positive, is 0");
        }
        if (bitrateStart.compareTo(bitrateMin) < 0 || bitrateStart.compareTo(bitrateMax) > 0) {
            throw new IllegalArgumentException(
                    "bandwidth.bitrate-start must be between bitrate-min and bitrate-max, is "
                            + bitrateStart);
        }
        if (probeInterval.compareTo(Duration.ofMillis(100)) < 0) {
            throw new IllegalArgumentException(
                    "bandwidth.probe-interval must be 100 ms or more, is " + probeInterval);
        }
        if (Integer.bitCount(windowMax) != 1 || windowMax < 256 || windowMax > 8192) {
            throw new IllegalArgumentException(
                    "bandwidth.window-max must be a power of two, 256 to 8192, is " + windowMax);
        }
    }
}
