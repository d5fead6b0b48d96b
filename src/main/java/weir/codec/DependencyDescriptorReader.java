package weir.codec;

import io.netty.buffer.ByteBuf;

import weir.wire.MalformedPacketException;

import java.util.Arrays;

/// Reads the dependency descriptors of one SSRC, whose packets stand on the structure that the last
/// key frame brought (AV1 RTP appendix A.4). Owned by whoever feeds it.
public final class DependencyDescriptorReader {
    /// No codec has more reference frames than 8; what a frame needs besides is rare.
    private static final int FRAME_DIFFS_MAX = 16;

    private static final int SPATIAL_ID_MAX = 3;
    private static final int TEMPORAL_ID_MAX = 7;
    private static final int MANDATORY_LENGTH = 3;
    private static final int[] NONE = {};

    private final BitReader bits = new BitReader(CodecRule.DEPENDENCY_TRUNCATED);
    private final int[] diffs = new int[FRAME_DIFFS_MAX];

    private DependencyStructure structure = DependencyStructure.UNKNOWN;
    /// The one before: packets of it may still come, by another way or a second time.
    private DependencyStructure previous = DependencyStructure.UNKNOWN;

    private int structureFrame;
    private int activeTargets;
    private int activeFrame;

    /// Reads the element where it stands, and moves nothing. Each packet once, as they come.
    ///
    /// @param bytes  lent
    /// @param index  absolute, of the element's first byte
    /// @param length bytes of the element
    /// @return [DependencyDescriptor#UNKNOWN] if no structure was seen that has its template
    /// @throws MalformedPacketException if the bytes break a rule of appendix A.4
    public DependencyDescriptor read(ByteBuf bytes, int index, int length)
            throws MalformedPacketException {
        bits.begin(bytes, index, length);
        boolean start = bits.flag();
        boolean end = bits.flag();
        int templateId = bits.bits(6);
        int frameNumber = bits.bits(16);
        int flags = length > MANDATORY_LENGTH ? bits.bits(5) : 0;
        boolean structured = (flags & 0x10) != 0;
        DependencyStructure in = structured ? readStructure() : find(templateId);
        if (!in.has(templateId)) {
            CodecRule.require(!structured, CodecRule.DEPENDENCY_TEMPLATE_MISSING);
            return DependencyDescriptor.UNKNOWN;
        }
        boolean targetsPresent = (flags & 0x08) != 0;
        int targets = targetsPresent ? bits.bits(in.targets()) : in.allTargets();
        FrameDependencies frame = readFrame(in, in.template(templateId), flags);
        in = structured ? install(in, frameNumber) : in;
        targets = active(in, targets, structured || targetsPresent, frameNumber);
        return new DependencyDescriptor(
                start,
                end,
                templateId,
                frameNumber,
                in,
                structured,
                targets,
                targetsPresent,
                frame,
                (flags & 0x04) != 0,
                (flags & 0x02) != 0,
                (flags & 0x01) != 0);
    }

    private DependencyStructure find(int templateId) {
        return structure.has(templateId) ? structure : previous;
    }

    /// A structure that came before stays the same object; one that is older than the newest, since
    /// its packet was sent a second time, does not replace it.
    private DependencyStructure install(DependencyStructure read, int frameNumber) {
        boolean newer = structure.targets() == 0 || (short) (frameNumber - structureFrame) >= 0;
        if (read.isSameAs(structure)) {
            structureFrame = newer ? frameNumber : structureFrame;
            return structure;
        }
        if (read.isSameAs(previous) && !newer) {
            return previous;
        }
        if (newer) {
            previous = structure;
            structure = read;
            structureFrame = frameNumber;
        } else {
            previous = read;
        }
        return read;
    }

    private int active(DependencyStructure in, int read, boolean said, int frameNumber) {
        if (in != structure) {
            return read;
        }
        if (said && (frameNumber == structureFrame || (short) (frameNumber - activeFrame) >= 0)) {
            activeTargets = read;
            activeFrame = frameNumber;
        }
        return said ? read : activeTargets;
    }

