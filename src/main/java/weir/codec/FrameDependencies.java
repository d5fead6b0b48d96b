package weir.codec;

/// What one frame is to each decode target, and what it needs: a template of a
/// [DependencyStructure], or what a packet says instead of it (AV1 RTP appendix A.4). A value.
///
/// Decode targets and chains are bits of a mask, number 0 the lowest.
public final class FrameDependencies {
    private final int spatialId;
    private final int temporalId;
    private final int present;
    private final int switching;
    private final int discardable;
    private final int[] frameDiffs;
    private final int[] chainDiffs;

    /// @param indications two bits for each decode target, target 0 in the lowest ones
    /// @param frameDiffs  given away
    /// @param chainDiffs  given away
    FrameDependencies(
            int spatialId, int temporalId, long indications, int[] frameDiffs, int[] chainDiffs) {
        this.spatialId = spatialId;
        this.temporalId = temporalId;
        int upper = evenBits(indications >>> 1);
        int lower = evenBits(indications);
        present = upper | lower;
        switching = upper & ~lower;
        discardable = lower & ~upper;
        this.frameDiffs = frameDiffs;
        this.chainDiffs = chainDiffs;
    }

    private static int evenBits(long bits) {
        return (int) Long.compress(bits, 0x5555_5555_5555_5555L);
    }

    /// 0..3
    public int spatialId() {
        return spatialId;
    }

    /// 0..7
    public int temporalId() {
        return temporalId;
    }

    /// The decode targets that this frame is part of.
    public int present() {
        return present;
    }

    /// Those whose later frames can all be decoded if this one can.
    public int switching() {
        return switching;
    }

    /// Those of whose frames no other refers to this one.
    public int discardable() {
        return discardable;
    }

    /// 0, 1, 2 or 3: not present, discardable, switch, required (table A.2).
    int indication(int target) {
        int bit = 1 << target;
        if ((present & bit) == 0) {
            return 0;
        }
        return (discardable & bit) != 0 ? 1 : (switching & bit) != 0 ? 2 : 3;
    }

    public int frameDiffs() {
        return frameDiffs.length;
    }

    /// How many frame numbers before this frame one stands that it refers to: 1..4096.
    public int frameDiff(int index) {
        return frameDiffs[index];
    }

    /// How many frame numbers before this frame the last one of a chain stands: 0..255, and 0 if
    /// the chain begins anew.
    public int chainDiff(int chain) {
        return chainDiffs[chain];
    }

    long indications() {
        return Long.expand(present & ~discardable, 0xAAAA_AAAA_AAAA_AAAAL)
                | Long.expand(present & ~switching, 0x5555_5555_5555_5555L);
    }

    /// Lent to the package: not to be changed.
    int[] lentFrameDiffs() {
        return frameDiffs;
    }

    /// Lent to the package: not to be changed.
    int[] lentChainDiffs() {
        return chainDiffs;
    }
}
