package weir.config;

import java.util.List;

/// Settings that cannot be used: all that is wrong with them, not only the first.
public final class ConfigException extends Exception {
    private final transient List<String> problems;

    ConfigException(List<String> problems) {
        super(String.join("\n", problems));
        this.problems = List.copyOf(problems);
    }

    /// One line each, with the key, the rule, the value (unless it is a secret) and where it
    /// stands.
    public List<String> problems() {
        return problems;
    }
}
