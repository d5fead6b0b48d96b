package weir.conformance;

import java.io.IOException;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/// What the trials of one server share: its settings, the way to it, and a stream that is live. Any
/// thread.
final class Suite implements AutoCloseable {
    private final ServerSettings server;
    private final HttpCalls http;
    private final String name = "conformance-" + UUID.randomUUID().toString().substring(0, 8);
    private final AtomicInteger streams = new AtomicInteger();
    private Optional<Trial> publisher = Optional.empty();
    private String live = "";

    Suite(ServerSettings server) {
        this.server = server;
        this.http = new HttpCalls(server);
    }

    ServerSettings server() {
        return server;
    }

    HttpCalls http() {
        return http;
    }

    /// A name that no other stream has.
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
        return stream;
    }

    @Override
    public synchronized void close() {
        publisher.ifPresent(Trial::close);
        http.close();
    }
}
