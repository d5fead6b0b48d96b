package weir.forward;

import weir.codec.DependencyDescriptor;
import weir.codec.PayloadDescriptor;
import weir.codec.PictureDescriptor;
import weir.codec.Vp8Descriptor;

/// The picture numbers that a viewer got last, which the next source goes on from. Owned by a
/// [Rewriter].
final class PictureNumbers {
    private int pictureId = PictureDescriptor.ABSENT;
    private int tl0PictureIndex = PictureDescriptor.ABSENT;
    private int keyIndex = PictureDescriptor.ABSENT;
    private int frameNumber = PictureDescriptor.ABSENT;
    private int skippedPictureId = PictureDescriptor.ABSENT;

    /// What to add to the numbers of a source that begins with this packet, so that its first are
    /// the successors of the last ones sent.
    void next(PayloadDescriptor first, DependencyDescriptor dependencies, PictureOffsets offsets) {
        offsets.clear();
        skippedPictureId = PictureDescriptor.ABSENT;
        if (dependencies.isKnown()) {
            offsets.frameNumber = offset(frameNumber, dependencies.frameNumber());
        }
        if (first instanceof PictureDescriptor picture) {
            offsets.pictureId = offset(pictureId, picture.pictureId());
            offsets.tl0PictureIndex = offset(tl0PictureIndex, picture.tl0PictureIndex());
        }
        if (first instanceof Vp8Descriptor vp8) {
            offsets.keyIndex = offset(keyIndex, vp8.keyIndex());
        }
    }

    private static int offset(int last, int first) {
        boolean either = last == PictureDescriptor.ABSENT || first == PictureDescriptor.ABSENT;
        return either ? 0 : last + 1 - first;
    }

    /// A packet was left out. In VP8 a missing number is a lost picture, which the frames after it
    /// would wait for, so the next picture takes it. Elsewhere the numbers stay: frames refer to
    /// each other by them.
    void onSkipped(PayloadDescriptor descriptor, PictureOffsets offsets) {
        if (descriptor instanceof Vp8Descriptor vp8
                && vp8.pictureIdBits() != 0
                && vp8.pictureId() != skippedPictureId) {
            skippedPictureId = vp8.pictureId();
            offsets.pictureId--;
        }
    }

    void onSent(
            PayloadDescriptor descriptor,
            DependencyDescriptor dependencies,
            PictureOffsets offsets) {
        if (dependencies.isKnown()) {
            frameNumber = dependencies.frameNumber() + offsets.frameNumber;
        }
        if (descriptor instanceof PictureDescriptor picture) {
            if (picture.pictureIdBits() != 0) {
                pictureId = offsets.pictureId(picture);
            }
            if (picture.tl0PictureIndex() != PictureDescriptor.ABSENT) {
                tl0PictureIndex = offsets.tl0PictureIndex(picture);
            }
        }
        if (descriptor instanceof Vp8Descriptor vp8 && vp8.keyIndex() != PictureDescriptor.ABSENT) {
            keyIndex = offsets.keyIndex(vp8);
        }
    }
}
