package weir.it;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/// Ports that nobody has: each was bound a moment ago.
public final class FreePorts {
    /// Below the ports that the kernel hands out by itself, which it may do at any time.
    private static final int LOWEST = 20_000;

    private static final int AFTER_HIGHEST = 32_000;
    private static final int ATTEMPTS = 1_000;

    private FreePorts() {}

    /// @return the first of as many ports in a row, each free for TCP and UDP
    public static int inARow(int count) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int first = ThreadLocalRandom.current().nextInt(LOWEST, AFTER_HIGHEST - count);
            if (areFree(first, count)) {
                return first;
            }
        }
        throw new IllegalStateException("no " + count + " free ports in a row");
    }

    private static boolean areFree(int first, int count) {
        List<AutoCloseable> bound = new ArrayList<>();
        try {
            for (int port = first; port < first + count; port++) {
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
