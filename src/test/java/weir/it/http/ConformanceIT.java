package weir.it.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Weir by the rules of WHIP and WHEP: at one node, at three in turn, and with what is off by
/// default.
class ConformanceIT {
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
    @ParameterizedTest(name = "of rule {0}")
    @MethodSource("faults")
    void aFaultBreaksItsRule(int rule, FaultyFront.Fault fault) throws Exception {
        try (FaultyFront front = new FaultyFront(cluster.node(1).url(), fault)) {
            ServerSettings server = ServerSettings.of(List.of(front.url()));

            assertThat(Examination.run(server, Set.of(rule)).get(rule))
                    .isInstanceOf(Verdict.Fail.class);
        }
    }

    /// So that it is the fault that is seen.
    @Test
    void withoutAFaultTheSameRulesAreKept() throws Exception {
        Set<Integer> rules =
                faults().map(each -> (Integer) each.get()[0]).collect(Collectors.toSet());
        try (FaultyFront front = new FaultyFront(cluster.node(1).url(), _ -> {})) {
            ServerSettings server = ServerSettings.of(List.of(front.url()));

            assertThat(Examination.run(server, rules).values())
                    .allMatch(verdict -> verdict instanceof Verdict.Pass);
        }
    }

    static Stream<Arguments> faults() {
        return Stream.of(
                fault(1, reply -> reply.status = reply.status == 201 ? 200 : reply.status),
                fault(2, reply -> replace(reply, "Location", "$", "?token=1")),
                fault(3, reply -> reply.headers.remove("Accept-Post")),
                fault(4, reply -> reply.status = reply.status == 400 ? 500 : reply.status),
                fault(5, reply -> reply.status = reply.status == 413 ? 400 : reply.status),
                fault(6, reply -> reply.body = reply.asked.equals("GET") ? "x" : reply.body),
                fault(7, reply -> reply.status = reply.asked.equals("HEAD") ? 204 : reply.status),
                fault(8, reply -> reply.status = reply.isTo("OPTIONS", 200) ? 204 : reply.status),
                fault(10, reply -> replace(reply, "Access-Control-Expose-Headers", "ETag, ", "")),
                fault(11, reply -> reply.headers.remove("Allow")),
                fault(12, reply -> reply.status = reply.status == 404 ? 410 : reply.status),
                answer(13, "a=recvonly", "a=sendrecv"),
                answer(14, "a=sendonly", "a=sendrecv"),
                fault(15, reply -> reply.status = reply.status == 422 ? 406 : reply.status),
                fault(17, reply -> reply.body = reply.body.replace("VP8", "")),
                answer(18, "a=rtcp-mux\r\n", ""),
                answer(19, "a=setup:passive", "a=setup:actpass"),
                answer(20, "a=candidate[^\r]*\r\n", ""),
                answer(21, "a=rid:2 recv\r\n", ""),
                answer(22, "a=msid:\\S+ v", "a=msid:other v"),
                fault(24, reply -> reply.headers.remove("Accept-Patch")),
                fault(25, reply -> reply.status = reply.isTo("PATCH", 400) ? 204 : reply.status),
                fault(26, reply -> replace(reply, "ETag", "^", "W/")),
                fault(27, reply -> reply.status = reply.status == 428 ? 412 : reply.status),
                fault(28, reply -> reply.status = reply.status == 412 ? 400 : reply.status),
                fault(29, ConformanceIT::tagTrickle),
                fault(30, reply -> reply.status = reply.isTo("PATCH", 204) ? 400 : reply.status),
                fault(31, ConformanceIT::restartWithoutCandidates),
                fault(38, reply -> reply.status = reply.isTo("DELETE", 200) ? 204 : reply.status),
                fault(42, reply -> reply.status = reply.isTo("POST", 201) ? 503 : reply.status),
                fault(44, reply -> reply.status = reply.isTo("POST", 201) ? 302 : reply.status),
                fault(46, reply -> reply.body = reply.body.replace("\"type\"", "\"kind\"")),
                fault(49, reply -> reply.headers.remove("Retry-After")),
                answer(50, "a=rtpmap:\\d+ VP9/90000\r\n", ""));
    }

    private static Arguments fault(int rule, FaultyFront.Fault fault) {
        return Arguments.of(rule, fault);
    }

    private static Arguments answer(int rule, String pattern, String other) {
        return fault(rule, reply -> reply.body = reply.body.replaceAll(pattern, other));
    }

    private static void replace(
            FaultyFront.Reply reply, String header, String pattern, String other) {
        List<String> values = reply.headers.get(header);
        if (values != null) {
            reply.header(header, values.getFirst().replaceFirst(pattern, other));
        }
    }

    private static void restartWithoutCandidates(FaultyFront.Reply reply) {
        if (reply.isTo("PATCH", 200)) {
            reply.body = reply.body.replaceAll("a=candidate[^\r]*\r\n", "");
        }
    }

    private static void tagTrickle(FaultyFront.Reply reply) {
        if (reply.isTo("PATCH", 204)) {
            reply.header("ETag", "\"x\"");
        }
    }
}
