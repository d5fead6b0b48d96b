package weir.it;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// Reads an event stream as a browser's EventSource does, but comes only once.
public final class EventSourceClient implements AutoCloseable {
    private static final Duration SOON = Duration.ofSeconds(10);

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /// One event. A value.
    ///
    /// @param name empty if it has none
    /// @param atNanos when it came
    public record Event(String name, String data, long atNanos) {}

    private final HttpResponse<InputStream> response;
    private final List<Event> events = new CopyOnWriteArrayList<>();
    private final List<String> others = new CopyOnWriteArrayList<>();
    private volatile boolean ended;

    private EventSourceClient(HttpResponse<InputStream> response) {
        this.response = response;
        Thread.ofVirtual().start(this::read);
    }

    public static EventSourceClient open(String url) {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(url))
                        .header("Accept", "text/event-stream")
                        .build();
        try {
            return new EventSourceClient(
                    HTTP.send(request, HttpResponse.BodyHandlers.ofInputStream()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void read() {
        try (BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
            String name = "";
            for (String line; (line = lines.readLine()) != null; ) {
                if (line.startsWith("event: ")) {
                    name = line.substring("event: ".length());
                } else if (line.startsWith("data: ")) {
                    String data = line.substring("data: ".length());
                    events.add(new Event(name, data, System.nanoTime()));
                } else if (line.isEmpty()) {
                    name = "";
                } else {
                    others.add(line);
                }
            }
        } catch (IOException _) {
            // Cut off, or closed by us: both are an end.
        } finally {
            ended = true;
        }
    }

    public HttpResponse<InputStream> response() {
        return response;
    }

    /// So far.
    public List<Event> events() {
        return List.copyOf(events);
    }

    public List<Event> events(String name) {
        return events.stream().filter(event -> event.name().equals(name)).toList();
    }

    /// Comments and the like, so far.
    public List<String> others() {
        return List.copyOf(others);
    }

    /// Until there are as many events of the name.
    public void await(String name, int number) {
        Await.until(
                number + " of '" + name + "' among " + events,
                SOON,
                () -> events(name).size() >= number);
    }

    /// Until there is an event of the name with just this.
    public void await(String name, String data) {
        Await.until(
                name + " " + data,
                SOON,
                () -> events(name).stream().anyMatch(event -> event.data().equals(data)));
    }

    public void awaitEnd() {
        Await.until("the end of the event stream", SOON, () -> ended);
    }

    public boolean isEnded() {
        return ended;
    }

    @Override
    public void close() {
        try {
            response.body().close();
        } catch (IOException _) {
            // It has ended already.
        }
    }
}
