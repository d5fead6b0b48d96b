package weir.fuzz;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;

/// `scripts/fuzz`: attacks, and prints what came of it.
@Command(
        name = "scripts/fuzz",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description = "Attacks a node of Weir beside a stream.")
public final class Fuzz implements Callable<Integer> {
    private static final int CALM_SECONDS = 10;

    @Option(names = "--datagrams", description = "damaged ones")
    private long datagrams = 10_000_000;

    @Option(names = "--requests", description = "of HTTP")
    private int requests = 100_000;

    @Option(names = "--seed", description = "of all damage")
    private long seed = 1;

    @Option(names = "--rate", description = "datagrams a second at most")
    private int rate = 40_000;

    @Option(names = "--windows", description = "in which the viewer's frames are counted")
    private int windows = 10;

    @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

    private Fuzz() {}

    public static void main(String[] arguments) {
        // Threads of clients are left.
        System.exit(new CommandLine(new Fuzz()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        FuzzPlan plan = plan();
        System.out.printf("fuzz: seed %d, the node says in %s%n", plan.seed(), plan.logs());
        FuzzReport report = Siege.run(plan);
        System.out.println(report.text());
        List<String> problems = report.problems();
        List<String> slowness = report.slowness();
        problems.forEach(each -> System.out.println("FAILED: " + each));
        slowness.forEach(each -> System.out.println("FAILED: " + each));
        return problems.isEmpty() && slowness.isEmpty() ? 0 : 1;
    }

    private FuzzPlan plan() {
        Path project = Path.of(System.getProperty("weir.project"));
        Path logs = project.resolve("target/fuzz-logs");
        try {
            return new FuzzPlan(
                    datagrams, requests, seed, rate, windows, CALM_SECONDS, project, logs);
        } catch (IllegalArgumentException wrong) {
            throw new ParameterException(spec.commandLine(), wrong.getMessage());
        }
    }
}
