package weir.forward;

/// The latest runs of one [Rewriter], by which an old number finds what it was made from. A run
/// goes as far as the next one's first output number. Owned by its rewriter.
final class Runs {
    static final int NONE = -1;

    /// A power of two. Each switch, drop and hole of padding makes one: many more than fall into
    /// 1024 packets of an honest publisher, and of the other kind old packets are not repaired.
    private static final int RUNS_FIRST = 32;

    /// A power of two. Where layers are left out each picture makes one: four seconds' worth.
    private static final int RUNS_MAX = 128;

    private Run[] ring = new Run[RUNS_FIRST];
    private long opened;
    private int size;

    boolean isEmpty() {
        return size == 0;
    }

    /// Only if not [#isEmpty()].
    Run newest() {
        return at(0);
    }

    /// @param age 0 for the newest
    Run at(int age) {
        return ring[slot(opened - 1 - age)];
    }

    /// A run after all others, which takes the place of those that would begin no earlier: they
    /// were opened, but nothing was sent of them. What it was before stands in it still.
    Run open(long firstOutput) {
        while (size > 0 && newest().firstOutput >= firstOutput) {
            opened--;
            size--;
        }
        if (ring[slot(opened)] == null) {
            ring[slot(opened)] = new Run();
        }
        opened++;
        size = Math.min(size + 1, ring.length);
        newest().firstOutput = firstOutput;
        return newest();
    }

    /// Room for more, up to a limit: for a viewer whose packets are left out all the time.
    void grow() {
        if (size < ring.length || ring.length == RUNS_MAX) {
            return;
        }
        Run[] smaller = ring;
        ring = new Run[2 * smaller.length];
        for (int age = 0; age < size; age++) {
            long number = opened - 1 - age;
            ring[slot(number)] = smaller[(int) number & smaller.length - 1];
        }
    }

    /// The age of the run that this packet belongs to, or [#NONE]: too old, or from between two.
    int find(long source, long sequence) {
        long end = Long.MAX_VALUE;
        for (int age = 0; age < size; age++) {
            Run run = at(age);
            if (run.source != source) {
                return NONE;
            }
            if (sequence >= run.firstSequence) {
                return run.output(sequence) < end ? age : NONE;
            }
            end = run.firstOutput;
        }
        return NONE;
    }

    /// The age of the run that this output number belongs to, or [#NONE].
    int findOutput(long output) {
        for (int age = 0; age < size; age++) {
            if (output >= at(age).firstOutput) {
                return age;
            }
        }
        return NONE;
    }

    private int slot(long number) {
        return (int) number & ring.length - 1;
    }
}
