package weir.signaling;

import java.util.Optional;
import java.util.regex.Pattern;

/// What a stream may be called.
public final class StreamName {
    /// Dots alone are no names but steps (RFC 3986 §5.2.4): no path would lead to such a stream.
    private static final Pattern ALLOWED = Pattern.compile("(?!\\.{1,2}$)[A-Za-z0-9._~-]{1,128}");

    private StreamName() {}

    /// Empty if there can be a stream of this name.
    public static Optional<Refusal> refusal(String name) {
        return ALLOWED.matcher(name).matches()
                ? Optional.empty()
                : Optional.of(new Refusal.StreamNameInvalid(name));
    }
}
