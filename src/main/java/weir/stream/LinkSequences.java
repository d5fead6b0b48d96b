package weir.stream;

import weir.rtp.RtpPacket;
import weir.rtp.SequenceUnwrapper;

/// Which packets of the sources on one link are sent. Owned by its [LinkSubscriber].
///
/// Those from before where a source began on the link are not: their index would lie before the
/// first that SRTP counts (RFC 3711 §3.3.1), and nobody at the other end waits for them. Of a
/// source that the other end has paused a packet now and then is: both ends count the roll-overs of
/// its sequence numbers, and would lose count over a gap of 32768.
final class LinkSequences {
    private static final int SOURCES_MAX = 16;

    /// Of a paused source each packet whose number has these bits all 0 is sent, one of 4096: seven
    /// in a row may be lost.
    private static final int PAUSED_MASK = 0xfff;

    private static final long NOT_BEGUN = Long.MAX_VALUE;

    private final int[] ssrcs = new int[SOURCES_MAX];
    private final long[] first = new long[SOURCES_MAX];
    private final boolean[] paused = new boolean[SOURCES_MAX];
    private final SequenceUnwrapper[] unwrappers = new SequenceUnwrapper[SOURCES_MAX];
    private int size;

    /// Whether nothing of it was sent yet.
    boolean isNew(int ssrc) {
        int at = find(ssrc);
        return at < 0 || first[at] == NOT_BEGUN;
    }

    /// The other end wants a source no more, or again.
    void pause(int ssrc, boolean pause) {
        int at = findOrAdd(ssrc);
        if (at >= 0) {
            paused[at] = pause;
        }
    }

    boolean isPaused(int ssrc) {
        int at = find(ssrc);
        return at >= 0 && paused[at];
    }

    /// @param packet lent
    /// @return whether it may be sent
    boolean accept(RtpPacket packet) {
        int at = findOrAdd(packet.ssrc());
        if (at < 0 || paused[at] && (packet.sequenceNumber() & PAUSED_MASK) != 0) {
            return false;
        }
        long sequence = unwrappers[at].unwrap(packet.sequenceNumber());
        if (first[at] == NOT_BEGUN) {
            first[at] = sequence;
        }
        return sequence >= first[at];
    }

    private int find(int ssrc) {
        for (int i = 0; i < size; i++) {
            if (ssrcs[i] == ssrc) {
                return i;
            }
        }
        return -1;
    }

    private int findOrAdd(int ssrc) {
        int at = find(ssrc);
        if (at >= 0 || size == SOURCES_MAX) {
            return at;
        }
        ssrcs[size] = ssrc;
        unwrappers[size] = new SequenceUnwrapper();
        first[size] = NOT_BEGUN;
        return size++;
    }
}
