package weir.bench.session;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import weir.bench.media.RtpSource;
import weir.bench.media.SyntheticAudio;
import weir.bench.media.SyntheticVideo;
import weir.bench.net.UdpSocket;
import weir.ice.IceCredentials;
import weir.srtp.SrtpProfile;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;

/// A WHEP server that is not Weir, for one viewer: it answers, or offers itself, and sends real
/// media by ICE, DTLS and SRTP. At `/moved` it redirects.
final class ForeignServer implements AutoCloseable {
    /// What kind of server it is. A value.
    ///
    /// @param counterOffer whether it answers an offer by an offer of its own
    /// @param setup        what it says of who begins the handshake
    /// @param types        payload types of its own offer
    /// @param rewrite      changes what it says
    /// @param location     of the session, if it tells
    record Kind(
            boolean counterOffer,
            String setup,
            MediaTypes types,
            UnaryOperator<String> rewrite,
            Optional<String> location) {

        static Kind answering(String setup) {
            MediaTypes offered = MediaTypes.WITHOUT_RETRANSMISSION;
            return new Kind(false, setup, offered, text -> text, Optional.of("../session/7"));
        }

        static Kind offering(String setup) {
            MediaTypes own = new MediaTypes(109, 120, MediaTypes.NONE);
            return new Kind(true, setup, own, text -> text, Optional.of("/session/7"));
        }

        Kind saying(UnaryOperator<String> other) {
            return new Kind(counterOffer, setup, types, other, location);
        }

        Kind at(Optional<String> other) {
            return new Kind(counterOffer, setup, types, rewrite, other);
        }
    }

    static final String ENTITY_TAG = "\"seven\"";

    private static final IceCredentials ICE = new IceCredentials("server", "s".repeat(24));
    private static final int AWAIT_SECONDS = 20;

    private final Kind kind;
    private final MediaLoop loop;
    private final UdpSocket socket;
    private final HttpServer http;
    private final DtlsIdentity identity = new DtlsIdentity();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Void> watched = new CompletableFuture<>();

    ForeignServer(Kind kind) throws IOException {
        this.kind = kind;
        InetAddress loopback = InetAddress.ofLiteral("127.0.0.1");
        loop = new MediaLoop();
        socket = UdpSocket.bind(loopback);
        http = HttpServer.create(new InetSocketAddress(loopback, 0), 0);
        http.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        http.createContext("/", this::handle);
        http.start();
    }

    URI at(String path) {
        return URI.create("http://127.0.0.1:" + http.getAddress().getPort() + path);
    }

    /// Method, path, `Authorization` and `If-Match` of all that came.
    List<String> requests() {
        return requests;
    }

    /// Returns when a viewer has told by a receiver report that it has our media.
    void awaitWatched() throws InterruptedException, ExecutionException, TimeoutException {
        watched.get(AWAIT_SECONDS, TimeUnit.SECONDS);
    }

    private void handle(HttpExchange exchange) throws IOException {
        String method = exchange.getRequestMethod();
        String path = exchange.getRequestURI().getPath();
        requests.add(
                "%s %s %s %s"
                        .formatted(
                                method,
                                path,
                                exchange.getRequestHeaders().getFirst("Authorization"),
                                exchange.getRequestHeaders().getFirst("If-Match")));
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        switch (method) {
            case "POST" -> {
                if (path.startsWith("/moved")) {
                    exchange.getResponseHeaders().set("Location", "/whep/there");
                    send(exchange, 307, "");
                } else {
                    describe(exchange, body);
                }
            }
            case "PATCH" -> {
                serve(RemoteDescription.read(body));
                send(exchange, 204, "");
            }
            case String _ -> send(exchange, 200, "");
        }
    }

    private void describe(HttpExchange exchange, String offer) throws IOException {
        LocalDescription ours =
                new LocalDescription(
                        ICE, identity.fingerprint(), socket.local(), "sendonly", kind.setup, 5, 6);
        RemoteDescription theirs = RemoteDescription.read(offer);
        String text = kind.counterOffer ? ours.offer(kind.types) : ours.answer(theirs);
        if (!kind.counterOffer) {
            serve(theirs);
        }
        exchange.getResponseHeaders().set("Content-Type", "application/sdp");
        exchange.getResponseHeaders().set("ETag", ENTITY_TAG);
        kind.location.ifPresent(to -> exchange.getResponseHeaders().set("Location", to));
        send(exchange, kind.counterOffer ? 406 : 201, kind.rewrite.apply(text));
    }

    private static void send(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private void serve(RemoteDescription viewer) {
        Publisher publisher =
                new Publisher(
                        new SyntheticAudio(new RtpSource(5, viewer.types().audio(), 0, 0)),
                        Optional.of(
                                new SyntheticVideo(
                                        new RtpSource(6, viewer.types().video(), 0, 0))));
        boolean client = kind.setup.equals("active");
        ServedSession session =
                new ServedSession(
                        loop,
                        socket,
                        new ServedSession.Terms(
                                ICE, viewer, client, identity, SrtpProfile.AEAD_AES_128_GCM),
                        publisher,
                        watched);
        loop.post(() -> loop.add(session));
    }

    @Override
    public void close() {
        http.stop(0);
        loop.close();
    }
}
