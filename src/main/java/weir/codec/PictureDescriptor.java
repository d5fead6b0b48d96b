package weir.codec;

/// A payload whose descriptor numbers the pictures, so that whoever joins two sources to one must
/// write these numbers anew. A value.
public sealed interface PictureDescriptor extends PayloadDescriptor
        permits Vp8Descriptor, Vp9Descriptor {
    /// A number that this payload does not have.
    int ABSENT = -1;

    /// 7 or 15 bits, see [#pictureIdBits()]; or [#ABSENT].
    int pictureId();

    /// 7 or 15, the width on the wire; 0 if there is no picture id.
    int pictureIdBits();

    /// Bytes from the start of the payload to the picture id, whose first byte's upper bit says
    /// whether it is the longer form.
    int pictureIdPosition();

    /// 8 bits: which frame of the lowest temporal layer this one builds on; or [#ABSENT].
    int tl0PictureIndex();

    /// Bytes from the start of the payload to the TL0PICIDX.
    int tl0PictureIndexPosition();

    /// 0 for the base layer, and where layers are not told apart.
    int temporalId();
}
