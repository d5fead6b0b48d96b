package weir.forward;

import weir.codec.FrameDependencies;

/// What was decided on the last 256 frames, by their unwrapped numbers. Owned by a
/// [DependencyFilter].
final class FrameLog {
    private static final int FRAMES = 256;
    private static final int KEPT = 1;
    private static final int DROPPED = 2;
    private static final int DECISION = 3;

    /// The number, above its decision.
    private final long[] frames = new long[FRAMES];

    void decide(long frame, boolean keeps) {
        frames[index(frame)] = frame << 2 | (keeps ? KEPT : DROPPED);
    }

    boolean isKept(long frame) {
        return frames[index(frame)] == (frame << 2 | KEPT);
    }

    boolean isDropped(long frame) {
        return frames[index(frame)] == (frame << 2 | DROPPED);
    }

    boolean isDecided(long frame) {
        long decided = frames[index(frame)];
        return decided >> 2 == frame && (decided & DECISION) != 0;
    }

    /// Whether all frames that this one refers to were sent; of those that did not come it is not
    /// known.
    boolean hasAllOf(long frame, FrameDependencies needs) {
        for (int i = 0; i < needs.frameDiffs(); i++) {
            if (!isKept(frame - needs.frameDiff(i))) {
                return false;
            }
        }
        return true;
    }

    /// Whether a frame that this one refers to was left out.
    boolean lacksAnyOf(long frame, FrameDependencies needs) {
        for (int i = 0; i < needs.frameDiffs(); i++) {
            if (isDropped(frame - needs.frameDiff(i))) {
                return true;
            }
        }
        return false;
    }

    private static int index(long frame) {
        return (int) frame & FRAMES - 1;
    }
}
