package weir.admin;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// Whose streams are asked for. A value.
enum StatsScope {
    CLUSTER,
    NODE;

    /// As it stands in a query and in an answer.
    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<StatsScope> read(String text) {
        return Arrays.stream(values()).filter(scope -> scope.text().equals(text)).findFirst();
    }
}
