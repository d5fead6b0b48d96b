package weir.config;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Makes records of settings.
///
/// This is the one place with reflection. Without it each setting would be named four times: in its
/// record, in conf/weir.yaml, in a list of keys and in the call of the constructor; and the two in
/// the middle could say something else than the other two.
///
/// Where a value cannot be used its default takes the place, so that what is wrong beside it is
/// found too.
final class RecordBinder {
    private final Map<String, Setting> defaults;
    private final Map<String, Setting> given;
    private final List<String> problems;
    private final Set<String> reported = new HashSet<>();

    /// @param problems takes a line for each value that cannot be used
    RecordBinder(Map<String, Setting> defaults, Map<String, Setting> given, List<String> problems) {
        this.defaults = defaults;
        this.given = new HashMap<>(given);
        this.problems = problems;
    }

    /// @param section the key of this record, empty for the outermost
    /// @return empty only if there is a problem
    <T extends Record> Optional<T> bind(Class<T> type, String section) {
        RecordComponent[] components = type.getRecordComponents();
        Object[] values = new Object[components.length];
        boolean whole = true;
        for (int i = 0; i < components.length; i++) {
            String key = ConfigKey.of(section, components[i].getName());
            Optional<?> value =
                    RecordKeys.isSection(components[i])
                            ? bind(components[i].getType().asSubclass(Record.class), key)
                            : Optional.of(read(components[i], key));
            whole &= value.isPresent();
            values[i] = value.orElse(null);
        }
        return whole ? construct(type, section, values) : Optional.empty();
    }

    private Object read(RecordComponent component, String key) {
        SettingType type = SettingType.of(component);
        Setting setting = given.get(key);
        if (setting == null) {
            return readDefault(component, key);
        }
        Optional<Object> value = type.read().apply(setting);
        if (value.isEmpty()) {
            problems.add(
                    "%s %s, is %s (%s)"
                            .formatted(key, type.rule(), setting.shown(key), setting.origin()));
            given.remove(key);
        }
        return value.orElseGet(() -> readDefault(component, key));
    }

    private Object readDefault(RecordComponent component, String key) {
        return Optional.ofNullable(defaults.get(key))
                .flatMap(setting -> SettingType.of(component).read().apply(setting))
                .orElseThrow(() -> new IllegalStateException("no usable default for " + key));
    }

    /// Once more with a default for each value that the record refuses and names.
    private <T extends Record> Optional<T> construct(
            Class<T> type, String section, Object[] values) {
        while (true) {
            try {
                return Optional.of(constructor(type).newInstance(values));
            } catch (InvocationTargetException e) {
                if (!(e.getCause() instanceof IllegalArgumentException refused)) {
                    throw new IllegalStateException("making " + type, e.getCause());
                }
                String key = refused.getMessage().split(" ", 2)[0];
                // What a default breaks together with other values is told of them already.
                if (reported.add(key)) {
                    problems.add(describe(refused, type, section, key));
                }
                if (!useDefault(type, section, key, values)) {
                    return Optional.empty();
                }
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("making " + type, e);
            }
        }
    }

    private static <T extends Record> Constructor<T> constructor(Class<T> type)
            throws NoSuchMethodException {
        return type.getDeclaredConstructor(
                Arrays.stream(type.getRecordComponents())
                        .map(RecordComponent::getType)
                        .toArray(Class<?>[]::new));
    }

    /// @return false if the key is none of this record's, or has its default already
    private boolean useDefault(Class<?> type, String section, String key, Object[] values) {
        RecordComponent[] components = type.getRecordComponents();
        for (int i = 0; i < components.length; i++) {
            if (ConfigKey.of(section, components[i].getName()).equals(key)
                    && given.remove(key) != null) {
                values[i] = readDefault(components[i], key);
                return true;
            }
        }
        return false;
    }

    private String describe(
            IllegalArgumentException refused, Class<?> type, String section, String firstWord) {
        String message = refused.getMessage();
        for (RecordComponent component : type.getRecordComponents()) {
            String key = ConfigKey.of(section, component.getName());
            if (ConfigKey.isSecret(key) && given.containsKey(key)) {
                message = withoutSecret(message, key, given.get(key));
            }
        }
        Setting named = given.get(firstWord);
        return named == null ? message : "%s (%s)".formatted(message, named.origin());
    }

    private static String withoutSecret(String message, String key, Setting secret) {
        String kept =
                message.startsWith(key + " ")
                        ? message.replaceFirst("(?s), (is|has) .*", "")
                        : message;
        boolean quoted =
                secret.texts().stream().anyMatch(text -> !text.isEmpty() && kept.contains(text));
        return quoted ? key + " breaks a rule of its section, is not shown" : kept;
    }
}
