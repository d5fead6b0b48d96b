package weir.forward;

import weir.rtp.PayloadFormat;

import java.util.Optional;

/// What a [Diagnosis] must know of a publisher. A value; what has never happened is
/// [Diagnosis#NEVER].
///
/// @param sincePacketNanos          since the newest packet of any medium
/// @param videoOffered              the session has a video section
/// @param sinceVideoNanos           since the newest packet of video
/// @param sinceKeyFrameNanos        since the newest key frame
/// @param unansweredRequestNanos    since the oldest key-frame request that no key frame followed;
///     [Diagnosis#NEVER] if there is none
/// @param format                    of the video, with the parameters that its pictures have (see
///     [PayloadFormat#withParameters(String)]); empty as long as none came
/// @param parameterSetsLacking      the newest key frame came without parameter sets, and none are
///     known from before
/// @param reordering                see [ReorderDetector]
public record PublisherFacts(
        long sincePacketNanos,
        boolean videoOffered,
        long sinceVideoNanos,
        long sinceKeyFrameNanos,
        long unansweredRequestNanos,
        Optional<PayloadFormat> format,
        boolean parameterSetsLacking,
        boolean reordering) {}
