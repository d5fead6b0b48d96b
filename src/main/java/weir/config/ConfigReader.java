package weir.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Puts settings together from where people write them, and makes records of them.
///
/// What is stronger wins key by key: the command line, then the environment, then the file, then
/// the defaults, which are conf/weir.yaml itself as it was packaged. Owned by one thread.
public final class ConfigReader {
    private static final String DEFAULTS = "/weir/weir.yaml";

    private final Map<String, Setting> defaults;
    private final Map<String, Setting> file = new LinkedHashMap<>();
    private final Map<String, Setting> overrides = new LinkedHashMap<>();
    private final List<String> problems = new ArrayList<>();
    private Map<String, String> environment = Map.of();

    public ConfigReader() {
        this(readDefaults());
    }

    ConfigReader(String defaults) {
        this.defaults = YamlSettings.read(defaults, "conf/weir.yaml", problems::add);
    }

    private static String readDefaults() {
        try (InputStream yaml = ConfigReader.class.getResourceAsStream(DEFAULTS)) {
            return new String(yaml.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Adds a YAML file; what it lacks keeps its default.
    public ConfigReader file(Path path) {
        try {
            file.putAll(YamlSettings.read(Files.readString(path), path.toString(), problems::add));
        } catch (NoSuchFileException _) {
            problems.add(path + " must be a file, is not there");
        } catch (CharacterCodingException _) {
            problems.add(path + " must be a text in UTF-8");
        } catch (IOException e) {
            problems.add(path + " cannot be read: " + e.getMessage());
        }
        return this;
    }

    /// Adds the variables that are settings, such as `WEIR_TRANSPORT_UDP_PORT`.
    public ConfigReader environment(Map<String, String> variables) {
        environment = variables;
        return this;
    }

    /// @param option what people call it: `--udp-port`
    /// @param key    `transport.udp-port`
    /// @param value  as it stands in a file; a list with commas between
    public ConfigReader override(String option, String key, String value) {
        overrides.put(key, Setting.text(value, option));
        return this;
    }

    /// @throws ConfigException with all problems of all sources
    public <T extends Record> T read(Class<T> type) throws ConfigException {
        RecordKeys keys = RecordKeys.of(type);
        List<String> found = new ArrayList<>(problems);
        refuseUnknownKeys(keys, file, found);
        refuseUnknownVariables(keys, found);
        refuseUnknownKeys(keys, overrides, found);
        Optional<T> config = new RecordBinder(defaults, given(keys), found).bind(type, "");
        if (!found.isEmpty()) {
            throw new ConfigException(found);
        }
        return config.orElseThrow();
    }

    private Map<String, Setting> given(RecordKeys keys) {
        Map<String, Setting> given = new LinkedHashMap<>(file);
        for (String key : keys.settings().keySet()) {
            String variable = ConfigKey.variable(key);
            if (environment.containsKey(variable)) {
                given.put(key, Setting.text(environment.get(variable), variable));
            }
        }
        given.putAll(overrides);
        return given;
    }

    private static void refuseUnknownKeys(
            RecordKeys keys, Map<String, Setting> settings, List<String> found) {
        settings.forEach(
                (key, setting) -> {
                    if (keys.sections().contains(key)) {
                        refuseValueOfSection(key, setting, found);
                    } else if (!keys.settings().containsKey(key)) {
                        String hint = hint(key, List.copyOf(keys.settings().keySet()));
                        found.add("%s is no setting%s (%s)".formatted(key, hint, setting.origin()));
                    }
                });
    }

    /// Nothing at all may stand after a section's key: then it has only defaults.
    private static void refuseValueOfSection(String key, Setting setting, List<String> found) {
        if (setting.list() || !setting.texts().getFirst().isEmpty()) {
            found.add(
                    "%s must be a section with keys, is %s (%s)"
                            .formatted(key, setting.shown(key), setting.origin()));
        }
    }

    /// Only those that begin like a section's settings: others have uses of their own.
    private void refuseUnknownVariables(RecordKeys keys, List<String> found) {
        List<String> known = keys.settings().keySet().stream().map(ConfigKey::variable).toList();
        environment.keySet().stream()
                .filter(variable -> !known.contains(variable))
                .filter(
                        variable ->
                                keys.sections().stream()
                                        .map(section -> ConfigKey.variable(section) + "_")
                                        .anyMatch(variable::startsWith))
                .sorted()
                .forEach(
                        variable -> found.add(variable + " is no setting" + hint(variable, known)));
    }

    private static String hint(String wrong, List<String> names) {
        return Suggestion.find(wrong, names).map("; did you mean %s?"::formatted).orElse("");
    }
}
