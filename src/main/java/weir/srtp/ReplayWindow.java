package weir.srtp;

import java.util.Arrays;

/// Which indices of one SSRC were received, among the last ones up to the highest (RFC 3711
/// §3.3.2). Owned by a receiver, which tells it only of packets whose tag was verified.
public final class ReplayWindow {
    private final long[] received;
    private final int length;
    private long highest = -1;

    /// @param length indices remembered: a power of two, 64 or more (RFC 3711 §3.3.2)
    public ReplayWindow(int length) {
        if (length < Long.SIZE || Integer.bitCount(length) != 1) {
            throw new IllegalArgumentException(
                    "a replay window's length is a power of two from 64, is " + length);
        }
        this.length = length;
        received = new long[length / Long.SIZE];
    }

    /// The highest index received, -1 before the first.
    long highest() {
        return highest;
    }

    /// Whether the index lies below the window, so that nobody knows if it was received.
    public boolean isTooOld(long index) {
        return index < 0 || index <= highest - length;
    }

    /// Whether an index that is not too old was received.
    public boolean isReplayed(long index) {
        return index <= highest && (received[word(index)] & bit(index)) != 0;
    }

    /// Notes an index that is neither too old nor replayed.
    public void accept(long index) {
        if (index - highest >= length) {
            Arrays.fill(received, 0);
        } else {
            for (long skipped = highest + 1; skipped < index; skipped++) {
                received[word(skipped)] &= ~bit(skipped);
            }
        }
        highest = Math.max(highest, index);
        received[word(index)] |= bit(index);
    }

    private int word(long index) {
        return (int) index >> 6 & received.length - 1;
    }

    private static long bit(long index) {
        return 1L << index;
    }
}
