package weir.forward;

import weir.rtp.SequenceUnwrapper;

/// Makes room for packets of ours among the numbers of a source: what comes behind one moves up,
/// what comes late from before it does not. So no two packets have one number, and a packet that
/// comes twice has the same number again.
///
/// Owned by a [CompletedSource].
final class SequenceShift {
    /// Nothing in the present numbering: too old.
    static final int NONE = -1;

    /// A power of two. A minute of key frames, each with a packet of ours before it.
    private static final int INSERTIONS_MAX = 64;

    private final SequenceUnwrapper unwrapper = new SequenceUnwrapper();

    /// The numbers that the latest insertions stand before, as the source has them.
    private final long[] before = new long[INSERTIONS_MAX];

    private long insertions;

    /// @param sequenceNumber 0..65535, as the source has it
    /// @return unwrapped
    long unwrap(int sequenceNumber) {
        return unwrapper.unwrap(sequenceNumber);
    }

    /// The highest so far, negative before the first.
    long highest() {
        return unwrapper.highest();
    }

    boolean isEmpty() {
        return insertions == 0;
    }

    /// Makes room before the highest number so far, of which nothing was told yet.
    ///
    /// @return 0..65535, the number to insert
    int insert() {
        long inserted = highest() + insertions;
        before[slot(insertions)] = highest();
        insertions++;
        return (int) inserted & 0xffff;
    }

    /// @param sequence unwrapped
    /// @return 0..65535, or [#NONE]
    int number(long sequence) {
        long behind = insertions;
        while (behind > 0 && sequence < before[slot(behind - 1)]) {
            behind--;
            if (insertions - behind == INSERTIONS_MAX) {
                return behind == 0 ? (int) sequence & 0xffff : NONE;
            }
        }
        return (int) (sequence + behind) & 0xffff;
    }

    private static int slot(long insertion) {
        return (int) insertion & INSERTIONS_MAX - 1;
    }
}
