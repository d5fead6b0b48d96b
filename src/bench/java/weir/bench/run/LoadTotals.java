package weir.bench.run;

import org.HdrHistogram.Histogram;

import weir.bench.media.DelayAccount;
import weir.bench.media.ViewerAccount;
import weir.bench.session.MediaLoop;
import weir.bench.session.PublishedStream;
import weir.bench.session.WatchingViewer;

import java.util.List;

/// What was sent and received in a window. A value.
///
/// @param published       packets, each once
/// @param delivered       packets, once for each viewer that got it
/// @param expected        packets that would have been delivered without loss
/// @param other           retransmissions, padding
/// @param unopened        of the sample
/// @param refused         packets that our own kernel did not take from us
/// @param sessionsLost    where the server stopped to consent
public record LoadTotals(
        long published,
        long delivered,
        long expected,
        double worstViewerLossPercent,
        long reordered,
        long duplicates,
        long other,
        long unopened,
        long refused,
        long sessionsLost,
        long longestPauseNanos,
        DelayAccount delays,
        Histogram slip) {

    /// A viewer that got less than this share of what was published was starved, which gaps in
    /// sequence numbers do not tell: a server may leave packets out and close the gap.
    private static final double STARVED = 0.9;

    public double lossPercent() {
        return expected == 0 ? 0 : 100.0 * Math.max(0, expected - delivered) / expected;
    }

    /// On the loop.
    ///
    /// @param publishedBefore of each stream, when the window began
    /// @param viewers         of the streams in turn
    static LoadTotals of(
            MediaLoop loop,
            List<PublishedStream> streams,
            long[] publishedBefore,
            List<List<WatchingViewer>> viewers,
            DelayAccount delays) {
        long nowNanos = System.nanoTime();
        long published = 0;
        long delivered = 0;
        long expected = 0;
        long reordered = 0;
        long duplicates = 0;
        long other = 0;
        long unopened = 0;
        long refused = 0;
        long lost = 0;
        long pause = 0;
        double worst = 0;
        for (int i = 0; i < streams.size(); i++) {
            PublishedStream stream = streams.get(i);
            long packets = stream.packets() - publishedBefore[i];
            published += packets;
            refused += stream.refused();
            lost += stream.isLost() ? 1 : 0;
            for (WatchingViewer viewer : viewers.get(i)) {
                ViewerAccount.Totals totals = viewer.account().totals(nowNanos);
                boolean starved = totals.received() < STARVED * packets;
                long missing = starved ? packets - totals.received() : totals.lost();
                delivered += totals.received();
                expected += totals.received() + missing;
                worst = Math.max(worst, share(missing, totals.received() + missing));
                reordered += totals.reordered();
                duplicates += totals.duplicates();
                other += totals.other();
                unopened += viewer.unopened();
                lost += viewer.isLost() ? 1 : 0;
                pause = Math.max(pause, packets == 0 ? 0 : totals.longestPause());
            }
        }
        return new LoadTotals(
                published,
                delivered,
                expected,
                100 * worst,
                reordered,
                duplicates,
                other,
                unopened,
                refused,
                lost,
                pause,
                delays.copy(),
                loop.slip().copy());
    }

    private static double share(long part, long whole) {
        return whole == 0 ? 0 : (double) part / whole;
    }
}
