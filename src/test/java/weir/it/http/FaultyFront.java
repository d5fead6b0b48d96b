package weir.it.http;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executors;

/// A server that is right but for one thing: it hands requests on to a node of Weir, and spoils the
/// answers. Media goes to the node itself.
final class FaultyFront implements AutoCloseable {
    /// An answer on its way; what is changed in it is sent.
    static final class Reply {
        final String asked;

        /// The request's body and headers.
        final String sent;

        private final Headers told;
        final Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        int status;
        String body;

        private Reply(String asked, String sent, Headers told, HttpResponse<InputStream> response)
                throws IOException {
            this.asked = asked;
            this.sent = sent;
            this.told = told;
            this.status = response.statusCode();
            boolean endless = EVENTS.equals(response.headers().firstValue("Content-Type"));
            this.body =
                    endless && !asked.equals("HEAD")
                            ? ""
                            : new String(response.body().readAllBytes(), StandardCharsets.UTF_8);
            response.headers()
                    .map()
                    .forEach((name, all) -> headers.put(name, new ArrayList<>(all)));
        }

        void header(String name, String value) {
            headers.put(name, List.of(value));
        }

        boolean isTold(String header) {
            return told.containsKey(header);
        }

        boolean isTo(String method, int answered) {
            return asked.equals(method) && status == answered;
        }
    }

    interface Fault {
        void spoil(Reply reply);

        /// @param line of server-sent events, which go on and are no answer's body
        default String spoil(String line) {
            return line;
        }
    }

    private static final Optional<String> EVENTS = Optional.of("text/event-stream");

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

    private static final String LENGTH = "Content-Length";

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
            HttpResponse<InputStream> response =
                    client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            String sent = new String(body, StandardCharsets.UTF_8);
            Reply reply = new Reply(method, sent, exchange.getRequestHeaders(), response);
            fault.spoil(reply);
            send(exchange, reply);
            if (EVENTS.equals(response.headers().firstValue("Content-Type"))) {
                pass(response.body(), exchange.getResponseBody());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void pass(InputStream events, OutputStream out) throws IOException {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(events, StandardCharsets.UTF_8))) {
            for (String line; (line = lines.readLine()) != null; ) {
                out.write((fault.spoil(line) + "\n").getBytes(StandardCharsets.UTF_8));
                out.flush();
            }
        }
    }

    private static void send(HttpExchange exchange, Reply reply) throws IOException {
        Map<String, List<String>> headers = new LinkedHashMap<>(reply.headers);
        headers.keySet().removeIf(name -> OWN.contains(name.toLowerCase(Locale.ROOT)));
        exchange.getResponseHeaders().putAll(headers);
        byte[] body = reply.body.getBytes();
        if (reply.asked.equals("GET")
                && EVENTS.equals(
                        Optional.ofNullable(
                                exchange.getResponseHeaders().getFirst("Content-Type")))) {
            exchange.sendResponseHeaders(reply.status, 0);
            return;
        }
        boolean head = reply.asked.equals("HEAD");
        boolean bodiless = body.length == 0 || reply.status == 204 || head;
        if (head && reply.headers.containsKey(LENGTH)) {
            exchange.getResponseHeaders().put(LENGTH, reply.headers.get(LENGTH));
        }
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
