package weir.cascade;

import java.net.URI;
import java.util.List;
import java.util.Locale;

/// The servers that streams may be pulled from and pushed to. A value.
///
/// @param patterns `host`, or `*.domain` for all below it; none for any
record AllowedHosts(List<String> patterns) {
    boolean permits(URI url) {
        String host = url.getHost().toLowerCase(Locale.ROOT);
        return patterns.isEmpty()
                || patterns.stream()
                        .map(pattern -> pattern.toLowerCase(Locale.ROOT))
                        .anyMatch(
                                pattern ->
                                        pattern.startsWith("*.")
                                                ? host.endsWith(pattern.substring(1))
                                                : host.equals(pattern));
    }
}
