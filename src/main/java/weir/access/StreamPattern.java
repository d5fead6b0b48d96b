package weir.access;

import java.util.Optional;
import java.util.regex.Pattern;

/// Which streams somebody has rights on: a name, in which `*` stands for any characters, also none.
/// A value.
///
/// @param text 1 to 128 of the characters of stream names, and `*`
record StreamPattern(String text) {
    static final StreamPattern ALL = new StreamPattern("*");

    private static final Pattern RULE = Pattern.compile("[A-Za-z0-9._~*-]{1,128}");

    static Optional<StreamPattern> parse(String text) {
        return RULE.matcher(text).matches()
                ? Optional.of(new StreamPattern(text))
                : Optional.empty();
    }

    /// @param stream empty for all of them, which only `*` takes in
    boolean includes(Optional<String> stream) {
        return text.equals("*") || stream.filter(name -> fits(name)).isPresent();
    }

    /// Goes back only to the last asterisk, so that no name takes long.
    private boolean fits(String name) {
        int i = 0;
        int j = 0;
        int asterisk = -1;
        int taken = 0;
        while (i < name.length()) {
            if (j < text.length() && text.charAt(j) == '*') {
                asterisk = j++;
                taken = i;
            } else if (j < text.length() && text.charAt(j) == name.charAt(i)) {
                i++;
                j++;
            } else if (asterisk >= 0) {
                j = asterisk + 1;
                i = ++taken;
            } else {
                return false;
            }
        }
        return text.substring(j).chars().allMatch(c -> c == '*');
    }
}
