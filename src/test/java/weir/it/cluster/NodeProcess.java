package weir.it.cluster;

import weir.it.WeirCluster;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// A [ClusterNode] in a process of its own, and what it says.
final class NodeProcess implements AutoCloseable {
    private final Process process;
    private final BlockingQueue<String> said = new LinkedBlockingQueue<>();
    private final List<String> log = new ArrayList<>();

    NodeProcess(String cluster, int port, String stream) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        for (String flag : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
            if (flag.startsWith("--")) {
                command.add(flag);
            }
        }
        command.addAll(List.of("-Xmx256m", "-cp", System.getProperty("java.class.path")));
        command.addAll(List.of(ClusterNode.class.getName(), cluster, "" + port, stream));
        process = new ProcessBuilder(command).redirectErrorStream(true).start();
        Path all = WeirCluster.logs().resolve("cluster-process-" + stream + ".log");
        Thread.startVirtualThread(() -> read(all));
    }

    /// Waits until the node says this, skipping all it says before.
    void expect(String what, Duration within) throws InterruptedException {
        long deadline = System.nanoTime() + within.toNanos();
        while (true) {
            String line = said.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (line == null) {
                throw new AssertionError("not said: " + what + "; but: " + log);
            }
            log.add(line);
            if (line.endsWith(" " + what)) {
                return;
            }
        }
    }

    void kill() {
        process.destroyForcibly();
    }

    /// @param name of a signal: STOP, CONT
    void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, "" + process.pid()).inheritIO().start().waitFor();
    }

    @Override
    public void close() {
        kill();
    }

    /// @param all gets what it says too, whatever is expected of it: read when a test has failed
    private void read(Path all) {
        try (BufferedReader lines = process.inputReader();
                PrintWriter copy = new PrintWriter(all.toFile())) {
            lines.lines()
                    .forEach(
                            line -> {
                                said.add(line);
                                copy.println(line);
                                copy.flush();
                            });
        } catch (IOException | UncheckedIOException _) {
            // It was killed.
        }
    }
}
