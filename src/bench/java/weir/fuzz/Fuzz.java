package weir.fuzz;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Reads the options of `scripts/fuzz`, attacks, and prints what came of it.
public final class Fuzz {
    private static final Map<String, Long> DEFAULTS =
            Map.of(
                    "--datagrams", 10_000_000L,
                    "--requests", 100_000L,
                    "--seed", 1L,
                    "--rate", 40_000L,
                    "--windows", 10L);
    private static final int CALM_SECONDS = 10;

    private Fuzz() {}

    public static void main(String[] arguments) throws Exception {
        FuzzPlan plan = plan(arguments);
        System.out.printf("fuzz: seed %d, the node says in %s%n", plan.seed(), plan.logs());
        FuzzReport report = Siege.run(plan);
        System.out.println(report.text());
        List<String> problems = report.problems();
        List<String> slowness = report.slowness();
        problems.forEach(each -> System.out.println("FAILED: " + each));
        slowness.forEach(each -> System.out.println("FAILED: " + each));
        // Threads of clients are left.
        System.exit(problems.isEmpty() && slowness.isEmpty() ? 0 : 1);
    }

    private static FuzzPlan plan(String[] arguments) {
        Map<String, Long> options = new HashMap<>(DEFAULTS);
        for (int i = 0; i < arguments.length; i += 2) {
            if (!DEFAULTS.containsKey(arguments[i]) || i + 1 == arguments.length) {
                System.err.println("fuzz: no such option, or no value: " + arguments[i]);
                System.exit(2);
            }
            options.put(arguments[i], Long.valueOf(arguments[i + 1]));
        }
        Path project = Path.of(System.getProperty("weir.project"));
        return new FuzzPlan(
                options.get("--datagrams"),
                options.get("--requests").intValue(),
                options.get("--seed"),
                options.get("--rate").intValue(),
                options.get("--windows").intValue(),
                CALM_SECONDS,
                project,
                project.resolve("target/fuzz-logs"));
    }
}