    private FrameDependencies readFrame(
            DependencyStructure in, FrameDependencies template, int flags)
            throws MalformedPacketException {
        if ((flags & 0x07) == 0) {
            return template;
        }
        long indications =
                (flags & 0x04) != 0 ? readIndications(in.targets()) : template.indications();
        int[] frameDiffs = (flags & 0x02) != 0 ? readFrameDiffs() : template.lentFrameDiffs();
        int[] chainDiffs =
                (flags & 0x01) != 0 ? readFields(in.chains(), 8) : template.lentChainDiffs();
        return new FrameDependencies(
                template.spatialId(), template.temporalId(), indications, frameDiffs, chainDiffs);
    }

    private long readIndications(int targets) throws MalformedPacketException {
        long indications = 0;
        for (int target = 0; target < targets; target++) {
            indications |= (long) bits.bits(2) << 2 * target;
        }
        return indications;
    }

    private int[] readFrameDiffs() throws MalformedPacketException {
        int count = 0;
        for (int size; (size = bits.bits(2)) != 0; count++) {
            CodecRule.require(count < FRAME_DIFFS_MAX, CodecRule.DEPENDENCY_FRAMES_TOO_MANY);
            diffs[count] = bits.bits(4 * size) + 1;
        }
        return copyDiffs(count);
    }

    private int[] copyDiffs(int count) {
        return count == 0 ? NONE : Arrays.copyOf(diffs, count);
    }

    private int[] readFields(int count, int width) throws MalformedPacketException {
        int[] fields = new int[count];
        for (int i = 0; i < count; i++) {
            fields[i] = bits.bits(width);
        }
        return fields;
    }

    private DependencyStructure readStructure() throws MalformedPacketException {
        int from = bits.position();
        int offset = bits.bits(6);
        int targets = bits.bits(5) + 1;
        int[] layers = readLayers();
        long[] indications = new long[layers.length];
        for (int i = 0; i < layers.length; i++) {
            indications[i] = readIndications(targets);
        }
        int[][] frameDiffs = new int[layers.length][];
        for (int i = 0; i < layers.length; i++) {
            frameDiffs[i] = readTemplateDiffs();
        }
        int chains = bits.nonSymmetric(targets + 1);
        int[] protections = readProtections(targets, chains);
        FrameDependencies[] templates = new FrameDependencies[layers.length];
        for (int i = 0; i < layers.length; i++) {
            templates[i] =
                    new FrameDependencies(
                            layers[i] >> 3,
                            layers[i] & 0x07,
                            indications[i],
                            frameDiffs[i],
                            readFields(chains, 4));
        }
        int[] sizes = bits.flag() ? readFields((layers[layers.length - 1] >> 3) + 1, 32) : NONE;
        return new DependencyStructure(
                offset,
                targets,
                chains,
                templates,
                protections,
                sizes,
                bits.copySince(from),
                bits.position() - from);
    }

    /// @return spatial id << 3 | temporal id of each template
    private int[] readLayers() throws MalformedPacketException {
        int[] layers = new int[DependencyStructure.TEMPLATE_IDS];
        int spatialId = 0;
        int temporalId = 0;
        for (int count = 0; ; ) {
            CodecRule.require(count < layers.length, CodecRule.DEPENDENCY_TEMPLATES_TOO_MANY);
            layers[count++] = spatialId << 3 | temporalId;
            switch (bits.bits(2)) {
                case 0 -> {}
                case 1 -> temporalId++;
                case 2 -> {
                    temporalId = 0;
                    spatialId++;
                }
                default -> {
                    return Arrays.copyOf(layers, count);
                }
            }
            CodecRule.require(
                    spatialId <= SPATIAL_ID_MAX && temporalId <= TEMPORAL_ID_MAX,
                    CodecRule.DEPENDENCY_LAYERS_TOO_MANY);
        }
    }

    private int[] readTemplateDiffs() throws MalformedPacketException {
        int count = 0;
        for (; bits.flag(); count++) {
            CodecRule.require(count < FRAME_DIFFS_MAX, CodecRule.DEPENDENCY_FRAMES_TOO_MANY);
            diffs[count] = bits.bits(4) + 1;
        }
        return copyDiffs(count);
    }

    private int[] readProtections(int targets, int chains) throws MalformedPacketException {
        int[] protections = new int[targets];
        for (int target = 0; target < targets; target++) {
            protections[target] =
                    chains == 0 ? DependencyStructure.UNPROTECTED : bits.nonSymmetric(chains);
        }
        return protections;
    }
}
