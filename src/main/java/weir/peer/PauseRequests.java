package weir.peer;

import weir.rtcp.PauseMessage;

/// Which of the sources that we send their receiver wants paused (RFC 7728 §5.2): the PauseID tells
/// a late request from a new one. Of the newest 32 sources. Owned by its [ReceivingSide].
final class PauseRequests {
    private static final int SOURCES_MAX = 32;

    private final int[] ssrcs = new int[SOURCES_MAX];
    private final int[] pauseIds = new int[SOURCES_MAX];
    private final boolean[] paused = new boolean[SOURCES_MAX];
    private int size;
    private int oldest;

    /// @param request a PAUSE or RESUME
    /// @return whether it changes anything
    boolean accept(PauseMessage.Entry request) {
        boolean pause = request.type() == PauseMessage.Type.PAUSE;
        int at = index(request);
        if ((short) (request.pauseId() - pauseIds[at]) < 0) {
            return false;
        }
        // What comes late of the PAUSE that a RESUME ended must not pause again.
        pauseIds[at] = request.pauseId() + (pause ? 0 : 1) & 0xffff;
        boolean changed = paused[at] != pause;
        paused[at] = pause;
        return changed;
    }

    private int index(PauseMessage.Entry request) {
        for (int i = 0; i < size; i++) {
            if (ssrcs[i] == request.ssrc()) {
                return i;
            }
        }
        int at = size < SOURCES_MAX ? size++ : oldest++ % SOURCES_MAX;
        ssrcs[at] = request.ssrc();
        pauseIds[at] = request.pauseId();
        paused[at] = false;
        return at;
    }
}
