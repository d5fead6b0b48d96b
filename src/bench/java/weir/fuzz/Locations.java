package weir.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where sessions are that requests have made, the newest ones. Any thread.
final class Locations {
    private static final int KEPT = 64;
    private static final Pattern LOCATION =
            Pattern.compile("(?i)\r\nlocation: *(?:http://[^/]*)?(/session/\\S+)");
    private static final Pattern TAG = Pattern.compile("(?i)\r\netag: *(\\S+)");

    private final List<String> paths = new ArrayList<>();
    private final List<String> tags = new ArrayList<>();

    /// @param answers of a server
    synchronized void read(String answers) {
        keep(paths, LOCATION.matcher(answers));
        keep(tags, TAG.matcher(answers));
    }

    private static void keep(List<String> kept, Matcher found) {
        while (found.find()) {
            kept.add(found.group(1));
            if (kept.size() > KEPT) {
                kept.removeFirst();
            }
        }
    }

    synchronized String any(Random random) {
        return paths.isEmpty() ? "/session/a/b" : paths.get(random.nextInt(paths.size()));
    }

    synchronized String tag(Random random) {
        return tags.isEmpty() ? "\"x\"" : tags.get(random.nextInt(tags.size()));
    }
}
