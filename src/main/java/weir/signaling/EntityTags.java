package weir.signaling;

import java.util.Arrays;

/// The condition of an If-Match header (RFC 9110 §13.1.1). A value.
sealed interface EntityTags {
    /// Whatever the tag is.
    record Any() implements EntityTags {}

    /// @param list as it stands in the header
    record Listed(String list) implements EntityTags {}

    /// The examples of RFC 9725 quote the asterisk.
    ///
    /// @param header empty if there is none
    /// @throws RefusedException if there must be one
    static EntityTags of(String header, SessionConfig.Etag etag) throws RefusedException {
        if (header.isEmpty()) {
            return switch (etag) {
                case LENIENT -> new Any();
                case STRICT -> throw new RefusedException(Refusal.Plain.PRECONDITION_MISSING);
            };
        }
        String value = header.strip();
        return value.equals("*") || value.equals("\"*\"") ? new Any() : new Listed(value);
    }

    /// A weak tag never matches.
    ///
    /// @param tag quoted, with no comma in it
    default boolean include(String tag) {
        return switch (this) {
            case Any() -> true;
            case Listed(var list) ->
                    Arrays.stream(list.split(",")).map(String::strip).anyMatch(tag::equals);
        };
    }
}
