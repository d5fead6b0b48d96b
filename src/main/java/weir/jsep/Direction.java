package weir.jsep;

import weir.sdp.DescriptionLevel;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// Which way media flows, as seen by whom wrote it (RFC 8866 §6.7).
enum Direction {
    SENDRECV,
    SENDONLY,
    RECVONLY,
    INACTIVE;

    String token() {
        return name().toLowerCase(Locale.ROOT);
    }

    boolean sends() {
        return this == SENDRECV || this == SENDONLY;
    }

    boolean receives() {
        return this == SENDRECV || this == RECVONLY;
    }

    static Optional<Direction> findToken(String token) {
        return Stream.of(values()).filter(value -> value.token().equals(token)).findFirst();
    }

    static Optional<Direction> find(DescriptionLevel level) {
        return Stream.of(values()).filter(value -> level.has(value.token())).findFirst();
    }
}
