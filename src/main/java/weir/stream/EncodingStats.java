package weir.stream;

import weir.forward.FrameStats;
import weir.rtp.PayloadFormat;

/// One video encoding of a publisher as measured. A value.
///
/// @param format               of its newest packet, with the parameters that its pictures have
/// @param width                in pixels, 0 if unknown
/// @param height               in pixels, 0 if unknown
/// @param bitrateBps           over the last second
/// @param reordering           whether pictures come in another order than they are shown in
/// @param parameterSetsLacking the newest key frame came without parameter sets, and none are known
public record EncodingStats(
        int ssrc,
        PayloadFormat format,
        int width,
        int height,
        long bitrateBps,
        FrameStats frames,
        boolean reordering,
        boolean parameterSetsLacking) {}
