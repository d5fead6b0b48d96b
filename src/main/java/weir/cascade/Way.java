package weir.cascade;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// Which way a stream goes between this cluster and another server. A value.
public enum Way {
    /// From a WHEP endpoint to us.
    PULL,
    /// From us to a WHIP endpoint.
    PUSH;

    /// As it stands in JSON and in metrics.
    String token() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Way> find(String token) {
        return Arrays.stream(values()).filter(way -> way.token().equals(token)).findFirst();
    }
}
