package weir.bench.machine;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/// A node of Weir that the bench starts by `scripts/weir`, on a core of its own.
public final class WeirNode implements AutoCloseable {
    private static final long LOOK_NANOS = 100_000_000;
    private static final int LOOKS_MAX = 600;
    private static final int STOP_SECONDS = 10;

    private final Process process;
    private final int port;

    private WeirNode(Process process, int port) {
        this.process = process;
        this.port = port;
        // Whoever ends the bench ends its nodes.
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
    }

    /// Returns when it listens.
    ///
    /// @param cluster nodes of the same name find each other
    /// @param log     what it says
    public static WeirNode start(Path project, String cluster, Path log, int core)
            throws IOException {
        int port = freePort();
        return start(
                port,
                Pinning.command(core, command(project, port)),
                Map.of("WEIR_CLUSTER_NAME", cluster),
                log);
    }

    /// Returns when it listens.
    ///
    /// @param environment settings, `WEIR_…`
    /// @param log         what it says
    public static WeirNode start(Path project, Map<String, String> environment, Path log)
            throws IOException {
        int port = freePort();
        return start(port, command(project, port), environment, log);
    }

    private static List<String> command(Path project, int port) {
        String script = project.resolve("scripts/weir").toString();
        String ports = "--http-port %1$d --udp-port %1$d --tcp-port 0".formatted(port);
        return Stream.concat(Stream.of(script), Stream.of(ports.split(" "))).toList();
    }

    private static WeirNode start(
            int port, List<String> command, Map<String, String> environment, Path log)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        builder.redirectErrorStream(true).redirectOutput(log.toFile());
        WeirNode node = new WeirNode(builder.start(), port);
        node.awaitListening(log);
        return node;
    }

    private static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0)) {
            return probe.getLocalPort();
        }
    }

    private void awaitListening(Path log) throws IOException {
        for (int i = 0; i < LOOKS_MAX && process.isAlive(); i++) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                // TCP lets a socket connect to itself where its own port is the one it looks for.
                if (socket.getLocalPort() != port) {
                    return;
                }
            } catch (IOException _) {
                LockSupport.parkNanos(LOOK_NANOS);
            }
        }
        close();
        throw new IOException("Weir did not start, see " + log);
    }

    /// The JVM's: the script and taskset have become it.
    public long pid() {
        return process.pid();
    }

    public String url() {
        return "http://127.0.0.1:" + port;
    }

    /// At once, as by `kill -9`.
    public void kill() {
        process.destroyForcibly();
    }

    /// Asks it to stop.
    public void terminate() {
        process.destroy();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException _) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
