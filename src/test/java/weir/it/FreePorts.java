package weir.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/// Ports that nobody has: each was bound a moment ago, and until this JVM ends no other that runs
/// tests on this machine is given it, nor is it given twice. What is started by them may take its
/// time: the last node of a cluster binds its own long after the first.
public final class FreePorts {
    /// Below the ports that the kernel hands out by itself, which it may do at any time.
    private static final int LOWEST = 20_000;

    private static final int AFTER_HIGHEST = 32_000;

    /// Ports are had by the block, each of which has a file that is locked while it is used.
    private static final int BLOCK = 20;

    /// How far above a port of the first half of its block that of the second half is which belongs
    /// to it.
    static final int SECOND = BLOCK / 2;

    private static final int ATTEMPTS = 10_000;

    private static final Path LOCKS =
            Path.of(
                    System.getProperty("java.io.tmpdir"),
                    "weir-test-ports-" + System.getProperty("user.name"));

    /// By first port. A lock that nobody holds on to is lost.
    private static final Map<Integer, FileLock> TAKEN = new HashMap<>();

    private FreePorts() {}

    /// @param count 1 to 20
    /// @return the first of as many ports in a row, each free for TCP and UDP; up to 10 have
    ///     another one each, [#SECOND] above it
    public static int inARow(int count) {
        if (count < 1 || count > BLOCK) {
            throw new IllegalArgumentException(count + " ports in a row");
        }
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int block = ThreadLocalRandom.current().nextInt(LOWEST / BLOCK, AFTER_HIGHEST / BLOCK);
            int first = block * BLOCK;
            if (isOurs(first) && isFree(first)) {
                return first;
            }
        }
        throw new IllegalStateException("no " + count + " free ports in a row");
    }

    /// Never given back: its lock ends with the JVM, however that ends. It is not tried twice, as
    /// who closes a file gives up all that its process has locked in it.
    private static synchronized boolean isOurs(int first) {
        if (TAKEN.containsKey(first)) {
            return false;
        }
        try {
            Path file = Files.createDirectories(LOCKS).resolve("" + first);
            FileChannel channel =
                    FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            if (lock == null) {
                channel.close();
                return false;
            }
            TAKEN.put(first, lock);
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isFree(int first) {
        List<AutoCloseable> bound = new ArrayList<>();
        try {
            for (int port = first; port < first + BLOCK; port++) {
                bound.add(tcp(port));
                bound.add(new DatagramSocket(port));
            }
            return true;
        } catch (IOException taken) {
            return false;
        } finally {
            bound.forEach(FreePorts::close);
        }
    }

    private static ServerSocket tcp(int port) throws IOException {
        ServerSocket socket = new ServerSocket();
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(port));
        return socket;
    }

    private static void close(AutoCloseable socket) {
        try {
            socket.close();
        } catch (Exception unexpected) {
            throw new IllegalStateException(unexpected);
        }
    }
}
