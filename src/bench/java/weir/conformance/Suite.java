package weir.conformance;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/// What the trials of one server share: its settings, the way to it, and a stream that is live. Any
/// thread.
final class Suite implements AutoCloseable {
    private static final int ATTEMPTS_MAX = 30;

    private final ServerSettings server;
    private final HttpCalls http;
    private final String name;
    private final AtomicInteger streams = new AtomicInteger();
    private Optional<Trial> publisher = Optional.empty();
    private String live = "";

    Suite(ServerSettings server) {
        this.server = server;
        this.http = new HttpCalls(server);
        this.name = server.streams().orElseGet(Suite::randomName);
    }

    private static String randomName() {
        return "conformance-" + UUID.randomUUID().toString().substring(0, 8);
    }

    ServerSettings server() {
        return server;
    }

    HttpCalls http() {
        return http;
    }

    /// A name that no other stream has, of those that the server was told before if it must be.
    String newStream() {
        return name + "-" + streams.incrementAndGet();
    }

    /// One that is published for as long as the suite runs.
    synchronized String live() throws IOException, InterruptedException, NotOfferedException {
        if (live.isEmpty()) {
            live = server.liveStream().isPresent() ? server.liveStream().get() : publish();
        }
        return live;
    }

    private String publish() throws IOException, InterruptedException, NotOfferedException {
        Trial trial = new Trial(this);
        publisher = Optional.of(trial);
        String stream = newStream();
        trial.publish(stream);
        if (server.whepPath().isPresent()) {
            for (int k = 0; k < server.urls().size(); k++) {
                awaitWatchable(trial, http.at(k, trial.whep(stream)));
            }
        }
        return stream;
    }

    /// A node learns of a stream of another within a moment.
    private static void awaitWatchable(Trial trial, URI endpoint)
            throws IOException, InterruptedException {
        for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
            if (trial.post(endpoint, OfferText.viewer()).isTaken()) {
                trial.delete(trial.lastSession());
                return;
            }
            trial.pause(Duration.ofMillis(100));
        }
        throw new IOException("what is published cannot be watched at " + endpoint);
    }

    @Override
    public synchronized void close() {
        publisher.ifPresent(Trial::close);
        http.close();
    }
}
