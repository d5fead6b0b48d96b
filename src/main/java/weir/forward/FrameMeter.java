package weir.forward;

import java.util.Arrays;

/// Counts the frames of one source and the gaps between them, at a packet's cost of a few
/// comparisons.
///
/// A freeze is what webrtc-stats takes for one, as far as a server can tell it by the arrival of
/// frames: a gap longer than three times the mean, and longer than the mean by 150 ms. A gap that
/// has not ended yet is none.
///
/// Sans-IO. One for each SSRC; owned by the loop that its packets come to.
public final class FrameMeter {
    /// Frames whose late packets are known as theirs.
    private static final int TIMESTAMPS = 4;

    /// Eight that are complete, and the one that is not and does not count.
    private static final int RATE_SLOTS = 9;

    private static final long RATE_SLOT_NANOS = 125_000_000;
    private static final int GAP_SLOTS = 10;
    private static final long GAP_SLOT_NANOS = 1_000_000_000;

    /// Gaps that the mean is made of, and without which there is no freeze.
    private static final int MEAN_GAPS = 30;

    private static final int MEAN_GAPS_MIN = 10;
    private static final long FREEZE_NANOS = 150_000_000;
    private static final long NEVER = -1;

    private final int[] timestamps = new int[TIMESTAMPS];
    private final int[] rate = new int[RATE_SLOTS];
    private final long[] gaps = new long[GAP_SLOTS];

    private long frames;
    private long firstNanos;
    private long frameNanos;
    private long rateSlot;
    private long gapSlot;
    private long gapMeanNanos;
    private long freezes;
    private long frozenNanos;
    private boolean paused;

    private long keyFrames;
    private int keyTimestamp;
    private long firstKeyNanos;
    private long keyNanos;
    private long keyIntervalNanos = NEVER;
    private long keyBytes;

    /// Each packet with a payload once, in the order of arrival.
    ///
    /// @param length bytes of the payload
    public void onPacket(int timestamp, boolean startsKeyFrame, int length, long nowNanos) {
        if (isNew(timestamp)) {
            onFrame(timestamp, nowNanos);
        }
        if (startsKeyFrame && (keyFrames == 0 || timestamp != keyTimestamp)) {
            onKeyFrame(timestamp, nowNanos);
        }
        if (keyFrames > 0 && timestamp == keyTimestamp) {
            keyBytes += length;
        }
    }

    /// Nothing is to come for a while: the gap up to the next frame is none.
    public void onPaused() {
        paused = true;
    }

    private boolean isNew(int timestamp) {
        int known = (int) Math.min(frames, TIMESTAMPS);
        for (int i = 1; i <= known; i++) {
            if (timestamps[(int) (frames - i) & TIMESTAMPS - 1] == timestamp) {
                return false;
            }
        }
        return true;
    }

    private void onFrame(int timestamp, long nowNanos) {
        forget(nowNanos);
        if (frames == 0) {
            firstNanos = nowNanos;
        } else if (!paused) {
            onGap(nowNanos - frameNanos);
        }
        paused = false;
        timestamps[(int) frames & TIMESTAMPS - 1] = timestamp;
        frames++;
        frameNanos = nowNanos;
        rate[(int) Math.floorMod(rateSlot, (long) RATE_SLOTS)]++;
    }

    private void forget(long nowNanos) {
        long newRateSlot = Math.floorDiv(nowNanos, RATE_SLOT_NANOS);
        long newGapSlot = Math.floorDiv(nowNanos, GAP_SLOT_NANOS);
        if (frames == 0) {
            rateSlot = newRateSlot;
            gapSlot = newGapSlot;
        }
        if (newRateSlot - rateSlot >= RATE_SLOTS) {
            Arrays.fill(rate, 0);
            rateSlot = newRateSlot;
        }
        while (rateSlot < newRateSlot) {
            rate[(int) Math.floorMod(++rateSlot, (long) RATE_SLOTS)] = 0;
        }
        if (newGapSlot - gapSlot >= GAP_SLOTS) {
            Arrays.fill(gaps, 0);
            gapSlot = newGapSlot;
        }
        while (gapSlot < newGapSlot) {
            gaps[(int) Math.floorMod(++gapSlot, (long) GAP_SLOTS)] = 0;
        }
    }

    /// A freeze moves the mean no more than the longest gap that is none would, so that the next
    /// one is seen too, and a source that has become slow is so after a while.
    private void onGap(long gapNanos) {
        int slot = (int) Math.floorMod(gapSlot, (long) GAP_SLOTS);
        gaps[slot] = Math.max(gaps[slot], gapNanos);
        long longest = Math.max(3 * gapMeanNanos, gapMeanNanos + FREEZE_NANOS);
        boolean known = frames > MEAN_GAPS_MIN;
        if (known && gapNanos > longest) {
            freezes++;
            frozenNanos += gapNanos;
        }
        long counted = known ? Math.min(gapNanos, longest) : gapNanos;
        gapMeanNanos += (counted - gapMeanNanos) / Math.min(frames, MEAN_GAPS);
    }

    private void onKeyFrame(int timestamp, long nowNanos) {
        if (keyFrames == 0) {
            firstKeyNanos = nowNanos;
        } else {
            keyIntervalNanos = nowNanos - keyNanos;
        }
        keyFrames++;
        keyTimestamp = timestamp;
        keyNanos = nowNanos;
        keyBytes = 0;
    }

    public FrameStats stats(long nowNanos) {
        forget(nowNanos);
        long sinceFrame = frames == 0 ? NEVER : nowNanos - frameNanos;
        return new FrameStats(
                frames,
                framesPerSecond(),
                keyFrames,
                sinceFrame,
                keyFrames == 0 ? NEVER : nowNanos - keyNanos,
                keyIntervalNanos,
                keyFrames < 2 ? NEVER : (keyNanos - firstKeyNanos) / (keyFrames - 1),
                keyBytes,
                Math.max(Arrays.stream(gaps).max().orElse(0), paused ? 0 : sinceFrame),
                freezes,
                frozenNanos);
    }

    private double framesPerSecond() {
        long firstSlot = Math.floorDiv(firstNanos, RATE_SLOT_NANOS);
        long complete = frames == 0 ? 0 : Math.min(rateSlot - firstSlot, RATE_SLOTS - 1);
        int sum = 0;
        for (long slot = rateSlot - complete; slot < rateSlot; slot++) {
            sum += rate[(int) Math.floorMod(slot, (long) RATE_SLOTS)];
        }
        return complete == 0 ? 0 : sum * 1e9 / (complete * RATE_SLOT_NANOS);
    }
}
