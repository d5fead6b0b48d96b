package weir.stream;

import weir.rtp.MediaKind;
import weir.rtp.RtpPacket;

/// Which SSRC each medium of one publication has now, and which it had. Owned by its [LoopFanOut].
final class SourceSsrcs {
    /// More than a peer may have.
    private static final int REPLACED_MAX = 32;

    /// What a packet is to its medium.
    enum Verdict {
        CURRENT,
        /// The first of another SSRC: the source begins anew.
        BEGUN,
        /// A straggler of an SSRC that was replaced: it must not bring the old source back.
        REPLACED
    }

    private final int[] current = new int[MediaKind.values().length];
    private final boolean[] known = new boolean[MediaKind.values().length];
    private final int[] replaced = new int[REPLACED_MAX];
    private int replacedSize;

    /// @param packet lent
    Verdict onPacket(RtpPacket packet) {
        int kind = packet.format().kind().ordinal();
        if (isCurrent(packet)) {
            return Verdict.CURRENT;
        }
        if (!known[kind]) {
            known[kind] = true;
            current[kind] = packet.ssrc();
            return Verdict.CURRENT;
        }
        if (replacedSize == REPLACED_MAX || isReplaced(packet.ssrc())) {
            return Verdict.REPLACED;
        }
        replaced[replacedSize++] = current[kind];
        current[kind] = packet.ssrc();
        return Verdict.BEGUN;
    }

    boolean isReplaced(int ssrc) {
        for (int i = 0; i < replacedSize; i++) {
            if (replaced[i] == ssrc) {
                return true;
            }
        }
        return false;
    }

    /// @param packet lent
    boolean isCurrent(RtpPacket packet) {
        int kind = packet.format().kind().ordinal();
        return known[kind] && current[kind] == packet.ssrc();
    }
}
