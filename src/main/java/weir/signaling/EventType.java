package weir.signaling;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// What a viewer may be told beside its media, by WHEP's server-sent events. A value.
public enum EventType {
    /// Somebody publishes.
    ACTIVE,
    /// Nobody does any more; never the first that is told.
    INACTIVE,
    /// What the picture can be had in.
    LAYERS,
    /// How many watch, on all nodes.
    VIEWERCOUNT,
    /// Better watched elsewhere.
    RECONNECT,
    /// A cue for who inserts advertisements.
    SCTE35;

    /// As it stands in a request and in an event.
    public String token() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<EventType> find(String token) {
        return Arrays.stream(values()).filter(type -> type.token().equals(token)).findFirst();
    }

    /// Those that a session may ask for.
    ///
    /// @param video whether it is sent a picture
    public static List<EventType> offered(boolean video) {
        return Arrays.stream(values()).filter(type -> video || type != LAYERS).toList();
    }

    /// With commas between.
    public static String tokens(List<EventType> types) {
        return types.stream().map(EventType::token).collect(Collectors.joining(","));
    }
}
