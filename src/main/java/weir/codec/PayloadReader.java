package weir.codec;

import io.netty.buffer.ByteBuf;

import weir.wire.MalformedPacketException;

/// Reads the payloads of one encoding. A value.
public enum PayloadReader {
    VP8,
    VP9,
    H264,
    H265,
    AV1,
    RED,
    /// Audio, and whatever else is forwarded unseen.
    OPAQUE;

    /// [#values()] makes an array each time, and this is asked for each burst.
    private static final PayloadReader[] READERS = values();

    /// @param encoding the encoding name of `a=rtpmap`, in any case
    public static PayloadReader of(String encoding) {
        for (PayloadReader reader : READERS) {
            if (reader.name().equalsIgnoreCase(encoding)) {
                return reader;
            }
        }
        return OPAQUE;
    }

    /// Reads the payload where it stands, and moves nothing.
    ///
    /// @param bytes  lent
    /// @param index  absolute, of the payload's first byte
    /// @param length bytes of the payload without padding, all of them within the buffer; 0 gives
    ///     [PayloadDescriptor.Empty]
    /// @throws MalformedPacketException if the bytes break a rule of the encoding's payload format
    public PayloadDescriptor read(ByteBuf bytes, int index, int length)
            throws MalformedPacketException {
        if (length == 0) {
            return PayloadDescriptor.Empty.EMPTY;
        }
        return switch (this) {
            case VP8 -> Vp8Descriptor.read(bytes, index, length);
            case VP9 -> Vp9Descriptor.read(bytes, index, length);
            case H264 -> H264Descriptor.read(bytes, index, length);
            case H265 -> H265Descriptor.read(bytes, index, length);
            case AV1 -> Av1Descriptor.read(bytes, index, length);
            case RED -> RedDescriptor.read(bytes, index, length);
            case OPAQUE -> PayloadDescriptor.Opaque.OPAQUE;
        };
    }
}
