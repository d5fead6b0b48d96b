package weir.stream;

/// Finds out whether an encoder makes key frames when it is asked to.
///
/// One that does not makes some at an interval of its own, and some of them seem to be answers. So
/// what counts is how often none came in time: a request that was missed weighs as much as four
/// that were answered. Owned by a [StartingPoint].
final class KeyFrameAnswers {
    /// From a request to its answer, over a path of a quarter of a second.
    private static final long IN_TIME_NANOS = 750_000_000;

    /// By now the publisher has been asked three times.
    private static final long HOPELESS_NANOS = 2_000_000_000L;

    private static final int MISSED = 4;
    private static final int IGNORED = 2 * MISSED;
    private static final int SCORE_MAX = 3 * MISSED;

    private boolean awaiting;
    private long requestedNanos;
    private int score;
    private boolean ignored;

    /// @param told whether the publisher agreed to any request for key frames
    KeyFrameAnswers(boolean told) {
        ignored = !told;
        score = told ? 0 : SCORE_MAX;
    }

    /// Again and again as long as one is needed.
    void onRequested(long nowNanos) {
        if (!awaiting) {
            awaiting = true;
            requestedNanos = nowNanos;
        } else if (nowNanos - requestedNanos > HOPELESS_NANOS) {
            requestedNanos = nowNanos;
            add(IGNORED);
        }
    }

    void onKeyFrame(long nowNanos) {
        if (awaiting) {
            awaiting = false;
            add(nowNanos - requestedNanos <= IN_TIME_NANOS ? -1 : MISSED);
        }
    }

    private void add(int change) {
        score = Math.clamp(score + change, 0, SCORE_MAX);
        ignored = score >= IGNORED || ignored && score > 0;
    }

    boolean areMissing() {
        return ignored;
    }
}
