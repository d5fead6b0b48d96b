package weir.codec;

/// The dependency descriptor of one packet, AV1 RTP appendix A.4, with the structure and the
/// template that it stands on. A value.
///
/// ```
///  0 1 2 3 4 5 6 7
/// |S|E| template  |
/// |  frame number |
/// |               |
/// |T|A|D|F|C| …   | (only if longer than 3 bytes: structure, active targets, DTIs, fdiffs, chains)
/// ```
///
/// @param startOfFrame     the packet is the first of its frame
/// @param endOfFrame       the packet is the last of its frame
/// @param templateId       0..63
/// @param frameNumber      16 bits, in decoding order, wraps
/// @param structure        in force for this packet
/// @param structurePresent the packet has it: it is the first of a coded video sequence
/// @param activeTargets    mask of the decode targets that the sender makes at present
/// @param targetsPresent   the packet has that mask
/// @param frame            what the template says, with what this packet says instead
/// @param customTargets    this packet has DTIs of its own
/// @param customFrames     this packet has references of its own
/// @param customChains     this packet has chains of its own
public record DependencyDescriptor(
        boolean startOfFrame,
        boolean endOfFrame,
        int templateId,
        int frameNumber,
        DependencyStructure structure,
        boolean structurePresent,
        int activeTargets,
        boolean targetsPresent,
        FrameDependencies frame,
        boolean customTargets,
        boolean customFrames,
        boolean customChains) {

    /// Of a packet that has none, or one that names a template which was not seen.
    public static final DependencyDescriptor UNKNOWN =
            new DependencyDescriptor(
                    false,
                    false,
                    0,
                    0,
                    DependencyStructure.UNKNOWN,
                    false,
                    0,
                    false,
                    new FrameDependencies(0, 0, 0, new int[0], new int[0]),
                    false,
                    false,
                    false);

    public boolean isKnown() {
        return structure.targets() != 0;
    }
}
