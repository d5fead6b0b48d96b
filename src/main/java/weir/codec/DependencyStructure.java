package weir.codec;

import java.util.Arrays;

/// The frame dependency structure that a key frame begins with: templates that frames name, the
/// decode targets, the chains that protect them, and sizes (AV1 RTP appendix A.4). A value.
public final class DependencyStructure {
    /// No chain tells whether the decode target is whole.
    public static final int UNPROTECTED = -1;

    /// Of a stream whose key frame was not seen: without templates and targets.
    static final DependencyStructure UNKNOWN =
            new DependencyStructure(
                    0, 0, 0, new FrameDependencies[0], new int[0], new int[0], new byte[0], 0);

    static final int TEMPLATE_IDS = 64;

    private final int templateIdOffset;
    private final int targets;
    private final int chains;
    private final FrameDependencies[] templates;
    private final int[] protections;
    private final int[] sizes;
    private final byte[] bits;
    private final int bitCount;
    private final int[] spatialIds;
    private final int[] temporalIds;
    private final int[] contained;

    /// @param protections of each target, its chain
    /// @param sizes       width << 16 | height of each spatial layer, each less 1; or none
    /// @param bits        the structure as it stood on the wire
    DependencyStructure(
            int templateIdOffset,
            int targets,
            int chains,
            FrameDependencies[] templates,
            int[] protections,
            int[] sizes,
            byte[] bits,
            int bitCount) {
        this.templateIdOffset = templateIdOffset;
        this.targets = targets;
        this.chains = chains;
        this.templates = templates;
        this.protections = protections;
        this.sizes = sizes;
        this.bits = bits;
        this.bitCount = bitCount;
        spatialIds = new int[targets];
        temporalIds = new int[targets];
        contained = new int[targets];
        for (int target = 0; target < targets; target++) {
            describe(target);
        }
    }

    private void describe(int target) {
        int within = allTargets();
        for (FrameDependencies template : templates) {
            if ((template.present() >> target & 1) != 0) {
                spatialIds[target] = Math.max(spatialIds[target], template.spatialId());
                temporalIds[target] = Math.max(temporalIds[target], template.temporalId());
            } else {
                within &= ~template.present();
            }
        }
        contained[target] = within | 1 << target;
    }

    /// 1..32; 0 if nothing is known.
    public int targets() {
        return targets;
    }

    /// The mask of all decode targets.
    public int allTargets() {
        return targets == 32 ? -1 : (1 << targets) - 1;
    }

    /// 0..32
    int chains() {
        return chains;
    }

    /// The chain that protects a decode target, or [#UNPROTECTED].
    public int chain(int target) {
        return protections[target];
    }

    /// The highest spatial layer that a decode target has.
    public int spatialId(int target) {
        return spatialIds[target];
    }

    /// The highest temporal layer that a decode target has.
    public int temporalId(int target) {
        return temporalIds[target];
    }

    /// The mask of the decode targets all of whose frames are frames of this one.
    public int contained(int target) {
        return contained[target];
    }

    int spatialLayers() {
        return templates.length == 0 ? 0 : templates[templates.length - 1].spatialId() + 1;
    }

    /// In pixels; 0 if the structure does not say it.
    public int width(int spatialId) {
        return spatialId < sizes.length ? (sizes[spatialId] >>> 16) + 1 : 0;
    }

    /// In pixels; 0 if the structure does not say it.
    public int height(int spatialId) {
        return spatialId < sizes.length ? (sizes[spatialId] & 0xffff) + 1 : 0;
    }

    boolean has(int templateId) {
        return index(templateId) < templates.length;
    }

    /// Only if it [#has(int)] it.
    FrameDependencies template(int templateId) {
        return templates[index(templateId)];
    }

    private int index(int templateId) {
        return templateId - templateIdOffset + TEMPLATE_IDS & TEMPLATE_IDS - 1;
    }

    /// Lent to the package: not to be changed.
    byte[] lentBits() {
        return bits;
    }

    int bitCount() {
        return bitCount;
    }

    boolean isSameAs(DependencyStructure other) {
        return bitCount == other.bitCount && Arrays.equals(bits, other.bits);
    }
}
