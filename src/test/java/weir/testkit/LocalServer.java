package weir.testkit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.Function;

/// An HTTP server on this machine that answers as it is told, can be stopped, and comes back at the
/// same port. Any thread.
public final class LocalServer implements AutoCloseable {
    /// @param status 0 to never answer
    public record Answer(int status, String body) {}

    private final List<String> bodies = new CopyOnWriteArrayList<>();
    private volatile Function<String, Answer> answers;
    private HttpServer server;
    private int port;

    /// @param answers by the body of the request
    public LocalServer(Function<String, Answer> answers) {
        this.answers = answers;
        start();
    }

    public void start() {
        try {
            server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        port = server.getAddress().getPort();
        server.createContext("/", this::answer);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    public void stop() {
        server.stop(0);
    }

    public void answer(int status, String body) {
        answers = _ -> new Answer(status, body);
    }

    public String url() {
        return "http://127.0.0.1:" + port + "/";
    }

    /// Of all requests so far.
    public List<String> bodies() {
        return List.copyOf(bodies);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        bodies.add(body);
        Answer answer = answers.apply(body);
        if (answer.status() == 0) {
            return;
        }
        byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        stop();
    }
}
