package weir.forward;

import io.netty.buffer.ByteBuf;

import weir.codec.PayloadDescriptor;
import weir.codec.PictureDescriptor;
import weir.codec.Vp8Descriptor;

/// What is added to a source's picture numbers, each modulo its own width. Owned by a [Run].
final class PictureOffsets {
    int pictureId;
    int tl0PictureIndex;
    int keyIndex;

    /// Of the dependency descriptor.
    int frameNumber;

    void clear() {
        pictureId = 0;
        tl0PictureIndex = 0;
        keyIndex = 0;
        frameNumber = 0;
    }

    void set(PictureOffsets other) {
        pictureId = other.pictureId;
        tl0PictureIndex = other.tl0PictureIndex;
        keyIndex = other.keyIndex;
        frameNumber = other.frameNumber;
    }

    /// Writes the numbers anew in a copy of the payload, as wide as they stood there.
    ///
    /// @param payload index of the copy's first byte
    void apply(PayloadDescriptor descriptor, ByteBuf output, int payload) {
        if (!(descriptor instanceof PictureDescriptor picture)) {
            return;
        }
        int idAt = payload + picture.pictureIdPosition();
        if (picture.pictureIdBits() == 7) {
            output.setByte(idAt, pictureId(picture));
        } else if (picture.pictureIdBits() == 15) {
            output.setShort(idAt, 0x8000 | pictureId(picture));
        }
        if (picture.tl0PictureIndex() != PictureDescriptor.ABSENT) {
            output.setByte(payload + picture.tl0PictureIndexPosition(), tl0PictureIndex(picture));
        }
        if (picture instanceof Vp8Descriptor vp8 && vp8.keyIndex() != PictureDescriptor.ABSENT) {
            int keyIndexAt = payload + vp8.keyIndexPosition();
            output.setByte(keyIndexAt, output.getByte(keyIndexAt) & 0xe0 | keyIndex(vp8));
        }
    }

    int pictureId(PictureDescriptor picture) {
        return picture.pictureId() + pictureId & (1 << picture.pictureIdBits()) - 1;
    }

    int tl0PictureIndex(PictureDescriptor picture) {
        return picture.tl0PictureIndex() + tl0PictureIndex & 0xff;
    }

    int keyIndex(Vp8Descriptor vp8) {
        return vp8.keyIndex() + keyIndex & 0x1f;
    }
}
