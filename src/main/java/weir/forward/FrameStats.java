package weir.forward;

/// What a [FrameMeter] has seen of one source. A value.
///
/// @param frames                   in total, of which at least one packet came
/// @param framesPerSecond          over the last second that is complete in eighths
/// @param keyFrames                in total
/// @param sinceFrameNanos          since the first packet of the newest frame; -1 before the first
/// @param sinceKeyFrameNanos       since the newest key frame; -1 before the first
/// @param keyFrameIntervalNanos    between the last two key frames; -1 before the second
/// @param keyFrameIntervalMeanNanos between all of them; -1 before the second
/// @param keyFrameBytes            of RTP payload in the newest key frame, so far
/// @param longestGapNanos          between two frames that came within the last ten seconds, or
///     since the newest
/// @param freezes                  gaps that were far longer than the mean, in total
/// @param frozenNanos              how long they lasted together
public record FrameStats(
        long frames,
        double framesPerSecond,
        long keyFrames,
        long sinceFrameNanos,
        long sinceKeyFrameNanos,
        long keyFrameIntervalNanos,
        long keyFrameIntervalMeanNanos,
        long keyFrameBytes,
        long longestGapNanos,
        long freezes,
        long frozenNanos) {}
