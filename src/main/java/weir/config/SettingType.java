package weir.config;

import weir.rtp.Bitrate;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// How the text of a setting becomes the value of a record's component. A value.
///
/// @param rule how such a text must look, for people
/// @param read empty for a text that does not follow the rule
record SettingType(String rule, Function<Setting, Optional<Object>> read) {
    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h)");

    /// @throws IllegalStateException for a component of a type that settings do not have
    static SettingType of(RecordComponent component) {
        Class<?> type = component.getType();
        if (type == List.class && isOfTexts(component)) {
            return new SettingType("must be a list of texts", SettingType::readList);
        }
        if (type.isEnum()) {
            return ofEnum(type.getEnumConstants());
        }
        return switch (type.getName()) {
            case "java.lang.String" -> ofText("must be a text", Optional::of);
            case "int" -> ofText("must be a whole number", SettingType::readInt);
            case "long" -> ofText("must be a whole number", SettingType::readLong);
            case "boolean" -> ofText("must be true or false", SettingType::readBoolean);
            case "java.time.Duration" ->
                    ofText(
                            "must be a time such as 500ms, 30s, 5m or 2h",
                            SettingType::readDuration);
            case "weir.rtp.Bitrate" ->
                    ofText("must be a bit rate such as 600k or 2.5M", Bitrate::parse);
            default -> throw new IllegalStateException("no setting can be a " + type);
        };
    }

    private static boolean isOfTexts(RecordComponent component) {
        return component.getGenericType() instanceof ParameterizedType type
                && type.getActualTypeArguments()[0] == String.class;
    }

    private static SettingType ofText(String rule, Function<String, Optional<?>> read) {
        return new SettingType(
                rule,
                setting ->
                        setting.list()
                                ? Optional.empty()
                                : read.apply(setting.texts().getFirst()).map(value -> value));
    }

    private static SettingType ofEnum(Object[] constants) {
        String names =
                Arrays.stream(constants).map(SettingType::name).collect(Collectors.joining(", "));
        return ofText(
                "must be one of " + names,
                text ->
                        Arrays.stream(constants)
                                .filter(constant -> name(constant).equals(text))
                                .findFirst());
    }

    private static String name(Object constant) {
        return ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// A list, or texts with commas between, which is all that a variable can hold.
    private static Optional<Object> readList(Setting setting) {
        if (setting.list()) {
            return Optional.of(setting.texts());
        }
        return Optional.of(
                Arrays.stream(setting.texts().getFirst().split(","))
                        .map(String::trim)
                        .filter(text -> !text.isEmpty())
                        .toList());
    }

    private static Optional<Long> readLong(String text) {
        return text.matches("-?\\d{1,18}") ? Optional.of(Long.valueOf(text)) : Optional.empty();
    }

    private static Optional<Integer> readInt(String text) {
        return readLong(text).filter(number -> number == number.intValue()).map(Long::intValue);
    }

    private static Optional<Boolean> readBoolean(String text) {
        return switch (text) {
            case "true" -> Optional.of(true);
            case "false" -> Optional.of(false);
            default -> Optional.empty();
        };
    }

    private static Optional<Duration> readDuration(String text) {
        Matcher matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long count = Long.parseLong(matcher.group(1));
        return Optional.of(
                switch (matcher.group(2)) {
                    case "ms" -> Duration.ofMillis(count);
                    case "s" -> Duration.ofSeconds(count);
                    case "m" -> Duration.ofMinutes(count);
                    default -> Duration.ofHours(count);
                });
    }
}
