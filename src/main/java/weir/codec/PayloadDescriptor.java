package weir.codec;

/// What an SFU must know of one packet's payload. A value.
public sealed interface PayloadDescriptor
        permits PictureDescriptor,
                H264Descriptor,
                H265Descriptor,
                Av1Descriptor,
                RedDescriptor,
                PayloadDescriptor.Opaque,
                PayloadDescriptor.Empty {

    /// Whether a decoder that knows nothing yet can start with this packet: it is the first of a
    /// key frame, or of the parameter sets before one.
    boolean startsKeyFrame();

    /// Audio, or a codec that Weir forwards without knowing it: every packet is a start.
    record Opaque() implements PayloadDescriptor {
        static final Opaque OPAQUE = new Opaque();

        @Override
        public boolean startsKeyFrame() {
            return true;
        }
    }

    /// No payload at all, as in a packet that is padding alone: never a start.
    record Empty() implements PayloadDescriptor {
        static final Empty EMPTY = new Empty();

        @Override
        public boolean startsKeyFrame() {
            return false;
        }
    }
}
