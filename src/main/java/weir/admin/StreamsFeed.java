package weir.admin;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.ext.web.RoutingContext;

import weir.access.AccessControl;
import weir.access.Action;
import weir.cluster.Registration;
import weir.events.EventReader;
import weir.events.Events;
import weir.loop.OwnerLoop;
import weir.signaling.Answers;
import weir.signaling.Gate;
import weir.signaling.Refusal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/// `GET /api/sse/streams`: the streams of the cluster, whole, whenever they change, as long as the
/// token holds that they were asked with. All who read at this node share one look a second, and
/// there is none while nobody reads. Any thread; who reads and what was seen last are the owner's.
final class StreamsFeed {
    private static final long LOOK_MILLIS = 1000;
    private static final int INTERVAL_MAX = 3600;
    private static final int GAPS_MAX = 3;
    private static final String COMMENT = ":\n\n";

    /// One who reads. Owned by the feed's loop.
    private static final class Reader {
        private final EventReader connection;
        private final int interval;
        private String told = "";
        private String shape = "";
        private long toldNanos;
        private long snapshotNanos;

        /// @param interval seconds after which figures are told, too; 0 for never
        Reader(EventReader connection, int interval) {
            this.connection = connection;
            this.interval = interval;
        }

        boolean isDue(Seen seen, long nowNanos) {
            boolean figuresDue =
                    interval > 0 && nowNanos - snapshotNanos >= interval * 1_000_000_000L;
            return !seen.shape().equals(shape) || figuresDue && !seen.text().equals(told);
        }
    }

    /// What was seen. A value.
    ///
    /// @param text  as the API has it
    /// @param shape that without what changes all the time
    private record Seen(String text, String shape) {}

    private final OwnerLoop owner;
    private final ClusterStreams cluster;
    private final Events events;
    private final AccessControl access;
    private final List<Reader> readers = new ArrayList<>();
    private final AtomicInteger number = new AtomicInteger();
    private boolean looking;
    private int looksWithGaps;

    StreamsFeed(OwnerLoop owner, ClusterStreams cluster, Events events, AccessControl access) {
        this.owner = owner;
        this.cluster = cluster;
        this.events = events;
        this.access = access;
        owner.post(() -> owner.context().owner().setPeriodic(LOOK_MILLIS, _ -> look()));
    }

    void mount(ReadOnlyPaths paths) {
        paths.add("/api/sse/streams", this::onRead, Action.WATCH, Action.MANAGE);
    }

    private void onRead(RoutingContext request) {
        Optional<Integer> interval = interval(request.queryParams().get("interval"));
        if (interval.isEmpty()) {
            Answers.refuse(
                    request,
                    new Refusal.ParameterInvalid(
                            "interval",
                            "a number of seconds, 1 to " + INTERVAL_MAX,
                            request.queryParams().get("interval")));
        } else if (request.request().method() == HttpMethod.HEAD) {
            EventReader.addHeaders(request.response()).end();
        } else if (number.incrementAndGet() > events.config().readersMax()) {
            number.decrementAndGet();
            events.counters().onRefused();
            Answers.refuse(request, Refusal.Plain.TOO_MANY_EVENT_STREAMS);
        } else {
            read(request, interval.get());
        }
    }

    /// @return 0 if there is none; empty if it is wrong
    private static Optional<Integer> interval(String text) {
        if (text == null) {
            return Optional.of(0);
        }
        boolean number = text.matches("[1-9][0-9]{0,3}");
        return (number ? Optional.of(Integer.parseInt(text)) : Optional.<Integer>empty())
                .filter(seconds -> seconds <= INTERVAL_MAX);
    }

    private void read(RoutingContext request, int interval) {
        Promise<Void> over = Promise.promise();
        EventReader connection =
                new EventReader(
                        request, events.config().keepAlive(), events.counters(), over::tryComplete);
        connection.begin();
        Reader reader = new Reader(connection, interval);
        owner.post(
                () -> {
                    readers.add(reader);
                    look();
                });
        Registration held =
                access.whileHeld(
                        Gate.grant(request), () -> connection.owner().post(connection::end));
        over.future()
                .onComplete(
                        _ -> {
                            number.decrementAndGet();
                            held.remove();
                            owner.post(() -> readers.remove(reader));
                        });
    }

    private void look() {
        owner.assertOwned();
        if (readers.isEmpty() || looking) {
            return;
        }
        looking = true;
        Vertx vertx = owner.context().owner();
        cluster.find(Optional.empty())
                .compose(
                        found ->
                                isWhole(found)
                                        ? vertx.executeBlocking(
                                                () -> describe(found.streams()), false)
                                        : Future.failedFuture("a node does not answer"))
                .onComplete(
                        seen -> {
                            looking = false;
                            if (seen.succeeded()) {
                                tell(seen.result());
                            }
                        });
    }

    /// What a node that is late has is not gone: only if it stays silent.
    private boolean isWhole(ClusterStreams.Gathered found) {
        looksWithGaps = found.missing().isEmpty() ? 0 : looksWithGaps + 1;
        return looksWithGaps == 0 || looksWithGaps > GAPS_MAX;
    }

    /// Not on a loop that carries media: thousands of sessions are a lot of text.
    private static Seen describe(List<StreamStatus> streams) {
        JsonArray whole = new JsonArray();
        JsonArray shape = new JsonArray();
        for (StreamStatus stream : streams) {
            whole.add(stream.toJson(StatsScope.CLUSTER));
            shape.add(StreamShape.of(stream.toJson(StatsScope.CLUSTER)));
        }
        return new Seen(whole.encode(), shape.encode());
    }

    private void tell(Seen seen) {
        long now = System.nanoTime();
        long quiet = events.config().keepAlive().toNanos();
        String message = "data: " + seen.text() + "\n\n";
        for (Reader reader : List.copyOf(readers)) {
            if (reader.isDue(seen, now)) {
                reader.told = seen.text();
                reader.shape = seen.shape();
                reader.snapshotNanos = now;
                send(reader, message, now);
            } else if (now - reader.toldNanos >= quiet) {
                send(reader, COMMENT, now);
            }
        }
    }

    private void send(Reader reader, String message, long now) {
        reader.toldNanos = now;
        reader.connection.owner().post(() -> reader.connection.tell(message));
    }
}
