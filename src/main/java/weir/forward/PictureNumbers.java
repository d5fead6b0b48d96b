package weir.forward;

import weir.codec.PayloadDescriptor;
import weir.codec.PictureDescriptor;
import weir.codec.Vp8Descriptor;

/// The picture numbers that a viewer got last, which the next source goes on from. Owned by a
/// [Rewriter].
final class PictureNumbers {
    private int pictureId = PictureDescriptor.ABSENT;
    private int tl0PictureIndex = PictureDescriptor.ABSENT;
    private int keyIndex = PictureDescriptor.ABSENT;

    /// What to add to the numbers of a source that begins with this packet, so that its first are
    /// the successors of the last ones sent.
    void next(PayloadDescriptor first, PictureOffsets offsets) {
        offsets.clear();
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

    void onSent(PayloadDescriptor descriptor, PictureOffsets offsets) {
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
