package weir.forward;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Chooses the layer that one viewer is to get: the best that is allowed and fits the estimate. To
/// a lower one it goes at once, or within a second where a layer that was held for long lacks
/// little; to a higher one only if that fitted with a margin for a time.
///
/// Layers rank by their size and then by their bit rate; where a size is unknown by their bit rate
/// alone. A smaller picture at the full frame rate is better than a larger one that stutters:
/// unless the viewer wants it otherwise, temporal layers are left out only of the lowest encoding
/// or spatial layer. Sans-IO; owned by the viewer's loop.
public final class LayerSelector {
    private static final long NEVER = Long.MIN_VALUE;
    private static final long UNKNOWN = Long.MAX_VALUE;

    /// A layer is kept whose bit rate is a little above the estimate: both go up and down.
    private static final int KEPT_PERCENT = 90;

    /// One delay that only seemed to be a full path lowers the estimate to 85 % of what is sent.
    private static final int BORNE_PERCENT = 75;

    private static final long BORNE_NANOS = 1_000_000_000;

    private final LayerConfig config;

    private List<SourceLayer> all = List.of();
    private List<SourceLayer> ranked = List.of();
    private LayerLimits limits = LayerLimits.AUTOMATIC;
    private long estimateBps = UNKNOWN;
    private boolean paused;
    private Optional<SourceLayer> target = Optional.empty();

    private long upDelayNanos;
    private long fitsSinceNanos = NEVER;
    private int fits;
    private long wentUpNanos = NEVER;
    private long takenNanos;
    private long bearsSinceNanos = NEVER;

    public LayerSelector(LayerConfig config) {
        this.config = config;
        upDelayNanos = config.upDelay().toNanos();
    }

    /// As often as they are measured. One that is not among them, or has no bit rate, cannot be
    /// had.
    public void onLayers(List<SourceLayer> layers, long nowNanos) {
        all = List.copyOf(layers);
        rank();
        choose(nowNanos);
    }

    /// A layer that is named and that the source lacks is as if none were named.
    public void onLimits(LayerLimits newLimits, long nowNanos) {
        limits = newLimits;
        target = Optional.empty();
        rank();
        choose(nowNanos);
    }

    /// @param bps what the viewer's path carries of this video; until it is known all fits
    public void onEstimate(long bps, long nowNanos) {
        boolean first = estimateBps == UNKNOWN;
        estimateBps = bps;
        if (first) {
            target = Optional.empty();
        }
        choose(nowNanos);
    }

    public void onPaused(boolean isPaused) {
        paused = isPaused;
    }

    /// Empty while it is paused, and where there is no layer.
    public Optional<SourceLayer> target() {
        return paused ? Optional.empty() : target;
    }

    private void rank() {
        List<SourceLayer> sent = new ArrayList<>(all);
        sent.removeIf(layer -> layer.bitrateBps() <= 0);
        boolean sized = sent.stream().allMatch(layer -> layer.pixels() > 0);
        Comparator<SourceLayer> byBitrate = Comparator.comparingLong(SourceLayer::bitrateBps);
        sent.sort(
                sized
                        ? Comparator.comparingLong(SourceLayer::pixels).thenComparing(byBitrate)
                        : byBitrate);
        List<SourceLayer> named = sent.stream().filter(limits::names).toList();
        List<SourceLayer> chosen = named.isEmpty() ? sent : named;
        List<SourceLayer> allowed = chosen.stream().filter(limits::allows).toList();
        ranked =
                allowed.isEmpty()
                        ? chosen.subList(0, Math.min(1, chosen.size()))
                        : atFullFrameRate(allowed);
    }

    private static List<SourceLayer> atFullFrameRate(List<SourceLayer> allowed) {
        SourceLayer lowest = allowed.getFirst();
        List<SourceLayer> full = new ArrayList<>();
        for (SourceLayer layer : allowed) {
            if (layer.isSamePicture(lowest) || !hasMore(allowed, layer)) {
                full.add(layer);
            }
        }
        return full;
    }

    private static boolean hasMore(List<SourceLayer> allowed, SourceLayer than) {
        for (SourceLayer layer : allowed) {
            if (layer.isSamePicture(than) && layer.temporalId() > than.temporalId()) {
                return true;
            }
        }
        return false;
    }

    private void choose(long nowNanos) {
        if (ranked.isEmpty()) {
            target = Optional.empty();
            return;
        }
        int present = present();
        int fitting = highest(100);
        if (present < 0) {
            go(fitting, nowNanos);
        } else if (fitting < present && !isCovered(present, KEPT_PERCENT)) {
            if (bears(present, nowNanos)) {
                target = Optional.of(ranked.get(present));
            } else {
                onTooMuch(nowNanos);
                go(fitting, nowNanos);
            }
        } else {
            bearsSinceNanos = NEVER;
            goUp(present, nowNanos);
        }
    }

    /// Where the target stands now: its numbers change with each measurement.
    private int present() {
        for (int i = 0; target.isPresent() && i < ranked.size(); i++) {
            if (ranked.get(i).isSameLayer(target.get())) {
                return i;
            }
        }
        return -1;
    }

    private boolean isCovered(int index, int percent) {
        return ranked.get(index).bitrateBps() <= estimateBps / percent * 100;
    }

    /// Whether a layer that is no trial any more is kept although the estimate is too low for it: a
    /// little, and not for long.
    private boolean bears(int index, long nowNanos) {
        if (isTrial(takenNanos, nowNanos) || !isCovered(index, BORNE_PERCENT)) {
            return false;
        }
        bearsSinceNanos = bearsSinceNanos == NEVER ? nowNanos : bearsSinceNanos;
        return nowNanos - bearsSinceNanos < BORNE_NANOS;
    }

    private boolean isTrial(long sinceNanos, long nowNanos) {
        return nowNanos - sinceNanos < config.trial().toNanos();
    }

    /// The highest layer of whose bit rate the estimate is that many per cent; the lowest if none.
    private int highest(int percent) {
        for (int i = ranked.size() - 1; i > 0; i--) {
            if (ranked.get(i).bitrateBps() <= estimateBps / percent * 100) {
                return i;
            }
        }
        return 0;
    }

    private void go(int index, long nowNanos) {
        target = Optional.of(ranked.get(index));
        takenNanos = nowNanos;
        fitsSinceNanos = NEVER;
        bearsSinceNanos = NEVER;
    }

    private void onTooMuch(long nowNanos) {
        upDelayNanos =
                wentUpNanos != NEVER && isTrial(wentUpNanos, nowNanos)
                        ? Math.min(2 * upDelayNanos, config.upDelayMax().toNanos())
                        : config.upDelay().toNanos();
        wentUpNanos = NEVER;
    }

    private void goUp(int present, long nowNanos) {
        target = Optional.of(ranked.get(present));
        int fitting = highest(100 + config.upMarginPercent());
        if (fitting <= present) {
            fitsSinceNanos = NEVER;
            return;
        }
        fits = fitsSinceNanos == NEVER ? fitting : Math.min(fits, fitting);
        fitsSinceNanos = fitsSinceNanos == NEVER ? nowNanos : fitsSinceNanos;
        if (nowNanos - fitsSinceNanos >= upDelayNanos) {
            wentUpNanos = nowNanos;
            go(fits, nowNanos);
        }
    }
}
