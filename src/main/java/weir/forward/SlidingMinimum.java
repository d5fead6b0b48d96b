package weir.forward;

import java.util.Arrays;

/// The least of the values of the last eight slots, whatever a slot is: a second, or a report.
///
/// What is measured as arrival minus sending is the true offset plus a delay that is never
/// negative: the least comes closest. It slides, since two clocks drift apart. Owned by whoever
/// feeds it.
final class SlidingMinimum {
    private static final int SLOTS = 8;

    private final long[] minima = new long[SLOTS];
    private final long[] numbers = new long[SLOTS];
    private long latest;

    SlidingMinimum() {
        clear();
    }

    void clear() {
        Arrays.fill(numbers, Long.MIN_VALUE);
        latest = Long.MIN_VALUE;
    }

    boolean isEmpty() {
        return latest == Long.MIN_VALUE;
    }

    /// @param slot of any sign; one that is no longer among the last eight is ignored
    void add(long slot, long value) {
        latest = Math.max(latest, slot);
        if (slot <= latest - SLOTS) {
            return;
        }
        int index = Math.floorMod(slot, SLOTS);
        minima[index] = numbers[index] == slot ? Math.min(minima[index], value) : value;
        numbers[index] = slot;
    }

    /// Only if not [#isEmpty()].
    long minimum() {
        long minimum = Long.MAX_VALUE;
        for (int i = 0; i < SLOTS; i++) {
            if (numbers[i] > latest - SLOTS) {
                minimum = Math.min(minimum, minima[i]);
            }
        }
        return minimum;
    }
}
