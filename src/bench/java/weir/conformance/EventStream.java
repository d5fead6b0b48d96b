package weir.conformance;

import java.net.URI;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/// Server-sent events as they come, read by a thread of its own. Any thread.
final class EventStream implements AutoCloseable {
    /// @param dataLines how many `data:` lines it had
    record Event(String type, String data, int dataLines) {}

    private final HttpResponse<Stream<String>> response;
    private final List<Event> events = new ArrayList<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();

    private EventStream(HttpResponse<Stream<String>> response) {
        this.response = response;
    }

    static EventStream open(Trial trial, URI uri) throws Exception {
        EventStream stream =
                new EventStream(
                        trial.http().open(trial.inTurn(uri), "Accept", "text/event-stream"));
        Thread.ofVirtual().name("events").start(stream::read);
        return stream;
    }

    int status() {
        return response.statusCode();
    }

    boolean isEventStream() {
        return response.headers()
                .firstValue("Content-Type")
                .filter(type -> type.startsWith("text/event-stream"))
                .isPresent();
    }

    private void read() {
        String type = "message";
        List<String> data = new ArrayList<>();
        try (Stream<String> lines = response.body()) {
            for (String line : (Iterable<String>) lines::iterator) {
                if (line.startsWith("event:")) {
                    type = line.substring("event:".length()).strip();
                } else if (line.startsWith("data:")) {
                    data.add(line.substring("data:".length()).strip());
                } else if (line.isEmpty() && !data.isEmpty()) {
                    add(new Event(type, String.join("\n", data), data.size()));
                    type = "message";
                    data.clear();
                }
            }
        } catch (RuntimeException _) {
            // The connection was closed.
        } finally {
            ended.complete(null);
        }
    }

    private synchronized void add(Event event) {
        events.add(event);
    }

    synchronized List<Event> events() {
        return List.copyOf(events);
    }

    boolean has(String type) {
        return events().stream().anyMatch(event -> event.type().equals(type));
    }

    boolean hasEnded() {
        return ended.isDone();
    }

    @Override
    public void close() {
        // The client's end closes the connection; the reader is of no account then.
        ended.complete(null);
    }
}
