package weir.conformance;

import weir.bench.machine.WeirNode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Starts Weir in each of its variants, by `scripts/weir`, and tries it out.
final class WeirVariants {
    private WeirVariants() {}

    /// @param numbers of the rules
    static Map<Integer, Verdict> run(Path project, Set<Integer> numbers)
            throws IOException, InterruptedException {
        List<Map<Integer, Verdict>> verdicts = new ArrayList<>();
        for (WeirVariant variant : WeirVariant.ALL) {
            Set<Integer> wanted = new TreeSet<>(variant.rules());
            wanted.retainAll(numbers);
            if (!wanted.isEmpty()) {
                verdicts.addAll(run(project, variant, wanted));
            }
        }
        return Examination.merge(verdicts);
    }

    private static List<Map<Integer, Verdict>> run(
            Path project, WeirVariant variant, Set<Integer> numbers)
            throws IOException, InterruptedException {
        List<WeirNode> nodes = new ArrayList<>();
        try {
            Map<String, String> environment = new HashMap<>(variant.environment());
            String cluster = "conformance-%d".formatted(ProcessHandle.current().pid());
            environment.put("WEIR_CLUSTER_NAME", cluster + "-" + variant.name());
            for (int k = 1; k <= variant.nodes(); k++) {
                Path log = Files.createTempFile("weir-" + variant.name() + "-" + k + "-", ".log");
                System.err.println("conformance: a node starts, its log is " + log);
                nodes.add(WeirNode.start(project, environment, log));
            }
            List<String> urls = nodes.stream().map(WeirNode::url).toList();
            List<Map<Integer, Verdict>> verdicts = new ArrayList<>();
            for (ServerSettings server : variant.servers(urls, nodes.getLast()::kill)) {
                System.err.println("conformance: " + variant.name() + " at " + server.urls());
                verdicts.add(Examination.run(server, numbers));
            }
            return verdicts;
        } finally {
            nodes.parallelStream().forEach(WeirNode::close);
        }
    }
}
