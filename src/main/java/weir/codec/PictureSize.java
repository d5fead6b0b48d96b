package weir.codec;

import weir.wire.MalformedPacketException;

/// @param width  in pixels, positive
/// @param height in pixels, positive
record PictureSize(int width, int height) {
    /// Of a picture without what its cropping rectangle or conformance window leaves out.
    static PictureSize cropped(int width, int height, int cropWidth, int cropHeight)
            throws MalformedPacketException {
        CodecRule.require(
                cropWidth < width && cropHeight < height, CodecRule.PARAMETER_SET_VALUE_INVALID);
        return new PictureSize(width - cropWidth, height - cropHeight);
    }
}
