package weir.config;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;

/// How a setting is called: `transport.udp-port` in files, `WEIR_TRANSPORT_UDP_PORT` in the
/// environment, `udpPort` in the record `TransportConfig`.
final class ConfigKey {
    static final String VARIABLE_PREFIX = "WEIR_";

    private static final Set<String> SECRETS =
            Set.of("secret", "secrets", "token", "tokens", "password", "passwords");

    private ConfigKey() {}

    /// @param section empty for the outermost record
    static String of(String section, String component) {
        String name = dashed(component);
        return section.isEmpty() ? name : section + "." + name;
    }

    static String dashed(String component) {
        return component.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
    }

    static String variable(String key) {
        return VARIABLE_PREFIX + key.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
    }

    /// Whether values of this key are kept out of every message.
    static boolean isSecret(String key) {
        String name = key.substring(key.lastIndexOf('.') + 1);
        return Arrays.stream(name.split("-")).anyMatch(SECRETS::contains);
    }
}
