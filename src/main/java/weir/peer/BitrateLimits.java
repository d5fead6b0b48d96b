package weir.peer;

import weir.congestion.BitrateCeilingConfig;
import weir.rtp.Bitrate;

import java.util.Optional;

/// Between which bit rates a publisher is asked to stay. A value.
///
/// @param min 0 for none
/// @param max more than 0, and `min` or more
public record BitrateLimits(Bitrate min, Bitrate max) {
    /// What a publisher may send who is told nothing. To name this much would not be a limit but
    /// leave: a browser that is told of a maximum sends up to it, where it would send 2.5 Mbit/s by
    /// itself.
    public static final Bitrate UNTOLD = new Bitrate(20_000_000);

    public BitrateLimits {
        if (!areLimits(min, max)) {
            throw new IllegalArgumentException(
                    "%s and %s are no limits of a bit rate".formatted(min, max));
        }
    }

    private static boolean areLimits(Bitrate min, Bitrate max) {
        return max.bps() > 0 && min.compareTo(max) <= 0;
    }

    static Optional<BitrateLimits> find(Optional<Bitrate> min, Optional<Bitrate> max) {
        return min.isPresent() && max.isPresent() && areLimits(min.get(), max.get())
                ? Optional.of(new BitrateLimits(min.get(), max.get()))
                : Optional.empty();
    }

    /// The same, but no more than this.
    ///
    /// @param most more than 0
    public BitrateLimits atMost(Bitrate most) {
        return new BitrateLimits(
                min.compareTo(most) < 0 ? min : most, max.compareTo(most) < 0 ? max : most);
    }

    public boolean hasMin() {
        return min.bps() > 0;
    }

    /// Whether the maximum is one that publishers must be told of.
    public boolean tellsMax() {
        return max.compareTo(UNTOLD) < 0;
    }

    /// The ceiling of those who take REMB.
    public BitrateCeilingConfig ceiling() {
        BitrateCeilingConfig defaults = BitrateCeilingConfig.DEFAULT;
        long lowest = hasMin() ? min.bps() : Math.min(defaults.bitrateMinBps(), max.bps());
        return new BitrateCeilingConfig(lowest, max.bps(), defaults.interval());
    }
}
