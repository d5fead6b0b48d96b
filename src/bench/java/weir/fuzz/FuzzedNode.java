package weir.fuzz;

import weir.bench.machine.WeirNode;
import weir.testkit.HttpCalls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A node of its own that looks for leaks at every buffer, with a small heap.
final class FuzzedNode implements AutoCloseable {
    private static final String JVM =
            "-ea -Xms96m -Xmx320m -XX:MaxDirectMemorySize=256m -XX:+ExitOnOutOfMemoryError"
                    + " -Dio.netty.leakDetection.level=paranoid"
                    + " -Dio.netty.leakDetection.targetRecords=0";

    private static final Pattern HEAP_USED = Pattern.compile("heap .*?used (\\d+)K");
    private static final Pattern DIRECT =
            Pattern.compile("jvm_buffer_pool_used_bytes\\{pool=\"direct\"\\} (\\S+)");
    private static final Pattern DROPS =
            Pattern.compile("(?m)^weir_socket_drops_total(?:\\{.*})? (\\S+)$");
    private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");

    /// What it holds, in bytes.
    record Memory(long heap, long direct, long resident) {}

    private final WeirNode node;
    private final Path log;

    private FuzzedNode(WeirNode node, Path log) {
        this.node = node;
        this.log = log;
    }

    static FuzzedNode start(Path project, Path logs) throws IOException {
        Files.createDirectories(logs);
        Path log = logs.resolve("fuzzed-node.log");
        // Such as -Dio.netty.leakDetection.targetRecords=8, to see who had what has leaked.
        String more = " " + System.getenv().getOrDefault("WEIR_JAVA_OPTIONS", "");
        Map<String, String> environment =
                Map.of(
                        "WEIR_JAVA_OPTIONS", JVM + more,
                        "WEIR_HTTP_HOST", "127.0.0.1",
                        "WEIR_CLUSTER_NAME", "fuzz-" + ProcessHandle.current().pid(),
                        "WEIR_WHIP_TAKEN", "reject",
                        "WEIR_TRANSPORT_SESSION_TIMEOUT", "3s",
                        "WEIR_LIMITS_SESSIONS_PER_ADDRESS_MAX", "10000");
        return new FuzzedNode(WeirNode.start(project, environment, log), log);
    }

    String url() {
        return node.url();
    }

    /// After a collection of all garbage.
    Memory memory() throws IOException, InterruptedException {
        jcmd("GC.run");
        return new Memory(
                1024 * number(HEAP_USED, jcmd("GC.heap_info")),
                number(DIRECT, metrics()),
                1024 * number(RESIDENT, Files.readString(Path.of("/proc/" + pid() + "/status"))));
    }

    private String metrics() {
        return HttpCalls.send("GET", url() + "/metrics", "").body();
    }

    /// Datagrams that its sockets had no room for.
    long socketDrops() {
        return DROPS.matcher(metrics())
                .results()
                .mapToLong(each -> (long) Double.parseDouble(each.group(1)))
                .sum();
    }

    private long pid() {
        return node.pid();
    }

    private String jcmd(String command) throws IOException, InterruptedException {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        Process process =
                new ProcessBuilder(jcmd.toString(), "" + pid(), command)
                        .redirectErrorStream(true)
                        .start();
        String said = new String(process.getInputStream().readAllBytes());
        process.waitFor();
        return said;
    }

    private static long number(Pattern pattern, String text) throws IOException {
        Matcher found = pattern.matcher(text);
        if (!found.find()) {
            throw new IOException("no " + pattern + " in " + text);
        }
        return (long) Double.parseDouble(found.group(1));
    }

    /// Warnings, errors, exceptions and leaks that it told.
    List<String> loud() throws IOException {
        return Files.readAllLines(log).stream().filter(FuzzedNode::isLoud).toList();
    }

    private static boolean isLoud(String line) {
        return line.contains(" ERROR ")
                || line.contains(" WARN ")
                || line.startsWith("\tat ")
                || line.contains("Exception")
                || line.contains("LEAK");
    }

    @Override
    public void close() {
        node.close();
    }
}
