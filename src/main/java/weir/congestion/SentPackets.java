package weir.congestion;

import weir.rtp.SequenceUnwrapper;

import java.util.Arrays;

/// What was sent with which transport-wide sequence number, until its feedback comes: a ring.
///
/// It holds 256 packets, and doubles up to its limit while those that it would forget are younger
/// than 2 s and without feedback: most viewers never need that.
///
/// Packets are put in one by one as they are sealed, and get their send time together when they are
/// flushed. Numbers wrap after 65536; each is meant as the nearest to the newest.
final class SentPackets {
    /// No such packet: never sent, not flushed, or sent so long ago that it is forgotten.
    static final int UNKNOWN = -1;

    /// The cluster of what is sent outside of any probe.
    static final int NO_CLUSTER = 0;

    /// Clusters are told apart by so many numbers, 1 to 127.
    static final int CLUSTER_MAX = 127;

    private static final int BYTES_MAX = 0xffff;

    private static final int WINDOW_START = 256;
    private static final long AWAITED_NANOS = 2_000_000_000;

    private static final byte EMPTY = 0;
    private static final byte SEALED = 1;
    private static final byte SENT = 2;
    private static final byte LOST = 3;
    private static final byte ARRIVED = 4;

    private final SequenceUnwrapper unwrapper = new SequenceUnwrapper();
    private final int windowMax;
    private int mask;
    // By unwrapped number modulo the window.
    private byte[] states;
    private long[] sentNanos;
    // The bytes in the lower 16 bits, the cluster above.
    private int[] packets;
    private long flushedNanos;

    private long unflushed = Long.MAX_VALUE;

    /// @param windowMax a power of two, 256 to 8192
    SentPackets(int windowMax) {
        this.windowMax = windowMax;
        allocate(WINDOW_START);
    }

    private void allocate(int window) {
        mask = window - 1;
        states = new byte[window];
        sentNanos = new long[window];
        packets = new int[window];
    }

    /// @param sequenceNumber 0..65535, transport-wide; one that was used before is taken anew
    /// @param bytes          of the packet as it leaves; above 65535 counts as that
    /// @param cluster        the probe it belongs to, or [#NO_CLUSTER]
    void onSealed(int sequenceNumber, int bytes, int cluster) {
        long before = unwrapper.highest();
        long number = unwrapper.unwrap(sequenceNumber);
        if (before >= 0) {
            forget(before + 1, number);
        }
        if (number > before && isAwaited((int) number & mask) && mask + 1 < windowMax) {
            grow(number);
        }
        int slot = (int) number & mask;
        states[slot] = SEALED;
        packets[slot] = Math.min(bytes, BYTES_MAX) | cluster << 16;
        unflushed = Math.min(unflushed, number);
    }

    /// Whether feedback about it may still come.
    private boolean isAwaited(int slot) {
        return states[slot] == SEALED
                || states[slot] == SENT && flushedNanos - sentNanos[slot] < AWAITED_NANOS;
    }

    /// Doubles the window, before the packet of this number is put in.
    private void grow(long next) {
        byte[] oldStates = states;
        long[] oldSentNanos = sentNanos;
        int[] oldPackets = packets;
        int oldMask = mask;
        allocate(2 * (oldMask + 1));
        for (long number = next - oldMask - 1; number < next; number++) {
            int from = (int) number & oldMask;
            int to = (int) number & mask;
            states[to] = oldStates[from];
            sentNanos[to] = oldSentNanos[from];
            packets[to] = oldPackets[from];
        }
    }

    /// Empties the places of numbers that are skipped.
    private void forget(long first, long afterLast) {
        if (afterLast - first > mask) {
            Arrays.fill(states, EMPTY);
        } else {
            for (long number = first; number < afterLast; number++) {
                states[(int) number & mask] = EMPTY;
            }
        }
    }

    /// Everything sealed since the last flush was sent now.
    void onFlushed(long nowNanos) {
        flushedNanos = nowNanos;
        long highest = unwrapper.highest();
        for (long number = Math.max(unflushed, highest - mask); number <= highest; number++) {
            int slot = (int) number & mask;
            if (states[slot] == SEALED) {
                states[slot] = SENT;
                sentNanos[slot] = nowNanos;
            }
        }
        unflushed = Long.MAX_VALUE;
    }

    /// @param sequenceNumber 0..65535, as feedback names it: anything may stand there
    /// @return the packet's place for the methods below, or [#UNKNOWN]
    int find(int sequenceNumber) {
        long highest = unwrapper.highest();
        long number = unwrapper.peek(sequenceNumber);
        if (highest < 0 || number > highest || number < highest - mask) {
            return UNKNOWN;
        }
        int slot = (int) number & mask;
        return states[slot] >= SENT ? slot : UNKNOWN;
    }

    /// @return whether that is news; a packet arrives once, and may have been thought lost before
    boolean arrive(int slot) {
        boolean news = states[slot] != ARRIVED;
        states[slot] = ARRIVED;
        return news;
    }

    boolean isThoughtLost(int slot) {
        return states[slot] == LOST;
    }

    /// @return whether that is news
    boolean lose(int slot) {
        boolean news = states[slot] == SENT;
        if (news) {
            states[slot] = LOST;
        }
        return news;
    }

    long sentNanos(int slot) {
        return sentNanos[slot];
    }

    int bytes(int slot) {
        return packets[slot] & BYTES_MAX;
    }

    int cluster(int slot) {
        return packets[slot] >>> 16;
    }
}
