package weir.forward;

import weir.codec.DependencyDescriptor;
import weir.codec.PayloadDescriptor;
import weir.codec.PayloadReader;
import weir.rtp.RtpPacket;

/// Decides which packets of one SSRC a viewer is sent who is to get some of its layers: never one
/// of a frame that needs another which was left out.
///
/// It goes to more layers only where the codec says that it can, and to fewer at the next picture.
/// Decisions are kept, so that a packet which comes late or again is treated as the rest of its
/// frame. One for each viewer and SSRC; owned by the viewer's loop.
public sealed interface LayerFilter permits DependencyFilter, Vp9Filter, TemporalFilter {
    /// Higher than any layer.
    int ALL = 7;

    /// What the viewer is to get, as soon as that can be.
    ///
    /// @param spatialId  the highest spatial layer, 0..[#ALL]
    /// @param temporalId the highest temporal layer, 0..[#ALL]
    void aim(int spatialId, int temporalId);

    /// Each packet once, in the order of arrival, from the first packet of a key frame on. The
    /// answer for one that is asked about again is the same.
    ///
    /// @param packet       lent
    /// @param descriptor   of its payload
    /// @param dependencies of its header, or [DependencyDescriptor#UNKNOWN]
    boolean keeps(
            RtpPacket packet, PayloadDescriptor descriptor, DependencyDescriptor dependencies);

    /// The highest spatial layer that is sent at present, or [Rewriter#EVERY_LAYER]: for
    /// [Rewriter#onLayers(int, int)].
    int topSpatialId();

    /// Mask of the decode targets that are sent at present, or [Rewriter#EVERY_TARGET]: for
    /// [Rewriter#onLayers(int, int)].
    int activeTargets();

    /// The highest temporal layer that is sent at present.
    int temporalId();

    /// What it aims at cannot be had, or nothing can, before the next key frame.
    boolean isKeyFrameNeeded();

    /// @param reader       of the payloads
    /// @param dependencies whether the packets carry dependency descriptors
    static LayerFilter of(PayloadReader reader, boolean dependencies) {
        if (dependencies) {
            return new DependencyFilter();
        }
        return reader == PayloadReader.VP9 ? new Vp9Filter() : new TemporalFilter();
    }
}
