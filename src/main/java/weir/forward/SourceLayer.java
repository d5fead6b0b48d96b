package weir.forward;

/// One layer that a source has, as measured. A value.
///
/// @param ssrc       that carries it
/// @param rid        the name of its encoding (RFC 8851), empty without simulcast; says nothing of
///     its rank
/// @param spatialId  within the SSRC
/// @param temporalId within the SSRC
/// @param width      in pixels, 0 if unknown
/// @param height     in pixels, 0 if unknown
/// @param bitrateBps of all that a viewer of this layer is sent; 0 if nothing comes
public record SourceLayer(
        int ssrc,
        String rid,
        int spatialId,
        int temporalId,
        int width,
        int height,
        long bitrateBps) {

    /// Whether they differ in the frame rate alone.
    boolean isSamePicture(SourceLayer other) {
        return ssrc == other.ssrc && spatialId == other.spatialId;
    }

    /// Whether it is the same at another time: its bit rate and its size may have changed.
    public boolean isSameLayer(SourceLayer other) {
        return ssrc == other.ssrc && spatialId == other.spatialId && temporalId == other.temporalId;
    }

    long pixels() {
        return (long) width * height;
    }
}
