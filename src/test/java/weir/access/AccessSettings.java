package weir.access;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Settings of tests, those of conf/weir.yaml but for what is named.
final class AccessSettings {
    private AccessSettings() {}

    static AccessConfig none() {
        return of();
    }

    /// @param settings key, value, key, value, …
    static AccessConfig of(String... settings) {
        Map<String, String> given = new HashMap<>();
        for (int i = 0; i < settings.length; i += 2) {
            given.put(settings[i], settings[i + 1]);
        }
        return new AccessConfig(
                list(given, "access.tokens"),
                given.containsKey("access.raw-token"),
                given.containsKey("access.query-token"),
                given.containsKey("access.end-at-expiry"),
                Duration.ofHours(720),
                new JwtConfig(
                        list(given, "access.jwt.secrets"),
                        List.of(),
                        given.getOrDefault("access.jwt.jwks-url", ""),
                        Duration.ofHours(1),
                        Duration.ZERO,
                        Duration.ofSeconds(10),
                        given.getOrDefault("access.jwt.issuer", ""),
                        list(given, "access.jwt.audience"),
                        Duration.ofSeconds(5)),
                new WebhookConfig(
                        "",
                        Duration.ofSeconds(2),
                        WebhookConfig.OnFailure.DENY,
                        2,
                        Duration.ZERO,
                        100));
    }

    private static List<String> list(Map<String, String> given, String key) {
        return given.containsKey(key) ? List.of(given.get(key).split(",")) : List.of();
    }
}
