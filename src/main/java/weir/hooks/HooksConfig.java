package weir.hooks;

import weir.outgoing.HttpUrl;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// Who is told what happens to streams and sessions. A value, with a secret.
///
/// @param urls        that each event is posted to
/// @param secret      with which the posts are signed; may be empty, never printed
/// @param scripts     that are run for each event: absolute paths
/// @param timeout     for an answer, and for a script to end; positive
/// @param attemptsMax how often an event is posted that is not answered with 2xx, 1 or more
/// @param queueMax    events that may wait for each of them, 1 or more
/// @param inFlightMax events that each of them is given at a time, of as many streams; 1 or more
public record HooksConfig(
        List<String> urls,
        String secret,
        List<String> scripts,
        Duration timeout,
        int attemptsMax,
        int queueMax,
        int inFlightMax) {

    public HooksConfig {
        urls = List.copyOf(urls);
        scripts = List.copyOf(scripts);
        urls.forEach(url -> HttpUrl.check("hooks.urls", url));
        for (String script : scripts) {
            Path path = Path.of(script);
            if (!path.isAbsolute() || !Files.isExecutable(path) || Files.isDirectory(path)) {
                throw new IllegalArgumentException(
                        "hooks.scripts must be absolute paths of files that can be executed, has "
                                + script);
            }
        }
        if (!timeout.isPositive()) {
            throw new IllegalArgumentException("hooks.timeout must be positive, is " + timeout);
        }
        require("hooks.attempts-max", attemptsMax);
        require("hooks.queue-max", queueMax);
        require("hooks.in-flight-max", inFlightMax);
    }

    private static void require(String key, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(key + " must be 1 or more, is " + value);
        }
    }

    boolean isOn() {
        return !urls.isEmpty() || !scripts.isEmpty();
    }

    @Override
    public String toString() {
        return "HooksConfig[" + urls.size() + " urls, " + scripts.size() + " scripts]";
    }
}
