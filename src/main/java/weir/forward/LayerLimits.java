package weir.forward;

import java.util.Optional;

/// What a viewer wants of the layers, as the WHEP layer extension puts it. A value.
///
/// @param rid           one encoding, or any
/// @param spatialId     one spatial layer, or [#ANY]
/// @param temporalId    one temporal layer, or [#ANY]
/// @param spatialIdMax  or [#ANY]
/// @param temporalIdMax or [#ANY]
/// @param widthMax      in pixels, or [#ANY]
/// @param heightMax     in pixels, or [#ANY]
public record LayerLimits(
        Optional<String> rid,
        int spatialId,
        int temporalId,
        int spatialIdMax,
        int temporalIdMax,
        int widthMax,
        int heightMax) {

    public static final int ANY = -1;

    /// All is chosen by the estimate.
    public static final LayerLimits AUTOMATIC =
            new LayerLimits(Optional.empty(), ANY, ANY, ANY, ANY, ANY, ANY);

    /// Whether it is the one that was chosen.
    public boolean names(SourceLayer layer) {
        return rid.map(layer.rid()::equals).orElse(true)
                && (spatialId == ANY || layer.spatialId() == spatialId)
                && (temporalId == ANY || layer.temporalId() == temporalId);
    }

    /// Whether no limit excludes it.
    public boolean allows(SourceLayer layer) {
        return isWithin(layer.spatialId(), spatialIdMax)
                && isWithin(layer.temporalId(), temporalIdMax)
                && isWithin(layer.width(), widthMax)
                && isWithin(layer.height(), heightMax);
    }

    private static boolean isWithin(int value, int max) {
        return max == ANY || value <= max;
    }
}
