package weir.peer;

import weir.rtp.Bitrate;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The bit rates of the streams whose names fit a pattern. A value.
///
/// @param pattern the name, where `*` stands for any characters or none
public record StreamLimit(String pattern, BitrateLimits limits) {
    private static final Pattern TEXT = Pattern.compile("([^\\s=]+)=(?:([^-\\s]+)-)?([^-\\s]+)");

    /// Reads `name=min-max` or `name=max`, such as `cam-*=300k-2M`.
    static Optional<StreamLimit> parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String min = Optional.ofNullable(matcher.group(2)).orElse("0");
        return BitrateLimits.find(Bitrate.parse(min), Bitrate.parse(matcher.group(3)))
                .map(limits -> new StreamLimit(matcher.group(1), limits));
    }

    boolean fits(String stream) {
        String regex =
                Stream.of(pattern.split("\\*", -1))
                        .map(Pattern::quote)
                        .collect(Collectors.joining(".*"));
        return stream.matches(regex);
    }
}
