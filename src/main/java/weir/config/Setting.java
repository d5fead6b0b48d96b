package weir.config;

import java.util.List;

/// One value as it was written. A value; its text is never a secret's, see [#shown(String)].
///
/// @param texts  the elements of a list, or a single text
/// @param origin the file, the variable or the option it comes from, for people
record Setting(List<String> texts, boolean list, String origin) {

    static Setting text(String text, String origin) {
        return new Setting(List.of(text), false, origin);
    }

    static Setting list(List<String> texts, String origin) {
        return new Setting(List.copyOf(texts), true, origin);
    }

    /// What a problem may show of the value of this key.
    String shown(String key) {
        if (ConfigKey.isSecret(key)) {
            return "not shown";
        }
        return list ? texts.toString() : "'" + texts.getFirst() + "'";
    }

    @Override
    public String toString() {
        return "setting of " + origin;
    }
}
