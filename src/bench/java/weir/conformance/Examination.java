package weir.conformance;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/// Tries out rules on one server: those that wait begin first, others run a few at a time beside
/// them, and those that take the server's capacity come last, one after the other.
public final class Examination {
    private static final int AT_ONCE = 4;

    private Examination() {}

    /// @param numbers of the rules
    /// @return by number
    public static Map<Integer, Verdict> run(ServerSettings server, Set<Integer> numbers)
            throws InterruptedException {
        List<Rule> rules =
                RuleBook.rules().stream().filter(rule -> numbers.contains(rule.number())).toList();
        Map<Integer, Verdict> verdicts = new TreeMap<>();
        try (Suite suite = new Suite(server)) {
            verdicts.putAll(beside(suite, rules));
            for (Rule rule : rules) {
                if (rule.pace() == Rule.Pace.LAST) {
                    verdicts.put(rule.number(), tryOut(suite, rule));
                }
            }
        }
        return verdicts;
    }

    private static Map<Integer, Verdict> beside(Suite suite, List<Rule> rules)
            throws InterruptedException {
        Map<Integer, Future<Verdict>> running = new TreeMap<>();
        Semaphore places = new Semaphore(AT_ONCE, true);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Rule rule : rules) {
                if (rule.pace() == Rule.Pace.SLOW) {
                    running.put(rule.number(), threads.submit(() -> tryOut(suite, rule)));
                }
            }
            for (Rule rule : rules) {
                if (rule.pace() == Rule.Pace.BESIDE) {
                    running.put(rule.number(), threads.submit(() -> inTurn(places, suite, rule)));
                }
            }
        }
        Map<Integer, Verdict> verdicts = new TreeMap<>();
        running.forEach((number, verdict) -> verdicts.put(number, verdict.resultNow()));
        return verdicts;
    }

    private static Verdict inTurn(Semaphore places, Suite suite, Rule rule)
            throws InterruptedException {
        places.acquire();
        try {
            return tryOut(suite, rule);
        } finally {
            places.release();
        }
    }

    private static Verdict tryOut(Suite suite, Rule rule) {
        try (Trial trial = new Trial(suite)) {
            return trial.tryOut(rule);
        }
    }

    /// Of one server that was tried out with several settings.
    public static Map<Integer, Verdict> merge(List<Map<Integer, Verdict>> all) {
        Map<Integer, Verdict> merged = new TreeMap<>();
        all.forEach(
                each -> each.forEach((rule, verdict) -> merged.merge(rule, verdict, Verdict::and)));
        return merged;
    }
}
