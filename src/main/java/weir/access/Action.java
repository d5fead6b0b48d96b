package weir.access;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What somebody may do with a stream, or with all of them. A value.
public enum Action {
    WATCH(4),
    PUBLISH(2),
    /// See and change what others do.
    MANAGE(1);

    private final int modeBit;

    Action(int modeBit) {
        this.modeBit = modeBit;
    }

    /// As in the `mode` of a token, where they are added up.
    int modeBit() {
        return modeBit;
    }

    /// As people write it.
    public String token() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Action> find(String token) {
        return Arrays.stream(values()).filter(each -> each.token().equals(token)).findFirst();
    }
}
