package weir.stream;

import java.util.regex.Pattern;

/// What a stream may be called.
public final class StreamName {
    /// Dots alone are no names but steps (RFC 3986 §5.2.4): no path would lead to such a stream.
    private static final Pattern ALLOWED = Pattern.compile("(?!\\.{1,2}$)[A-Za-z0-9._~-]{1,128}");

    private StreamName() {}

    public static boolean isAllowed(String text) {
        return ALLOWED.matcher(text).matches();
    }
}
