package weir.it.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import weir.conformance.Examination;
import weir.conformance.Report;
import weir.conformance.ServerSettings;
import weir.conformance.Verdict;
import weir.conformance.WeirVariant;
import weir.it.NodeProcess;
import weir.it.WeirCluster;
import weir.it.http.ConformanceFaults.Broken;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/// Weir by the rules of WHIP and WHEP: at one node, at three in turn, and with what is off by
/// default.
class ConformanceIT {
    private static final UnaryOperator<ServerSettings> UNCHANGED = UnaryOperator.identity();
    private static final int AT_ONCE = 8;
    private static final Path TABLE = Path.of("target", "conformance.md");

    private static WeirCluster cluster;
    private static WeirCluster guarded;

    @BeforeAll
    static void start() {
        CompletableFuture<WeirCluster> other =
                CompletableFuture.supplyAsync(() -> start(WeirVariant.GUARDED));
        cluster = start(WeirVariant.CLUSTER);
        guarded = other.join();
    }

    private static WeirCluster start(WeirVariant variant) {
        return WeirCluster.start(
                "conformance-" + variant.name(), variant.nodes(), variant.environment());
    }

    @AfterAll
    static void stop() {
        cluster.close();
        guarded.close();
    }

    @Test
    void weirKeepsEveryRule() throws Exception {
        List<Future<Map<Integer, Verdict>>> running = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            running.addAll(examine(threads, WeirVariant.CLUSTER, cluster));
            running.addAll(examine(threads, WeirVariant.GUARDED, guarded));
        }

        List<Map<Integer, Verdict>> verdicts = running.stream().map(Future::resultNow).toList();
        Report report = new Report(Examination.merge(verdicts));
        Files.writeString(TABLE, report.markdown());
        assertThat(report.verdicts()).hasSize(58);
        assertThat(report.verdicts().values())
                .as(report.text())
                .allMatch(verdict -> verdict instanceof Verdict.Pass);
    }

    private static List<Future<Map<Integer, Verdict>>> examine(
            ExecutorService threads, WeirVariant variant, WeirCluster nodes) {
        List<String> urls = nodes.nodes().stream().map(NodeProcess::url).toList();
        Runnable kill = nodes.nodes().getLast()::kill;
        List<Future<Map<Integer, Verdict>>> running = new ArrayList<>();
        for (ServerSettings server : variant.servers(urls, kill)) {
            running.add(threads.submit(() -> Examination.run(server, variant.rules())));
        }
        return running;
    }

    /// The suite sees each of them: a server that has it is not right.
    @TestFactory
    List<DynamicTest> faultsBreakTheirRules() {
        List<DynamicTest> tests = new ArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
        for (Broken broken : ConformanceFaults.ofOneNode()) {
            tests.add(tryOut(threads, broken, one(), UNCHANGED));
        }
        for (Broken broken : ConformanceFaults.ofTheGuarded()) {
            tests.add(tryOut(threads, broken, guarded.nodes(), UNCHANGED));
        }
        for (Broken broken : ConformanceFaults.ofTwoNodes()) {
            tests.add(tryOut(threads, broken, two(), UNCHANGED));
        }
        ConformanceFaults.ofOthers()
                .forEach((broken, settings) -> tests.add(tryOut(threads, broken, one(), settings)));
        threads.shutdown();
        return tests;
    }

    /// Begins at once; the test waits for what comes of it.
    private static DynamicTest tryOut(
            ExecutorService threads,
            Broken broken,
            List<NodeProcess> nodes,
            UnaryOperator<ServerSettings> change) {
        Future<Verdict> verdict = threads.submit(() -> tryOut(broken, nodes, change));
        return DynamicTest.dynamicTest(
                name(broken), () -> assertThat(verdict.get()).isInstanceOf(Verdict.Fail.class));
    }

    private static String name(Broken broken) {
        return "rule " + broken.rule() + ": " + broken.what();
    }

    private static List<NodeProcess> one() {
        return List.of(cluster.node(1));
    }

    private static List<NodeProcess> two() {
        return List.of(cluster.node(1), cluster.node(2));
    }

    private static Verdict tryOut(
            Broken broken, List<NodeProcess> nodes, UnaryOperator<ServerSettings> change)
            throws Exception {
        List<FaultyFront> fronts = new ArrayList<>();
        try {
            for (NodeProcess node : nodes) {
                fronts.add(new FaultyFront(node.url(), broken.fault()));
            }
            List<String> urls = fronts.stream().map(FaultyFront::url).toList();
            WeirVariant variant =
                    nodes.equals(guarded.nodes()) ? WeirVariant.GUARDED : WeirVariant.CLUSTER;
            ServerSettings server = variant.servers(urls, () -> {}).getLast();
            return Examination.run(change.apply(server), Set.of(broken.rule())).get(broken.rule());
        } finally {
            fronts.forEach(FaultyFront::close);
        }
    }

    /// So that it is the fault that is seen.
    @Test
    void withoutAFaultTheSameRulesAreKept() throws Exception {
        Set<Integer> rules =
                ConformanceFaults.ofOneNode().stream()
                        .map(Broken::rule)
                        .collect(Collectors.toSet());
        try (FaultyFront front = new FaultyFront(cluster.node(1).url(), _ -> {})) {
            ServerSettings server = ServerSettings.of(List.of(front.url()));

            assertThat(Examination.run(server, rules).values())
                    .allMatch(verdict -> verdict instanceof Verdict.Pass);
        }
    }
}
