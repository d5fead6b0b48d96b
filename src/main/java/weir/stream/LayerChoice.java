package weir.stream;

import weir.forward.LayerConfig;
import weir.forward.LayerFilter;
import weir.forward.LayerForwarder;
import weir.forward.LayerLimits;
import weir.forward.LayerSelector;
import weir.forward.SourceLayer;

import java.util.List;
import java.util.Optional;

/// Which layer one viewer is to get, of what it allows and its path carries. Owned by its
/// [VideoTrack].
final class LayerChoice {
    private static final long AUDIO_BPS = 100_000;

    private final LayerSelector selector = new LayerSelector(LayerConfig.DEFAULT);
    private LayerLimits limits = LayerLimits.AUTOMATIC;
    private boolean paused;
    private long aimedBps;

    void onEstimate(long bps, long nowNanos) {
        selector.onEstimate(bps, nowNanos);
    }

    void onLayers(List<SourceLayer> layers, long nowNanos) {
        selector.onLayers(layers, nowNanos);
    }

    void limit(LayerLimits wanted, long nowNanos) {
        limits = wanted;
        selector.onLimits(wanted, nowNanos);
    }

    void onPaused(boolean isPaused) {
        paused = isPaused;
        selector.onPaused(isPaused);
    }

    /// Empty while it is paused, and where there is no layer.
    Optional<SourceLayer> target() {
        return selector.target();
    }

    /// What the best layer needs that the viewer may get, and by how much the estimate must exceed
    /// it.
    long wantedBps(List<SourceLayer> layers) {
        long best = 0;
        for (SourceLayer layer : layers) {
            boolean may = !paused && limits.names(layer) && limits.allows(layer);
            best = Math.max(best, may ? layer.bitrateBps() : 0);
        }
        return best + best / 4 + AUDIO_BPS;
    }

    /// Lets the viewer be brought to the layer.
    ///
    /// @param temporalIdMax that there is time for
    /// @return whether much more is to be sent than before
    boolean aim(LayerForwarder forwarder, SourceFeed source, int temporalIdMax) {
        Optional<SourceLayer> target = target();
        Encoding encoding = target.isEmpty() ? null : source.find(target.get().ssrc());
        if (encoding == null) {
            return false;
        }
        SourceLayer layer = target.get();
        boolean follows = forwarder.follows(layer.ssrc());
        LayerFilter filter = follows ? forwarder.filter() : encoding.filter();
        forwarder.aim(layer, filter, layer.bitrateBps() < aimedBps);
        forwarder.filter().aim(layer.spatialId(), Math.min(layer.temporalId(), temporalIdMax));
        boolean raised = layer.bitrateBps() > 2 * aimedBps;
        aimedBps = layer.bitrateBps();
        return raised;
    }

    /// Of the layer that was aimed at last; 0 before the first.
    long aimedBps() {
        return aimedBps;
    }
}
