package weir.bench;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

import weir.bench.machine.Pinning;
import weir.bench.machine.WeirNode;
import weir.bench.report.HistogramFiles;
import weir.bench.report.JsonReport;
import weir.bench.report.Table;
import weir.bench.run.Addresses;
import weir.bench.run.LoadShape;
import weir.bench.run.Progress;
import weir.bench.run.Row;
import weir.bench.run.Settings;
import weir.bench.run.Workload;
import weir.bench.session.MediaLoop;
import weir.srtp.SrtpProfile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;

/// `scripts/bench`: options in, a table and JSON out.
@Command(
        name = "scripts/bench",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        description = "Measures a WHIP and WHEP server under load.")
public final class Bench implements Callable<Integer> {
    enum Profile {
        gcm,
        cm
    }

    private static final int INVALID = 3;

    @Option(names = "--url", description = "the server (default: http://127.0.0.1:7777)")
    private String url = "http://127.0.0.1:7777";

    @Option(
            names = "--whip",
            description = "where to publish, a URL with {stream} (default: URL/whip/{stream})")
    private Optional<String> whip = Optional.empty();

    @Option(
            names = "--whep",
            description = "where to watch, a URL with {stream} (default: URL/whep/{stream})")
    private Optional<String> whep = Optional.empty();

    @Option(names = "--token", description = "for Authorization: Bearer")
    private Optional<String> token = Optional.empty();

    @Option(names = "--streams", description = "streams to publish (default: 1)")
    private Optional<Integer> streams = Optional.empty();

    @Option(
            names = "--viewers",
            split = ",",
            description = "viewers of each stream; each round visits all of several numbers")
    private List<Integer> viewers = List.of();

    @Option(names = "--duration", description = "seconds to measure (default: 30)")
    private Optional<Integer> duration = Optional.empty();

    @Option(names = "--warmup", description = "seconds before (default: ${DEFAULT-VALUE})")
    private int warmup = 30;

    @Option(
            names = "--rounds",
            description = "times to measure, server and null forwarder in turn (default: 1)")
    private int rounds = 1;

    @Option(names = "--profile", description = "SRTP: ${COMPLETION-CANDIDATES} (default: gcm)")
    private Profile profile = Profile.gcm;

    @Option(names = "--server-pid", description = "the process whose CPU is read")
    private Optional<Long> serverPid = Optional.empty();

    @Option(names = "--start-weir", description = "start a node of Weir on core 0 and measure it")
    private boolean startWeir;

    @Option(names = "--workload", description = "a named one: W1 to W10, see scripts/bench")
    private Optional<Workload> workload = Optional.empty();

    @Option(names = "--no-null-forwarder", description = "do not measure the null forwarder")
    private boolean noNullForwarder;

    @Option(names = "--json", description = "where to write the results")
    private Optional<Path> json = Optional.empty();

    @Option(names = "--histograms", description = "a folder for the delays' distributions")
    private Optional<Path> histograms = Optional.empty();

    private final Progress progress = new Progress();
    private final List<Row> rows = new ArrayList<>();
    private final Map<String, Object> facts = new LinkedHashMap<>();

    private Bench() {}

    static void main(String[] arguments) {
        Bench bench = new Bench();
        bench.facts.put("command", "scripts/bench " + String.join(" ", arguments));
        CommandLine line = new CommandLine(bench).setCaseInsensitiveEnumValuesAllowed(true);
        System.exit(line.execute(arguments));
    }

    /// @return 0 if all is valid
    @Override
    public Integer call() throws IOException, InterruptedException {
        check();
        Path project = Path.of(System.getProperty("weir.project", "."));
        try (MediaLoop loop = new MediaLoop()) {
            facts.put("generatorUrgency", loop.urgency().name());
            if (startWeir && workload.stream().noneMatch(Workload::startsNodes)) {
                runAtNode(loop, project);
            } else {
                run(loop, settings(url, serverPid.map(OptionalLong::of)), project);
            }
        }
        System.out.println(Table.of(rows));
        missingNullForwarder().ifPresent(System.out::println);
        if (histograms.isPresent()) {
            HistogramFiles.write(rows, histograms.get());
        }
        return rows.stream().allMatch(row -> row.invalidBecause().isEmpty()) ? 0 : INVALID;
    }

