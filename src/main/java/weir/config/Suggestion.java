package weir.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/// What somebody may have meant who wrote a name that there is not.
final class Suggestion {
    private Suggestion() {}

    /// The nearest of the names, if it is near: at most a third of the letters differ, or only what
    /// stands before the last dot does.
    static Optional<String> find(String wrong, Collection<String> names) {
        return names.stream()
                .filter(name -> isNear(wrong, name))
                .min(Comparator.comparingInt(name -> distance(plain(wrong), plain(name))));
    }

    private static boolean isNear(String wrong, String name) {
        int distance = distance(plain(wrong), plain(name));
        return distance <= Math.max(2, name.length() / 3)
                || plain(lastPart(wrong)).equals(plain(lastPart(name)));
    }

    private static String lastPart(String name) {
        return name.substring(name.lastIndexOf('.') + 1);
    }

    /// Case, dashes and underscores make no difference.
    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[-_]", "");
    }

    /// How many letters must be put in, taken out or changed (Levenshtein).
    private static int distance(String one, String other) {
        int[] above = new int[other.length() + 1];
        for (int j = 0; j < above.length; j++) {
            above[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int[] row = new int[above.length];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int change = one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1;
                row[j] = Math.min(above[j - 1] + change, Math.min(above[j], row[j - 1]) + 1);
            }
            above = row;
        }
        return above[other.length()];
    }
}
