package weir.bench.run;

import org.HdrHistogram.Histogram;

import weir.bench.machine.Pinning;
import weir.bench.machine.WeirNode;
import weir.bench.media.DelayAccount;
import weir.bench.session.MediaLoop;
import weir.bench.session.PublishedStream;
import weir.bench.session.WatchingViewer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/// What only Weir can be asked, since it takes several nodes of it: W8 and W9.
final class ClusterWorkload {
    private static final int NODES = 3;
    private static final int BEFORE_SECONDS = 3;
    private static final int AFTER_SECONDS = 8;
    private static final long FRAME_NANOS = 33_333_333;

    private final MediaLoop loop;
    private final Settings settings;
    private final Progress progress;
    private final Path project;

    ClusterWorkload(MediaLoop loop, Settings settings, Progress progress, Path project) {
        this.loop = loop;
        this.settings = settings;
        this.progress = progress;
        this.project = project;
    }

    /// @param cascade W8, else W9
    List<Row> run(boolean cascade, LoadShape shape) throws IOException, InterruptedException {
        return cascade ? cascade(shape) : failures(shape);
    }

    private static Addresses between(WeirNode publishing, WeirNode watching, String name) {
        return new Addresses(
                publishing.url() + "/whip/{stream}", watching.url() + "/whep/{stream}", name);
    }

    private List<WeirNode> startNodes() throws IOException {
        Path logs = Files.createTempDirectory("weir-bench");
        String cluster = "bench-" + ProcessHandle.current().pid() + "-" + System.nanoTime();
        List<WeirNode> nodes = new ArrayList<>();
        for (int i = 1; i <= NODES; i++) {
            progress.show("starting node " + i);
            Path log = logs.resolve("node-" + i + ".log");
            nodes.add(WeirNode.start(project, cluster, log, Pinning.SERVER_CORE));
        }
        return nodes;
    }

    /// W8: one stream, watched at the node that has it and at two others; the CPU is that of the
    /// node watched. Both pull from where it is published: Weir has no setting that would make one
    /// pull from the other, so there is one hop, and never two.
    private List<Row> cascade(LoadShape shape) throws IOException, InterruptedException {
        List<WeirNode> nodes = startNodes();
        List<Row> rows = new ArrayList<>();
        try {
            for (int i = 0; i < NODES; i++) {
                Addresses addresses = between(nodes.getFirst(), nodes.get(i), "w8-" + i);
                OptionalLong pid = OptionalLong.of(nodes.get(i).pid());
                Settings here = settings.at(addresses, pid);
                try (Runner runner = new Runner(loop, here, progress)) {
                    String label = i == 0 ? "W8 origin" : "W8 child " + i;
                    Row row = runner.measure(label, shape);
                    rows.add(rows.isEmpty() ? row : row.with("addedMillisP50", added(rows, row)));
                }
            }
            return rows;
        } finally {
            nodes.forEach(WeirNode::close);
        }
    }

    private static double added(List<Row> rows, Row row) {
        return row.isMeasured() && rows.getFirst().isMeasured()
                ? (p50(row) - p50(rows.getFirst())) / 1e6
                : Double.NaN;
    }

    private static long p50(Row row) {
        return row.median().load().delays().all().getValueAtPercentile(50);
    }

    /// W9: the publisher's node is killed, or told to stop; the publisher comes back at another at
    /// once, and the viewers, at a third, stay.
    private List<Row> failures(LoadShape shape) throws IOException, InterruptedException {
        return List.of(
                failure("W9 kill", shape, WeirNode::kill),
                failure("W9 stop", shape, WeirNode::terminate));
    }

    private Row failure(String label, LoadShape shape, Consumer<WeirNode> blow)
            throws InterruptedException {
        Histogram gaps = new Histogram(3);
        int never = 0;
        try {
            for (int round = 0; round < settings.rounds(); round++) {
                never += round(label, shape, blow, gaps);
            }
        } catch (IOException e) {
            return Row.failed(label, shape, settings.profile(), e.getMessage());
        }
        Map<String, Object> gap = new LinkedHashMap<>(Runner.percentiles(gaps));
        gap.put("viewers", gaps.getTotalCount());
        gap.put("neverBack", never);
        List<String> failures =
                never == 0 ? List.of() : List.of(never + " viewers had no media again");
        return new Row(label, shape, settings.profile(), List.of(), List.of(), failures, Map.of())
                .with("mediaGapMillis", gap);
    }

    /// @param gaps the longest pause of each viewer
    /// @return viewers that had no media again
    private int round(String label, LoadShape shape, Consumer<WeirNode> blow, Histogram gaps)
            throws IOException, InterruptedException {
        List<WeirNode> nodes = startNodes();
        Settings here =
                settings.at(between(nodes.get(0), nodes.get(1), "w9"), OptionalLong.empty());
        try (Runner runner = new Runner(loop, here, progress)) {
            PublishedStream first = publish(runner, here.addresses());
            List<WatchingViewer> viewers = watch(runner, here.addresses(), shape.viewers());
            runner.pause(BEFORE_SECONDS, label + ": before");
            begin(viewers);
            blow.accept(nodes.getFirst());
            first.stop(loop);
            Addresses again = between(nodes.get(2), nodes.get(1), "w9");
            PublishedStream second = publish(runner, again);
            runner.pause(AFTER_SECONDS, label + ": after");
            int never = end(viewers, gaps);
            for (WatchingViewer viewer : viewers) {
                viewer.hangUp(runner.dialer());
            }
            second.hangUp(runner.dialer());
            return never;
        } finally {
            nodes.forEach(WeirNode::close);
        }
    }

    private PublishedStream publish(Runner runner, Addresses addresses)
            throws IOException, InterruptedException {
        PublishedStream stream = runner.dialer().publish(addresses.whip(0), true);
        stream.start(loop, System.nanoTime() + FRAME_NANOS);
        return stream;
    }

    private List<WatchingViewer> watch(Runner runner, Addresses addresses, int count)
            throws IOException, InterruptedException {
        Optional<DelayAccount> none = Optional.empty();
        return new Joining(progress)
                .all(
                        "joining",
                        count,
                        _ -> runner.dialer().watch(addresses.whep(0), true, none, 0));
    }

    private void begin(List<WatchingViewer> viewers) throws InterruptedException {
        loop.call(
                () -> {
                    viewers.forEach(each -> each.account().begin(System.nanoTime()));
                    return null;
                });
    }

    private int end(List<WatchingViewer> viewers, Histogram gaps) throws InterruptedException {
        return loop.call(
                () -> {
                    int never = 0;
                    for (WatchingViewer viewer : viewers) {
                        if (viewer.account().isSilentFor(FRAME_NANOS * 30, System.nanoTime())) {
                            never++;
                        } else {
                            gaps.recordValue(
                                    viewer.account().totals(System.nanoTime()).longestPause());
                        }
                    }
                    return never;
                });
    }
}
