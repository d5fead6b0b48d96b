package weir.srtp;

/// Numbers the SSRCs of one direction 0, 1, 2… in the order of their first packet, up to a limit.
///
/// A peer has a handful, and packets come in runs of one SSRC: the one found last is tried first,
/// then all in turn. Owned by a sender or receiver.
final class SsrcSlots {
    /// Not an SSRC that has a slot.
    static final int NONE = -1;

    private final int[] ssrcs;
    private int count;
    private int recent;

    SsrcSlots(int ssrcsMax) {
        ssrcs = new int[ssrcsMax];
    }

    /// @return 0 or more, below the limit, or [#NONE]
    int find(int ssrc) {
        if (recent < count && ssrcs[recent] == ssrc) {
            return recent;
        }
        for (int slot = 0; slot < count; slot++) {
            if (ssrcs[slot] == ssrc) {
                recent = slot;
                return slot;
            }
        }
        return NONE;
    }

    boolean isFull() {
        return count == ssrcs.length;
    }

    /// Gives a slot to an SSRC that has none, while there is room.
    int add(int ssrc) {
        assert !isFull();
        ssrcs[count] = ssrc;
        return count++;
    }
}
