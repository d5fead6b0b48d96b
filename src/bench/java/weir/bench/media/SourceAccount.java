package weir.bench.media;

import java.util.Arrays;

/// Counts what arrives of one SSRC by its sequence numbers alone: what is lost, out of order, or
/// there twice. Owned by its loop.
public final class SourceAccount {
    /// How far behind the newest a packet may come and still be told from one that came before.
    static final int WINDOW = 1024;

    private static final int WORD_BITS = 64;

    /// So that packets before the first have numbers above 0.
    private static final long FIRST_CYCLE = 1L << 16;

    private final int ssrc;
    private final long[] seen = new long[WINDOW / WORD_BITS];
    private long highest = -1;
    private long base;
    private long received;
    private long reordered;
    private long duplicates;

    public SourceAccount(int ssrc) {
        this.ssrc = ssrc;
    }

    public int ssrc() {
        return ssrc;
    }

    /// Counts anew from the packet that follows the newest.
    public void begin() {
        base = highest + 1;
        received = 0;
        reordered = 0;
        duplicates = 0;
    }

    /// @param sequenceNumber 0..65535
    /// @return false for a packet that was there before, or is too old to tell
    public boolean onPacket(int sequenceNumber) {
        if (highest < 0) {
            highest = FIRST_CYCLE + sequenceNumber;
            base = highest;
            mark(highest);
            received++;
            return true;
        }
        long number = highest + (short) (sequenceNumber - (int) highest);
        if (number > highest) {
            advance(number);
            received++;
        } else if (number <= highest - WINDOW || isMarked(number)) {
            duplicates++;
            return false;
        } else {
            mark(number);
            if (number >= base) {
                received++;
                reordered++;
            }
        }
        return true;
    }

    private void advance(long number) {
        if (number - highest >= WINDOW) {
            Arrays.fill(seen, 0);
        } else {
            for (long skipped = highest + 1; skipped < number; skipped++) {
                seen[word(skipped)] &= ~bit(skipped);
            }
        }
        highest = number;
        mark(number);
    }

    private void mark(long number) {
        seen[word(number)] |= bit(number);
    }

    private boolean isMarked(long number) {
        return (seen[word(number)] & bit(number)) != 0;
    }

    private static int word(long number) {
        return (int) (number / WORD_BITS) % (WINDOW / WORD_BITS);
    }

    private static long bit(long number) {
        return 1L << number;
    }

    /// The newest number, with 16 bits of how often it wrapped; 0 before the first packet.
    public long highest() {
        return Math.max(0, highest - FIRST_CYCLE);
    }

    /// Different packets since [#begin()].
    public long received() {
        return received;
    }

    /// Packets that did not come between those that did.
    public long lost() {
        return Math.max(0, highest - base + 1 - received);
    }

    public long reordered() {
        return reordered;
    }

    public long duplicates() {
        return duplicates;
    }
}
