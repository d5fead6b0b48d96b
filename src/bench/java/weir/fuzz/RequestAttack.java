package weir.fuzz;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;

/// Damaged requests over sockets, one to four on each without waiting for an answer between.
final class RequestAttack {
    private static final int THREADS = 8;
    private static final int PATIENCE_MILLIS = 60;
    private static final int ANSWERS_MAX = 1 << 20;
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] (\\d{3}) ");

    private final InetSocketAddress server;
    private final Path project;
    private final long seed;
    private final Locations sessions = new Locations();
    private final Map<Integer, Long> statuses = new TreeMap<>();
    private volatile long sent;

    RequestAttack(String node, Path project, long seed) {
        URI uri = URI.create(node);
        this.server = new InetSocketAddress(uri.getHost(), uri.getPort());
        this.project = project;
        this.seed = seed;
    }

    /// Blocks until that many are sent, and answered or not.
    ///
    /// @param turn each has other damage
    void send(int count, int turn) throws InterruptedException, IOException {
        List<Future<Void>> running = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < THREADS; i++) {
                int share = count / THREADS + (i < count % THREADS ? 1 : 0);
                Random random = new Random(seed * 1_000_003 + 1000L * turn + i);
                RequestSource source = new RequestSource(project, sessions, random);
                running.add(threads.submit(() -> send(source, share, random)));
            }
            for (Future<Void> each : running) {
                each.get();
            }
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        }
    }

    private Void send(RequestSource source, int count, Random random) throws IOException {
        for (int left = count; left > 0; ) {
            int now = Math.min(left, 1 + random.nextInt(4));
            String local =
                    "127.8.%d.%d".formatted(1 + random.nextInt(200), 1 + random.nextInt(200));
            try (Socket socket = new Socket()) {
                socket.bind(new InetSocketAddress(InetAddress.ofLiteral(local), 0));
                socket.connect(server);
                exchange(socket, source, now);
            }
            left -= now;
        }
        return null;
    }

    private void exchange(Socket socket, RequestSource source, int count) throws IOException {
        socket.setSoTimeout(PATIENCE_MILLIS);
        StringBuilder answers = new StringBuilder();
        try {
            for (int i = 0; i < count; i++) {
                byte[] request = source.next();
                count(1);
                socket.getOutputStream().write(request);
            }
            read(socket.getInputStream(), answers, count);
        } catch (SocketTimeoutException _) {
            // It waits for the rest of a request, which does not come.
        } catch (IOException _) {
            // It has closed the connection for what came before.
        }
        sessions.read(answers.toString());
        STATUS.matcher(answers).results().forEach(each -> note(Integer.parseInt(each.group(1))));
    }

    private static void read(InputStream in, StringBuilder answers, int count) throws IOException {
        byte[] memory = new byte[16_384];
        for (int read; answers.length() < ANSWERS_MAX && (read = in.read(memory)) >= 0; ) {
            answers.append(new String(memory, 0, read, StandardCharsets.ISO_8859_1));
            if (STATUS.matcher(answers).results().count() >= count) {
                return;
            }
        }
    }

    private synchronized void count(int requests) {
        sent += requests;
    }

    private synchronized void note(int status) {
        statuses.merge(status, 1L, Long::sum);
    }

    long sent() {
        return sent;
    }

    /// How many answers had which status.
    synchronized Map<Integer, Long> statuses() {
        return new TreeMap<>(statuses);
    }
}
