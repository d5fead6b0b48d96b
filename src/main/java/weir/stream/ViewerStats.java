package weir.stream;

import weir.congestion.BandwidthStats;
import weir.forward.Diagnosis;
import weir.forward.FrameStats;
import weir.forward.PublisherFacts;
import weir.forward.SourceLayer;
import weir.forward.ViewerFacts;
import weir.peer.OutgoingMedia;
import weir.rtp.MediaKind;
import weir.rtp.PayloadFormat;

import java.util.List;
import java.util.Optional;

/// What one viewer is sent, and what its path carries. A value.
///
/// @param path           empty where the viewer tells nothing of it
/// @param limited        whether the path was seen to carry less than was sent
/// @param retransmitted  packets sent again
/// @param paused         whether it asked for no picture
/// @param target         the layer that it is sent, or awaits
/// @param current        the layer that it is sent; where it has the target's SSRC, the target
/// @param lowestLayerBps of all that the publisher sends; 0 if not known
/// @param frames         of the picture that it was sent; empty where it has none
/// @param awaitedNanos   for how long it was sent no picture for want of a key frame; 0 if not
public record ViewerStats(
        boolean connected,
        List<OutgoingMedia> media,
        Optional<BandwidthStats> path,
        boolean limited,
        long retransmitted,
        boolean paused,
        Optional<SourceLayer> target,
        Optional<SourceLayer> current,
        long lowestLayerBps,
        Optional<FrameStats> frames,
        long awaitedNanos) {

    private static final int PERCENT = 100;
    private static final long FROZEN_NANOS = 1_000_000_000;

    /// Whether a picture that it had stands still.
    public boolean isFrozen() {
        return !paused && frames.filter(each -> each.sinceFrameNanos() > FROZEN_NANOS).isPresent();
    }

    /// Why it may see nothing.
    public List<Diagnosis> diagnoses(PublisherFacts publisher) {
        return Diagnosis.of(publisher, facts());
    }

    private ViewerFacts facts() {
        List<PayloadFormat> video =
                media.stream()
                        .filter(each -> each.kind() == MediaKind.VIDEO)
                        .flatMap(each -> each.formats().stream())
                        .toList();
        return new ViewerFacts(
                connected,
                video,
                paused,
                path.map(BandwidthStats::estimateBps).orElse(Long.MAX_VALUE),
                lowestLayerBps,
                target.isPresent() || video.isEmpty(),
                awaitedNanos,
                path.map(each -> (int) Math.round(PERCENT * each.lossShare())).orElse(0));
    }
}
