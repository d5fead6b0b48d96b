package weir.stream;

import weir.rtp.RtpPacket;

/// Which packets of the sources on one link are sent. Owned by its [LinkSubscriber].
///
/// Both ends count the roll-overs of a source's sequence numbers (RFC 3711 §3.3.1), each from the
/// first packet that was sent and from one to the next, however a publisher numbers them. So what
/// lies before the first is not sent, nor what would be taken for that: nobody at the other end
/// waits for it. Of a source that the other end has paused a packet now and then is, or they would
/// lose count over a gap of 32768.
final class LinkSequences {
    /// As many as SRTP takes from a publisher, and to another node.
    private static final int SOURCES_MAX = 64;

    /// Of a paused source a packet is sent that is so far ahead of the last: seven in a row may be
    /// lost.
    private static final int PAUSED_STEP = 4096;

    /// What is older the other end refuses; twice as far back nothing can be sealed.
    private static final int LATE_MAX = 1024;

    private static final long NOT_BEGUN = -1;

    private final int[] ssrcs = new int[SOURCES_MAX];

    /// The highest number that was sent, and how far it is from the first as both ends count.
    private final int[] newest = new int[SOURCES_MAX];

    private final long[] positions = new long[SOURCES_MAX];
    private final boolean[] paused = new boolean[SOURCES_MAX];
    private int size;

    /// Whether nothing of it was sent yet.
    boolean isNew(int ssrc) {
        int at = find(ssrc);
        return at < 0 || positions[at] == NOT_BEGUN;
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
        if (at < 0) {
            return false;
        }
        if (positions[at] == NOT_BEGUN) {
            return begin(at, packet.sequenceNumber());
        }
        int ahead = (short) (packet.sequenceNumber() - newest[at]);
        boolean wanted = !paused[at] || ahead >= PAUSED_STEP;
        if (!wanted || ahead <= -LATE_MAX || positions[at] + ahead < 0) {
            return false;
        }
        if (ahead > 0) {
            newest[at] = packet.sequenceNumber();
            positions[at] += ahead;
        }
        return true;
    }

    private boolean begin(int at, int sequenceNumber) {
        if (!paused[at]) {
            newest[at] = sequenceNumber;
            positions[at] = 0;
        }
        return !paused[at];
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
        positions[size] = NOT_BEGUN;
        return size++;
    }
}
