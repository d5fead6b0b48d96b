package weir.peer;

import weir.rtp.Bitrate;

/// What every publisher may send. A value.
///
/// @param bitrateMax of all media of one publisher together, more than 0
public record MediaConfig(Bitrate bitrateMax) {
    public MediaConfig {
        if (bitrateMax.bps() == 0) {
            throw new IllegalArgumentException(
                    "media.bitrate-max must be more than 0, is " + bitrateMax);
        }
    }
}
