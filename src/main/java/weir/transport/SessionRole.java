package weir.transport;

import java.util.Locale;
import java.util.Optional;

/// What a session is to its stream. A value.
public enum SessionRole {
    PUBLISHER('p'),
    VIEWER('v'),
    /// Of two servers, of this cluster or not: it has no URL here.
    LINK('l');

    /// In a session's id. No 16 bytes in Base64 end with one of them.
    private final char letter;

    SessionRole(char letter) {
        this.letter = letter;
    }

    char letter() {
        return letter;
    }

    /// As programs are told.
    public String token() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<SessionRole> find(char letter) {
        for (SessionRole each : values()) {
            if (each.letter == letter) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }
}
