package weir.signaling;

import weir.rtp.MediaKind;

import java.util.Arrays;
import java.util.Optional;

/// That one medium of a viewer is to stop, or to go on. A value.
record PauseRequest(MediaKind kind, boolean enabled) {
    /// @param body JSON: `{"kind":"video","enabled":false}`
    /// @throws RefusedException if it is no such request
    static PauseRequest read(String body) throws RefusedException {
        JsonFields fields = JsonFields.read(body);
        Optional<String> token = fields.findText("kind");
        MediaKind kind =
                Arrays.stream(MediaKind.values())
                        .filter(each -> token.filter(each.token()::equals).isPresent())
                        .findFirst()
                        .orElseThrow(
                                () ->
                                        JsonFields.wrong(
                                                "kind", "audio or video", token.orElse("nothing")));
        return new PauseRequest(kind, fields.flag("enabled"));
    }
}
