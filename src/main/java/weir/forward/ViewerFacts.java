package weir.forward;

import weir.rtp.PayloadFormat;

import java.util.List;

/// What a [Diagnosis] must know of a viewer. A value.
///
/// @param connected       its ICE has a selected pair, and DTLS its keys
/// @param formats         of the video that it was agreed to be sent; empty if it only listens
/// @param paused          it asked for no video
/// @param estimateBps     of its path; 0 if there is none
/// @param lowestLayerBps  what the lowest layer of the publisher takes; 0 if not known
/// @param layerSelected   there is a layer that it is, or will be, sent
/// @param awaitingKeyFrameNanos for how long it has been sent no video for want of a key frame; 0
///     if it is not so
/// @param lossPercent     that it reported last, 0..100
public record ViewerFacts(
        boolean connected,
        List<PayloadFormat> formats,
        boolean paused,
        long estimateBps,
        long lowestLayerBps,
        boolean layerSelected,
        long awaitingKeyFrameNanos,
        int lossPercent) {}
