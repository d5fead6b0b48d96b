package weir.stream;

import weir.rtp.RtpPacket;
import weir.rtp.SequenceUnwrapper;

/// Where the sources on one link began. Packets from before that point are not sent: their index
/// would lie before the first that SRTP counts (RFC 3711 §3.3.1), and nobody at the other end waits
/// for them. Owned by its [LinkSubscriber].
final class LinkSequences {
    private static final int SOURCES_MAX = 16;

    private final int[] ssrcs = new int[SOURCES_MAX];
    private final long[] first = new long[SOURCES_MAX];
    private final SequenceUnwrapper[] unwrappers = new SequenceUnwrapper[SOURCES_MAX];
    private int size;

    /// @param packet lent
    /// @return whether it may be sent
    boolean accept(RtpPacket packet) {
        int at = find(packet.ssrc());
        if (at < 0) {
            return begin(packet);
        }
        return unwrappers[at].unwrap(packet.sequenceNumber()) >= first[at];
    }

    private int find(int ssrc) {
        for (int i = 0; i < size; i++) {
            if (ssrcs[i] == ssrc) {
                return i;
            }
        }
        return -1;
    }

    private boolean begin(RtpPacket packet) {
        if (size == SOURCES_MAX) {
            return false;
        }
        ssrcs[size] = packet.ssrc();
        unwrappers[size] = new SequenceUnwrapper();
        first[size] = unwrappers[size].unwrap(packet.sequenceNumber());
        size++;
        return true;
    }
}
