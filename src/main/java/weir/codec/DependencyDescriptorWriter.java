package weir.codec;

import io.netty.buffer.ByteBuf;

/// Writes dependency descriptors as one viewer gets them: frame numbers that go on from the source
/// before, and the decode targets that this viewer is sent (AV1 RTP appendix A.4.4). What it writes
/// depends on its arguments alone. Owned by whoever feeds it.
public final class DependencyDescriptorWriter {
    /// Bytes of an element in a two-byte header (RFC 8285 §4.3).
    public static final int LENGTH_MAX = 255;

    private static final int MANDATORY_BITS = 24;
    private static final int FLAG_BITS = 5;

    private final BitWriter bits = new BitWriter();

    /// As it came, but for the frame number.
    ///
    /// @return bytes written: 3..255
    public int write(DependencyDescriptor descriptor, int frameNumberOffset, ByteBuf output) {
        return write(
                descriptor,
                frameNumberOffset,
                descriptor.structurePresent(),
                descriptor.targetsPresent(),
                descriptor.activeTargets(),
                output);
    }

    /// With the mask of those decode targets that are sent, and of those alone; without it if there
    /// is no room, which no honest sender's structure is long enough for.
    ///
    /// @param activeTargets of which only those count that the sender makes
    /// @param structure     with the structure even if the packet came without it: at the first
    ///     packet that a viewer gets
    /// @return bytes written: 4..255
    public int write(
            DependencyDescriptor descriptor,
            int frameNumberOffset,
            int activeTargets,
            boolean structure,
            ByteBuf output) {
        boolean structured = structure || descriptor.structurePresent();
        int active = activeTargets & descriptor.activeTargets();
        return length(descriptor, structured, true) <= LENGTH_MAX
                ? write(descriptor, frameNumberOffset, structured, true, active, output)
                : write(descriptor, frameNumberOffset, output);
    }

    private int write(
            DependencyDescriptor descriptor,
            int frameNumberOffset,
            boolean structured,
            boolean targeted,
            int activeTargets,
            ByteBuf output) {
        int start = output.writerIndex();
        bits.begin(output);
        bits.flag(descriptor.startOfFrame());
        bits.flag(descriptor.endOfFrame());
        bits.bits(descriptor.templateId(), 6);
        bits.bits(descriptor.frameNumber() + frameNumberOffset & 0xffff, 16);
        if (structured || targeted || isCustom(descriptor)) {
            bits.flag(structured);
            bits.flag(targeted);
            bits.flag(descriptor.customTargets());
            bits.flag(descriptor.customFrames());
            bits.flag(descriptor.customChains());
            if (structured) {
                bits.copy(descriptor.structure().lentBits(), descriptor.structure().bitCount());
            }
            if (targeted) {
                bits.bits(activeTargets, descriptor.structure().targets());
            }
            writeCustom(descriptor);
        }
        bits.end();
        return output.writerIndex() - start;
    }

    private static boolean isCustom(DependencyDescriptor descriptor) {
        return descriptor.customTargets() || descriptor.customFrames() || descriptor.customChains();
    }

    private void writeCustom(DependencyDescriptor descriptor) {
        FrameDependencies frame = descriptor.frame();
        if (descriptor.customTargets()) {
            for (int target = 0; target < descriptor.structure().targets(); target++) {
                bits.bits(frame.indication(target), 2);
            }
        }
        if (descriptor.customFrames()) {
            for (int i = 0; i < frame.frameDiffs(); i++) {
                int size = diffSize(frame.frameDiff(i));
                bits.bits(size, 2);
                bits.bits(frame.frameDiff(i) - 1, 4 * size);
            }
            bits.bits(0, 2);
        }
        if (descriptor.customChains()) {
            for (int chain = 0; chain < descriptor.structure().chains(); chain++) {
                bits.bits(frame.chainDiff(chain), 8);
            }
        }
    }

    /// In units of 4 bits.
    private static int diffSize(int frameDiff) {
        return frameDiff <= 16 ? 1 : frameDiff <= 256 ? 2 : 3;
    }

    /// In bytes.
    private static int length(
            DependencyDescriptor descriptor, boolean structured, boolean targeted) {
        DependencyStructure structure = descriptor.structure();
        FrameDependencies frame = descriptor.frame();
        int count = MANDATORY_BITS + FLAG_BITS;
        count += structured ? structure.bitCount() : 0;
        count += targeted ? structure.targets() : 0;
        count += descriptor.customTargets() ? 2 * structure.targets() : 0;
        count += descriptor.customChains() ? 8 * structure.chains() : 0;
        if (descriptor.customFrames()) {
            count += 2;
            for (int i = 0; i < frame.frameDiffs(); i++) {
                count += 2 + 4 * diffSize(frame.frameDiff(i));
            }
        }
        return (count + 7) / 8;
    }
}
