package weir.sdp;

import java.util.Optional;
import java.util.OptionalLong;

/// A `b=` line (RFC 8866 §5.8). A value.
///
/// @param type  `AS` for kilobits a second with the headers of IP and UDP, `TIAS` for bits a second
///     without those of any transport (RFC 3890), or another token
/// @param value 0 or more
public record Bandwidth(String type, long value) {
    private static final long VALUE_MAX = 9_999_999_999L;

    public Bandwidth {
        SdpText.require(
                SdpText.isToken(type) && type.indexOf(':') < 0,
                "a bandwidth's type is a word without colon");
        SdpText.require(value >= 0 && value <= VALUE_MAX, "a bandwidth has up to ten digits");
    }

    /// Empty for a value that is not of this form, which is as none: it is a wish.
    static Optional<Bandwidth> parse(String text) {
        int colon = text.indexOf(':');
        if (colon < 1 || !SdpText.isToken(text.substring(0, colon))) {
            return Optional.empty();
        }
        OptionalLong value = SdpText.number(text.substring(colon + 1).strip(), VALUE_MAX);
        return value.isPresent()
                ? Optional.of(new Bandwidth(text.substring(0, colon), value.getAsLong()))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return type + ":" + value;
    }
}
