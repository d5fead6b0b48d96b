package weir.peer;

import weir.rtp.Bitrate;

import java.util.List;

/// What publishers may send. A value.
///
/// @param bitrateMin   no publisher is asked for less, `bitrateMax` or less. 0 for none: one that
///     sends more than its network takes loses the rest, so that only those set it who know their
///     networks
/// @param bitrateMax   of all media of one publisher together, more than 0
/// @param streamLimits for certain streams instead of the other two, each as [StreamLimit] reads
///     it; the first that fits counts
public record MediaConfig(Bitrate bitrateMin, Bitrate bitrateMax, List<String> streamLimits) {
    public MediaConfig {
        streamLimits = List.copyOf(streamLimits);
        if (bitrateMax.bps() == 0) {
            throw new IllegalArgumentException(
                    "media.bitrate-max must be more than 0, is " + bitrateMax);
        }
        if (bitrateMin.compareTo(bitrateMax) > 0) {
            throw new IllegalArgumentException(
                    "media.bitrate-min must be media.bitrate-max (%s) or less, is %s"
                            .formatted(bitrateMax, bitrateMin));
        }
        for (String text : streamLimits) {
            if (StreamLimit.parse(text).isEmpty()) {
                throw new IllegalArgumentException(
                        "media.stream-limits must be of the form name=min-max or name=max, such as"
                                + " cam-*=300k-2M, with min no higher than max, is '"
                                + text
                                + "'");
            }
        }
    }

    /// Those of every stream that has none of its own.
    public BitrateLimits limits() {
        return new BitrateLimits(bitrateMin, bitrateMax);
    }

    public BitrateLimits limits(String stream) {
        return streamLimits.stream()
                .map(text -> StreamLimit.parse(text).orElseThrow())
                .filter(limit -> limit.fits(stream))
                .map(StreamLimit::limits)
                .findFirst()
                .orElseGet(this::limits);
    }
}
