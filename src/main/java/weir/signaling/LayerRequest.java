package weir.signaling;

import weir.forward.LayerLimits;

import java.util.Optional;

/// What a viewer asks for by the layer extension of WHEP. A value.
///
/// @param mediaId of the medium: its mid, or its position; the first video where it is not named
record LayerRequest(Optional<String> mediaId, LayerLimits limits) {
    /// Fields that are not known are ignored, and none of those that are known means all layers.
    ///
    /// @param body JSON, with the rid also by its older name `encodingId`
    /// @throws RefusedException if it is no such request
    static LayerRequest read(String body) throws RefusedException {
        JsonFields fields = JsonFields.read(body);
        Optional<String> rid = fields.findText("rid");
        Optional<String> encodingId = fields.findText("encodingId");
        return new LayerRequest(
                fields.findText("mediaId"),
                new LayerLimits(
                        rid.or(() -> encodingId),
                        fields.number("spatialLayerId", LayerLimits.ANY),
                        fields.number("temporalLayerId", LayerLimits.ANY),
                        fields.number("maxSpatialLayerId", LayerLimits.ANY),
                        fields.number("maxTemporalLayerId", LayerLimits.ANY),
                        fields.number("maxWidth", LayerLimits.ANY),
                        fields.number("maxHeight", LayerLimits.ANY)));
    }
}
