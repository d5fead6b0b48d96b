package weir.rtp;

/// Turns 16-bit sequence numbers into ones that do not wrap (RFC 3711 §3.3.1 calls the upper bits
/// the roll-over counter). Owned by whoever feeds it.
public final class SequenceUnwrapper {
    private long highest = -1;

    /// The number nearest to the highest seen, at most 32767 ahead of it or 32768 behind. The first
    /// one is placed in 65536..131071, so that what was reordered before it is still positive.
    ///
    /// @param sequenceNumber 0..65535
    /// @return 1 or more; does not wrap
    public long unwrap(int sequenceNumber) {
        long unwrapped = peek(sequenceNumber);
        highest = Math.max(highest, unwrapped);
        return unwrapped;
    }

    /// As [#unwrap(int)], but nothing is remembered.
    public long peek(int sequenceNumber) {
        if (highest < 0) {
            return 0x10000L + sequenceNumber;
        }
        return highest + (short) (sequenceNumber - (int) highest);
    }

    /// The highest number seen, -1 before the first.
    public long highest() {
        return highest;
    }
}
