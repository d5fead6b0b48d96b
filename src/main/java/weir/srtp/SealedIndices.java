package weir.srtp;

/// Which packet indices of one SSRC were sealed, and into what: the memory behind the nonce rule of
/// [SrtpSender]. Owned by it.
///
/// For each of the last [#LENGTH] indices up to the highest sealed it holds the first 4 bytes of
/// the tag, or a marker that the index was never used. Below that nothing is known, so nothing may
/// be sealed there.
final class SealedIndices {
    /// A power of two, and twice the receivers' replay window: what they can still take is known.
    static final int LENGTH = 2048;

    private static final int NEVER_SEALED = 0;

    private final int[] tags = new int[LENGTH];
    private long highest = -1;

    /// @param sequenceNumber 0..65535
    /// @return see [PacketIndex#estimate(long, int)]
    long indexOf(int sequenceNumber) {
        return PacketIndex.estimate(highest, sequenceNumber);
    }

    /// Whether it is known if, and into what, the index was sealed.
    boolean covers(long index) {
        return index >= 0 && index > highest - LENGTH && index <= PacketIndex.MAX;
    }

    /// Notes what a covered index was sealed into.
    ///
    /// @param tag the first 4 bytes; under one key and index, equal tags mean equal packets but for
    ///     one chance in 2^32
    /// @return false if the index was sealed before, into something else
    boolean record(long index, int tag) {
        int slot = slot(index);
        // A tag that looks like the marker is held as 1: one more collision among 2^32.
        int held = tag == NEVER_SEALED ? 1 : tag;
        if (index > highest) {
            skipTo(index);
        } else if (tags[slot] != NEVER_SEALED) {
            return tags[slot] == held;
        }
        tags[slot] = held;
        return true;
    }

    private void skipTo(long index) {
        long skipped = Math.min(index - highest - 1, LENGTH);
        for (long unused = index - skipped; unused < index; unused++) {
            tags[slot(unused)] = NEVER_SEALED;
        }
        highest = index;
    }

    private static int slot(long index) {
        return (int) index & LENGTH - 1;
    }
}
