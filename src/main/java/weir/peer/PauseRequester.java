package weir.peer;

import weir.rtcp.PauseMessage;

import java.util.ArrayList;
import java.util.List;

/// Tells a sender which of its sources are wanted and which are not (RFC 7728 §5.1).
///
/// Nothing confirms it: what is wanted is said at once and then again, ever more slowly, each
/// second while anything is paused. To whom the same is said twice, nothing happens. Of the newest
/// 32 sources. Owned by its [ReceivingSide].
final class PauseRequester {
    private static final int SOURCES_MAX = 32;
    private static final long REPEAT_FIRST_NANOS = 50_000_000L;
    private static final long REPEAT_MAX_NANOS = 1_000_000_000L;
    private static final int REPETITIONS_OF_RESUME_MAX = 10;

    private final int senderSsrc;
    private final int[] ssrcs = new int[SOURCES_MAX];
    private final int[] pauseIds = new int[SOURCES_MAX];
    private final boolean[] paused = new boolean[SOURCES_MAX];
    private int size;
    private int oldest;
    private long dueNanos = Long.MAX_VALUE;
    private long repeatNanos;
    private int repetitions;

    PauseRequester(int senderSsrc) {
        this.senderSsrc = senderSsrc;
    }

    void request(int ssrc, boolean pause, long nowNanos) {
        int at = index(ssrc);
        if (at < 0 && !pause || at >= 0 && paused[at] == pause) {
            return;
        }
        if (at < 0) {
            at = size < SOURCES_MAX ? size++ : oldest++ % SOURCES_MAX;
            ssrcs[at] = ssrc;
            pauseIds[at] = 0;
        } else if (pause) {
            pauseIds[at] = pauseIds[at] + 1 & 0xffff;
        }
        paused[at] = pause;
        dueNanos = nowNanos;
        repeatNanos = REPEAT_FIRST_NANOS;
        repetitions = 0;
    }

    private int index(int ssrc) {
        for (int i = 0; i < size; i++) {
            if (ssrcs[i] == ssrc) {
                return i;
            }
        }
        return -1;
    }

    /// @return null if nothing is to be said now
    PauseMessage poll(long nowNanos) {
        if (nowNanos < dueNanos) {
            return null;
        }
        boolean ends = repetitions++ >= REPETITIONS_OF_RESUME_MAX && !isAnyPaused();
        dueNanos = ends ? Long.MAX_VALUE : nowNanos + repeatNanos;
        repeatNanos = Math.min(2 * repeatNanos, REPEAT_MAX_NANOS);
        return new PauseMessage(senderSsrc, entries());
    }

    private boolean isAnyPaused() {
        for (int i = 0; i < size; i++) {
            if (paused[i]) {
                return true;
            }
        }
        return false;
    }

    private List<PauseMessage.Entry> entries() {
        List<PauseMessage.Entry> entries = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            PauseMessage.Type type = paused[i] ? PauseMessage.Type.PAUSE : PauseMessage.Type.RESUME;
            entries.add(new PauseMessage.Entry(ssrcs[i], type, pauseIds[i]));
        }
        return entries;
    }

    long deadlineNanos() {
        return dueNanos;
    }
}
