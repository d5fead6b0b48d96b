package weir.it.cluster;

import weir.testkit.HttpCalls;

import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;

/// What the nodes answered to those who churn: how often what, and what they never should. Any
/// thread.
final class ChurnAnswers {
    private static final String DRAINING = "urn:weir:problem:node-draining";

    private final Map<String, Integer> counts = new ConcurrentHashMap<>();
    private final Queue<String> wrong = new ConcurrentLinkedQueue<>();

    /// One who drains a node is told by it that it drains: nothing else may be 5xx.
    ///
    /// @param what in few words
    /// @return empty if nobody answered
    Optional<HttpResponse<String>> ask(String what, Supplier<HttpResponse<String>> question) {
        try {
            HttpResponse<String> answer = question.get();
            counts.merge(what + " " + answer.statusCode(), 1, Integer::sum);
            if (answer.statusCode() >= 500 && !answer.body().contains(DRAINING)) {
                wrong.add(what + " " + answer.statusCode() + " " + answer.body());
            }
            return Optional.of(answer);
        } catch (UncheckedIOException silence) {
            wrong.add(what + " " + silence + " " + silence.getCause());
            return Optional.empty();
        }
    }

    Optional<HttpResponse<String>> ask(String method, String url, String body, String... headers) {
        String path = url.replaceFirst("https?://[^/]*/", "/").replaceFirst("(/\\w+).*", "$1");
        return ask(method + " " + path, () -> HttpCalls.send(method, url, body, headers));
    }

    void onWrong(String what) {
        wrong.add(what);
    }

    /// What never should be answered.
    Queue<String> wrong() {
        return wrong;
    }

    /// How often what was.
    Map<String, Integer> counts() {
        return new TreeMap<>(counts);
    }
}
