package weir.it.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import weir.conformance.Examination;
import weir.conformance.Report;
import weir.conformance.ServerSettings;
import weir.conformance.Verdict;
import weir.conformance.WeirVariant;
import weir.it.NodeProcess;
import weir.it.WeirCluster;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Weir by the rules of WHIP and WHEP: at one node, at three in turn, and with what is off by
/// default.
class ConformanceIT {
    private static final Path TABLE = Path.of("target", "conformance.md");

    /// Rules about what Weir has not yet.
    private static final Set<Integer> NOT_YET =
            Set.of(9, 31, 32, 33, 34, 36, 37, 43, 45, 47, 51, 52, 53, 54, 55);

    private static WeirCluster cluster;
    private static WeirCluster guarded;

    @BeforeAll
    static void start() {
        cluster = start(WeirVariant.CLUSTER);
        guarded = start(WeirVariant.GUARDED);
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
        assertThat(report.verdicts())
                .as(report.text())
                .allSatisfy(
                        (rule, verdict) -> {
                            if (!NOT_YET.contains(rule)) {
                                assertThat(verdict).isEqualTo(new Verdict.Pass());
                            }
                        });
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
}
