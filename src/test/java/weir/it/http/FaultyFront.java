package weir.it.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executors;

/// A server that is right but for one thing: it hands requests on to a node of Weir, and spoils the
/// answers. Media goes to the node itself.
final class FaultyFront implements AutoCloseable {
    /// An answer on its way; what is changed in it is sent.
    static final class Reply {
        final String asked;
        final Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        int status;
        String body;

        private Reply(String asked, HttpResponse<String> response) {
            this.asked = asked;
            this.status = response.statusCode();
            this.body = response.body();
            response.headers()
                    .map()
                    .forEach((name, all) -> headers.put(name, new ArrayList<>(all)));
        }

        void header(String name, String value) {
            headers.put(name, List.of(value));
        }

        boolean isTo(String method, int answered) {
            return asked.equals(method) && status == answered;
        }
    }

    interface Fault {
        void spoil(Reply reply);
    }

    /// Those that the HTTP server or client sets by itself.
    private static final Set<String> OWN =
            Set.of(
                    "content-length",
                    "date",
                    "host",
                    "connection",
                    "transfer-encoding",
                    "http2-settings",
                    "upgrade");

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final HttpServer server;
    private final String node;
    private final Fault fault;

    FaultyFront(String node, Fault fault) throws IOException {
        this.node = node;
        this.fault = fault;
        server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::handOn);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void handOn(HttpExchange exchange) throws IOException {
        try (exchange) {
            HttpRequest.Builder request =
                    HttpRequest.newBuilder(URI.create(node + exchange.getRequestURI()));
            exchange.getRequestHeaders()
                    .forEach(
                            (name, values) -> {
                                if (!OWN.contains(name.toLowerCase(Locale.ROOT))) {
                                    values.forEach(value -> request.header(name, value));
                                }
                            });
            String method = exchange.getRequestMethod();
            byte[] body = exchange.getRequestBody().readAllBytes();
            request.method(method, HttpRequest.BodyPublishers.ofByteArray(body));
            Reply reply =
                    new Reply(
                            method,
                            client.send(request.build(), HttpResponse.BodyHandlers.ofString()));
            fault.spoil(reply);
            send(exchange, reply);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void send(HttpExchange exchange, Reply reply) throws IOException {
        Map<String, List<String>> headers = new LinkedHashMap<>(reply.headers);
        headers.keySet().removeIf(name -> OWN.contains(name.toLowerCase(Locale.ROOT)));
        exchange.getResponseHeaders().putAll(headers);
        byte[] body = reply.body.getBytes();
        boolean bodiless = body.length == 0 || reply.status == 204 || reply.asked.equals("HEAD");
        exchange.sendResponseHeaders(reply.status, bodiless ? -1 : body.length);
        if (!bodiless) {
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        client.shutdownNow();
    }
}
