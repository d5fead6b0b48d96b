package weir.peer;

import weir.congestion.BitrateCeilingConfig;
import weir.recovery.KeyFrameConfig;
import weir.recovery.NackConfig;
import weir.srtp.SrtpEngine;

import java.time.Duration;

/// What all peers of a node have in common. A value.
///
/// @param engine               that seals and opens media
/// @param unixOffsetNanos      what makes nanoseconds since 1970 of a `nowNanos`: the node's wall
///                             clock in its sender reports, which then never jumps
/// @param establishmentTimeout from the peer's making until there are a path and keys
/// @param bitrate              what a publisher that knows only REMB may send, unless its stream
///     has limits of its own
public record PeerConfig(
        SrtpEngine engine,
        long unixOffsetNanos,
        Duration establishmentTimeout,
        BitrateCeilingConfig bitrate,
        NackConfig nack,
        KeyFrameConfig keyFrames) {

    /// The same for a publisher that is to stay within these limits.
    public PeerConfig within(BitrateLimits limits) {
        return new PeerConfig(
                engine, unixOffsetNanos, establishmentTimeout, limits.ceiling(), nack, keyFrames);
    }
}
