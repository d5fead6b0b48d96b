package weir.conformance;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// `scripts/conformance`: options in, a table out.
@Command(
        name = "scripts/conformance",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        description = "Tries out the rules of WHIP and WHEP on a server.")
public final class Conformance implements Callable<Integer> {
    private static final String NONE = "none";
    private static final int CONNECT_MILLIS = 5_000;

    @Option(
            names = "--url",
            description =
                    "the server; given again, other nodes of its cluster, which each request"
                            + " goes to in turn (default: http://127.0.0.1:7777)")
    private List<String> urls = List.of("http://127.0.0.1:7777");

    @Option(names = "--whip-path", description = "${DEFAULT-VALUE}, or none")
    private String whipPath = "/whip/{stream}";

    @Option(names = "--whep-path", description = "${DEFAULT-VALUE}, or none")
    private String whepPath = "/whep/{stream}";

    @Option(
            names = "--streams",
            description =
                    "names of streams are this and -1, -2, … (fewer than 300) instead of random"
                            + " ones, for servers on which streams must be made before")
    private Optional<String> streams = Optional.empty();

    @Option(
            names = "--live-stream",
            description = "one that can be watched all the time, where none can be published here")
    private Optional<String> liveStream = Optional.empty();

    @Option(names = "--token", description = "for Authorization: Bearer")
    private Optional<String> token = Optional.empty();

    @Option(names = "--other-token", description = "valid, but not to publish or watch (rule 41)")
    private Optional<String> otherToken = Optional.empty();

    @Option(
            names = "--setup-timeout",
            description =
                    "seconds until a session that never connects is freed (rule 40, default:"
                            + " ${DEFAULT-VALUE})")
    private int setupTimeout = 15;

    @Option(
            names = "--consent-timeout",
            description =
                    "seconds until a silent session is freed (rule 39, default:"
                            + " ${DEFAULT-VALUE})")
    private int consentTimeout = 30;

    @Option(names = "--rate-limit", description = "requests to send until one is refused (rule 43)")
    private int requestsMax;

    @Option(
            names = "--drain-path",
            description = "where POST begins and DELETE ends draining (rule 45)")
    private Optional<String> drainPath = Optional.empty();

    @Option(
            names = "--lenient-etag",
            description = "PATCH without If-Match is taken by configuration (rule 27)")
    private boolean lenientTags;

    @Option(names = "--last-node-pid", description = "of the last --url, to be killed (rule 57)")
    private Optional<Long> lastNode = Optional.empty();

    @Option(names = "--only", split = ",", description = "rules, such as 24-37,41")
    private List<String> only = List.of("1-58");

    @Option(names = "--start-weir", description = "starts nodes of Weir as all rules need them")
    private boolean startWeir;

    @Option(names = "--json", description = "where to write the verdicts")
    private Optional<Path> json = Optional.empty();

    @Option(names = "--markdown", description = "where to write the table")
    private Optional<Path> markdown = Optional.empty();

    @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

    private Conformance() {}

    public static void main(String[] arguments) {
        // What was started ends with the process.
        System.exit(commandLine().execute(arguments));
    }

    /// Says in one line what is wrong with the options, and returns 2.
    static CommandLine commandLine() {
        return new CommandLine(new Conformance())
                .setParameterExceptionHandler(
                        (wrong, _) -> {
                            wrong.getCommandLine()
                                    .getErr()
                                    .printf("conformance: %s (see --help)%n", wrong.getMessage());
                            return CommandLine.ExitCode.USAGE;
                        });
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Set<Integer> numbers = numbers();
        if (!startWeir) {
            requirePaths();
            for (String url : urls) {
                requireAnswer(url);
            }
        }
        System.err.printf(
                "conformance: %d rules, of which some wait for time-outs: a minute or two%n",
                numbers.size());
        Map<Integer, Verdict> verdicts =
                startWeir
                        ? WeirVariants.run(Path.of(System.getProperty("weir.project")), numbers)
                        : Examination.run(settings(), numbers);
        Report report = new Report(verdicts);
        System.out.print(report.text());
        if (json.isPresent()) {
            Files.writeString(json.get(), report.json().encodePrettily() + "\n");
        }
        if (markdown.isPresent()) {
            Files.writeString(markdown.get(), report.markdown());
        }
        return report.hasFailed() ? 1 : 0;
    }

    private void requirePaths() {
        if (path(whipPath).isEmpty() && path(whepPath).isEmpty()) {
            throw wrong("neither WHIP nor WHEP");
        }
        for (String path : List.of(whipPath, whepPath)) {
            if (!path.equals(NONE) && !path.startsWith("/")) {
                throw wrong("a path begins with /, or is none: " + path);
            }
        }
    }

    private void requireAnswer(String url) {
        if (!url.matches("https?://[^/?#\\s]+/*")) {
            throw wrong("--url is like http://127.0.0.1:7777, not " + url);
        }
        URI uri = URI.create(url);
        int port = uri.getPort() >= 0 ? uri.getPort() : uri.getScheme().equals("https") ? 443 : 80;
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(uri.getHost(), port), CONNECT_MILLIS);
        } catch (IOException e) {
            throw wrong("nobody answers at " + url + ": " + e.getMessage());
        }
    }

    private ParameterException wrong(String because) {
        return new ParameterException(spec.commandLine(), because);
    }

    private Set<Integer> numbers() {
        Set<Integer> all =
                RuleBook.rules().stream()
                        .map(Rule::number)
                        .collect(Collectors.toCollection(TreeSet::new));
        Set<Integer> numbers = new TreeSet<>();
        for (String range : only) {
            if (!range.matches("\\d{1,3}(-\\d{1,3})?")) {
                throw wrong("--only: '" + range + "' is neither 7 nor 24-37");
            }
            String[] ends = range.split("-");
            int first = Integer.parseInt(ends[0]);
            int last = Integer.parseInt(ends[ends.length - 1]);
            numbers.addAll(IntStream.rangeClosed(first, last).boxed().toList());
        }
        if (numbers.isEmpty() || !all.containsAll(numbers)) {
            throw wrong("--only: there are rules 1 to 58, not " + String.join(",", only));
        }
        return numbers;
    }

    private ServerSettings settings() {
        return new ServerSettings(
                urls.stream().map(url -> url.replaceFirst("/+$", "")).toList(),
                path(whipPath),
                path(whepPath),
                streams,
                liveStream,
                token,
                otherToken,
                Duration.ofSeconds(setupTimeout),
                Duration.ofSeconds(consentTimeout),
                requestsMax,
                drainPath,
                lenientTags,
                lastNode.flatMap(ProcessHandle::of)
                        .map(process -> (Runnable) process::destroyForcibly));
    }

    private static Optional<String> path(String option) {
        return option.equals(NONE) ? Optional.empty() : Optional.of(option);
    }
}
