package weir.bench.media;

import org.HdrHistogram.Histogram;

/// How long packets took from when they should have been sent to when they were read, in
/// nanoseconds. Owned by its loop.
public final class DelayAccount {
    private static final long LONGEST_NANOS = 60_000_000_000L;
    private static final int DIGITS = 3;

    private final Histogram all;
    private final Histogram withoutKeyFrames;

    public DelayAccount() {
        this(new Histogram(LONGEST_NANOS, DIGITS), new Histogram(LONGEST_NANOS, DIGITS));
    }

    private DelayAccount(Histogram all, Histogram withoutKeyFrames) {
        this.all = all;
        this.withoutKeyFrames = withoutKeyFrames;
    }

    public void reset() {
        all.reset();
        withoutKeyFrames.reset();
    }

    /// @param keyFrame whether the packet is of a key frame: those queue behind each other on any
    ///                 server
    public void record(long nanos, boolean keyFrame) {
        long kept = Math.clamp(nanos, 0, LONGEST_NANOS);
        all.recordValue(kept);
        if (!keyFrame) {
            withoutKeyFrames.recordValue(kept);
        }
    }

    /// A copy that nobody records to.
    public DelayAccount copy() {
        return new DelayAccount(all.copy(), withoutKeyFrames.copy());
    }

    public Histogram all() {
        return all;
    }

    public Histogram withoutKeyFrames() {
        return withoutKeyFrames;
    }
}