    private void check() {
        if (streams.orElse(1) < 1
                || viewers.stream().anyMatch(each -> each < 0)
                || duration.orElse(1) < 1
                || warmup < 0
                || rounds < 1) {
            throw new ParameterException(
                    new CommandLine(this),
                    "--streams, --duration and --rounds must be 1 or more,"
                            + " --viewers and --warmup 0 or more");
        }
    }

    private void runAtNode(MediaLoop loop, Path project) throws IOException, InterruptedException {
        progress.show("starting Weir");
        Path log = Files.createTempFile("weir-bench", ".log");
        String cluster = "bench-" + ProcessHandle.current().pid();
        try (WeirNode node = WeirNode.start(project, cluster, log, Pinning.SERVER_CORE)) {
            Settings settings = settings(node.url(), Optional.of(OptionalLong.of(node.pid())));
            run(loop, settings, project);
        }
    }

    private void run(MediaLoop loop, Settings settings, Path project)
            throws IOException, InterruptedException {
        workload.orElse(Workload.W1).run(loop, settings, shapes(), project, progress, this::onRow);
    }

    private void onRow(Row row) {
        Row labelled = workload.isPresent() ? row : row.labelled("load");
        int at = 0;
        while (at < rows.size() && !rows.get(at).isOfSame(labelled)) {
            at++;
        }
        rows.subList(at, Math.min(at + 1, rows.size())).clear();
        rows.add(at, labelled);
        // Each time: a run of hours that is ended has its results.
        json.ifPresent(this::writeJson);
    }

    private void writeJson(Path file) {
        try {
            Files.writeString(file, JsonReport.of(rows, facts()).encodePrettily() + "\n");
        } catch (IOException e) {
            progress.tell("cannot write " + file + ": " + e.getMessage());
        }
    }

    private Map<String, Object> facts() {
        facts.put("processors", System.getProperty("bench.processors", ""));
        facts.put("kernel", System.getProperty("os.version"));
        missingNullForwarder().ifPresent(why -> facts.put("nullForwarderMissing", why));
        return facts;
    }

    private Settings settings(String server, Optional<OptionalLong> pid) {
        String name = "bench-" + Integer.toHexString(RandomGenerator.getDefault().nextInt());
        return new Settings(
                new Addresses(
                        whip.orElse(server + "/whip/{stream}"),
                        whep.orElse(server + "/whep/{stream}"),
                        name),
                token,
                switch (profile) {
                    case gcm -> SrtpProfile.AEAD_AES_128_GCM;
                    case cm -> SrtpProfile.AES128_CM_HMAC_SHA1_80;
                },
                duration.orElse(workload.map(Workload::seconds).orElse(Workload.W1.seconds())),
                warmup,
                rounds,
                pid.orElse(OptionalLong.empty()),
                nullForwarder());
    }

    private Optional<Path> nullForwarder() {
        return noNullForwarder
                ? Optional.empty()
                : Optional.ofNullable(System.getProperty("bench.nullForwarder")).map(Path::of);
    }

    private Optional<String> missingNullForwarder() {
        return Optional.ofNullable(System.getProperty("bench.nullForwarderMissing"))
                .filter(_ -> !noNullForwarder)
                .map(why -> "No null forwarder, so no ratio: " + why);
    }

    private List<LoadShape> shapes() {
        int count = streams.or(() -> workload.map(Workload::streams)).orElse(1);
        List<Integer> of =
                viewers.isEmpty() ? workload.map(Workload::viewers).orElse(List.of(10)) : viewers;
        return of.stream().map(each -> LoadShape.of(count, each)).toList();
    }
}
