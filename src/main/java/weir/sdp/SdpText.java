package weir.sdp;

import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

/// The words and numbers that lines are made of, and what the records of this package require of
/// their texts, so that what is written can be read.
final class SdpText {
    private SdpText() {}

    static boolean isOneLine(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\r' || c == '\n' || c == 0) {
                return false;
            }
        }
        return true;
    }

    static boolean isToken(String text) {
        return !text.isEmpty() && isOneLine(text) && text.indexOf(' ') < 0;
    }

    static void require(boolean kept, String rule) {
        if (!kept) {
            throw new IllegalArgumentException(rule);
        }
    }

    /// What stands between spaces.
    static List<String> words(String text) {
        return Stream.of(text.split(" ")).filter(word -> !word.isEmpty()).toList();
    }

    /// A number of decimal digits alone, from 0 to the greatest allowed.
    static OptionalLong number(String text, long max) {
        boolean digits = text.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!digits || text.isEmpty() || text.length() > 10 || Long.parseLong(text) > max) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(Long.parseLong(text));
    }
}
