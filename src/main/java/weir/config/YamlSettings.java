package weir.config;

import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.schema.FailsafeSchema;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// Reads a YAML text into settings by key: sections become the parts of the keys.
final class YamlSettings {
    /// Every scalar stays the text it is: a setting's type is told by its record, so that a file
    /// and a variable read alike.
    private static final LoadSettings TEXTS_ONLY =
            LoadSettings.builder()
                    .setSchema(new FailsafeSchema())
                    .setTagConstructors(Map.of(Tag.NULL, _ -> ""))
                    .build();

    private final String origin;
    private final Consumer<String> problems;
    private final Map<String, Setting> settings = new LinkedHashMap<>();

    private YamlSettings(String origin, Consumer<String> problems) {
        this.origin = origin;
        this.problems = problems;
    }

    /// @param origin   how the text is called in problems
    /// @param problems takes a line for all that is no YAML or no setting
    static Map<String, Setting> read(String yaml, String origin, Consumer<String> problems) {
        YamlSettings reader = new YamlSettings(origin, problems);
        try {
            Object root = new Load(TEXTS_ONLY).loadFromString(yaml);
            if (root instanceof Map<?, ?> sections) {
                sections.forEach((name, value) -> reader.add("" + name, value));
            } else if (!root.equals("")) { // as it is of an empty file
                problems.accept(origin + " must hold sections with keys, holds none");
            }
        } catch (YamlEngineException e) {
            problems.accept(describe(e, yaml, origin));
        }
        return reader.settings;
    }

    private void add(String key, Object node) {
        switch (node) {
            case Map<?, ?> section ->
                    section.forEach((name, value) -> add(key + "." + name, value));
            case List<?> list -> settings.put(key, Setting.list(texts(key, list), origin));
            case Object scalar -> settings.put(key, Setting.text(scalar.toString(), origin));
        }
    }

    private List<String> texts(String key, List<?> list) {
        List<String> texts = new ArrayList<>();
        for (Object element : list) {
            if (element instanceof String text) {
                texts.add(text);
            } else {
                problems.accept(
                        key + " must be a list of texts, holds something else (" + origin + ")");
            }
        }
        return texts;
    }

    /// Without the parser's excerpt, and without its words where they might quote a secret.
    private static String describe(YamlEngineException e, String yaml, String origin) {
        Optional<Mark> mark =
                e instanceof MarkedYamlEngineException marked
                        ? marked.getProblemMark()
                        : Optional.empty();
        if (mark.isEmpty()) {
            return origin + " must be YAML";
        }
        int line = mark.get().getLine();
        boolean quotable =
                yaml.lines()
                        .limit(line + 1L)
                        .noneMatch(text -> ConfigKey.isSecret(text.replaceAll("[^a-z]+", "-")));
        String what = quotable ? ": " + ((MarkedYamlEngineException) e).getProblem() : "";
        return origin + " must be YAML, is not at line " + (line + 1) + what;
    }
}
