package weir.cascade;

import io.vertx.core.Future;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

import weir.cluster.Claim;
import weir.loop.OwnerLoop;
import weir.peer.CloseReason;
import weir.stream.PublicationOrigin;
import weir.stream.PublicationRef;
import weir.stream.StreamSnapshot;
import weir.transport.SessionRef;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/// Carries out one [Wish] on this node, again and again, until it is not wished any more.
///
/// ```
/// waiting ──due──► trying ──session──► open ──ended──► waiting (back-off)
///    ▲                │
///    └─ not for us, or failed (back-off)
/// ```
///
/// Every node has the same wishes. A stream is pulled by the node that has its claim, and nobody
/// tries while it is claimed; it is pushed by the node that it is published on. Owned by the
/// verticle's loop.
final class ForeignSession {
    private static final Logger log = LoggerFactory.getLogger(ForeignSession.class);

    /// How soon it is looked again whether it is for us.
    private static final Duration LOOK = Duration.ofMillis(700);

    private enum State {
        WAITING,
        TRYING,
        OPEN
    }

    private final Wish wish;
    private final ForeignNode node;
    private final EndpointClient client;
    private final ForeignCounters counters;
    private final CascadeConfig config;
    private final OwnerLoop owner;
    private final RetryDelay delay;
    private State state = State.WAITING;
    private Optional<ForeignAttempt> attempt = Optional.empty();
    private Optional<SessionRef> session = Optional.empty();
    private Future<Void> hungUp = Future.succeededFuture();
    private boolean ended;
    private boolean connected;
    private boolean looking;
    private String lastFailure = "";
    private long dueNanos;
    private long absentSinceNanos;

    ForeignSession(
            Wish wish,
            ForeignNode node,
            EndpointClient client,
            ForeignCounters counters,
            CascadeConfig config,
            OwnerLoop owner,
            long nowNanos) {
        this.wish = wish;
        this.node = node;
        this.client = client;
        this.counters = counters;
        this.config = config;
        this.owner = owner;
        this.delay = new RetryDelay(node.random());
        // Not all nodes at once.
        this.dueNanos = nowNanos + node.random().nextLong(LOOK.toNanos());
    }

    Wish wish() {
        return wish;
    }

    /// Called some times a second.
    void tick(long nowNanos) {
        owner.assertOwned();
        if (ended || nowNanos < dueNanos || looking) {
            return;
        }
        switch (state) {
            case WAITING -> look();
            case TRYING -> {}
            case OPEN -> {
                if (wish.way() == Way.PUSH) {
                    follow();
                }
            }
        }
    }

    private void look() {
        looking = true;
        node.directory()
                .find(wish.stream())
                .compose(
                        claim ->
                                switch (wish.way()) {
                                    case PULL -> lookToPull(claim);
                                    case PUSH -> lookToPush(claim);
                                })
                .onComplete(
                        looked -> {
                            looking = false;
                            if (state == State.WAITING) {
                                waitFor(LOOK.plusMillis(node.random().nextLong(300)));
                            }
                            if (looked.failed()) {
                                log.debug("{}: {}", wish, looked.cause().toString());
                            }
                        });
    }

    private Future<Void> lookToPull(Optional<Claim> claim) {
        // A node that is being emptied leaves it to the others.
        if (claim.isEmpty() && !node.drain().isDraining() && mayTry(config.pullsMax())) {
            begin(ForeignAttempt::pull);
        }
        return Future.succeededFuture();
    }

    private Future<Void> lookToPush(Optional<Claim> claim) {
        if (claim.filter(each -> each.node().equals(node.id())).isEmpty()) {
            return Future.succeededFuture();
        }
        return findOwn()
                .compose(
                        own ->
                                own.map(each -> LiveFormats.of(each, node.transport(), owner))
                                        .orElseGet(() -> Future.failedFuture("not published here")))
                .map(
                        live -> {
                            if (live.isKnown() && mayTry(config.pushesMax())) {
                                begin(trying -> trying.push(live.offered()));
                            }
                            return null;
                        });
    }

    /// The publication that is not itself brought here by a link.
    private Future<Optional<PublicationRef>> findOwn() {
        return node.streams()
                .find(wish.stream(), owner)
                .map(
                        found ->
                                found.flatMap(StreamSnapshot::publication)
                                        .filter(
                                                each ->
                                                        each.origin()
                                                                == PublicationOrigin.PUBLISHER));
    }

    private boolean mayTry(int max) {
        if (ended || state != State.WAITING) {
            return false;
        }
        if (counters.running(wish.way()) >= max) {
            counters.onLimited(wish.way());
            return false;
        }
        return true;
    }

    private void begin(Function<ForeignAttempt, Future<SessionRef>> how) {
        state = State.TRYING;
        counters.onAttempt(wish.way());
        Ending ending = new Ending();
        ForeignAttempt trying =
                new ForeignAttempt(
                        wish,
                        node,
                        client,
                        sink ->
                                new WatchedSink(
                                        sink,
                                        () -> owner.post(this::onConnected),
                                        reason -> owner.post(() -> ending.on(reason))));
        attempt = Optional.of(trying);
        connected = false;
        // What is thrown is a failure too: nobody else would end the attempt.
        Future.succeededFuture(trying)
                .compose(how::apply)
                .onSuccess(opened -> onOpened(opened, ending))
                .onFailure(this::onFailed);
    }

    /// A session may end before it is told that it was opened.
    private final class Ending {
        private Optional<CloseReason> reason = Optional.empty();
        private boolean opened;

        void on(CloseReason because) {
            reason = Optional.of(because);
            if (opened) {
                onClosed(because);
            }
        }
    }

    private void onOpened(SessionRef opened, Ending ending) {
        state = State.OPEN;
        session = Optional.of(opened);
        ending.opened = true;
        lastFailure = "";
        absentSinceNanos = Long.MAX_VALUE;
        log.info("{}: session {}", wish, opened.id());
        if (ending.reason.isPresent()) {
            onClosed(ending.reason.get());
        } else if (ended) {
            opened.close(CloseReason.HUNG_UP);
        } else {
            waitFor(LOOK);
        }
    }

    private void onConnected() {
        connected = true;
    }

    private void onFailed(Throwable failure) {
        counters.onFailure(wish.way());
        Duration wait =
                failure instanceof ForeignFailure known && known.retryAfter().isPresent()
                        ? delay.onToldToWait(known.retryAfter().get())
                        : delay.onFailure();
        // A source that is away for a day is one line, and a counter.
        String because = told(failure);
        log.atLevel(because.equals(lastFailure) ? Level.DEBUG : Level.INFO)
                .log("{}: {}; again in {} ms", wish, because, wait.toMillis());
        lastFailure = because;
        over(wait);
    }

    /// Vert.x puts no URL with its query into its messages; a class alone says too little.
    private static String told(Throwable failure) {
        return failure instanceof ForeignFailure
                ? failure.getMessage()
                : failure.getClass().getSimpleName() + " " + failure.getMessage();
    }

    private void onClosed(CloseReason reason) {
        switch (reason) {
            // Ours, or a publisher's of our own who took the stream.
            case HUNG_UP, REPLACED, ACCESS_ENDED, SHUTDOWN -> over(LOOK);
            case PEER_CLOSED, CONSENT_EXPIRED, NOT_ESTABLISHED, HANDSHAKE_FAILED, FAILED -> {
                counters.onFailure(wish.way());
                if (connected) {
                    delay.onSuccess();
                }
                Duration wait = delay.onFailure();
                log.info("{}: ended, {}; again in {} ms", wish, reason, wait.toMillis());
                over(wait);
            }
        }
    }

    private void over(Duration wait) {
        counters.onEnd(wish.way());
        hungUp = attempt.map(ForeignAttempt::hangUp).orElseGet(Future::succeededFuture);
        attempt = Optional.empty();
        session = Optional.empty();
        state = State.WAITING;
        waitFor(wait);
    }

    private void waitFor(Duration wait) {
        dueNanos = Math.max(dueNanos, System.nanoTime() + wait.toNanos());
    }

    /// A push ends when its stream is published elsewhere, is gone for the grace time, or goes on
    /// in a codec that the server did not agree to: the next session offers that.
    private void follow() {
        looking = true;
        findOwn()
                .compose(
                        own ->
                                own.map(each -> LiveFormats.of(each, node.transport(), owner))
                                        .map(live -> live.map(this::isStillRight))
                                        .orElseGet(() -> Future.succeededFuture(!isGoneTooLong())))
                .onComplete(
                        right -> {
                            looking = false;
                            waitFor(LOOK);
                            if (right.succeeded() && !right.result()) {
                                session.ifPresent(each -> each.close(CloseReason.HUNG_UP));
                            }
                        });
    }

    private boolean isStillRight(LiveFormats live) {
        absentSinceNanos = Long.MAX_VALUE;
        return attempt.map(each -> live.fit(each.agreed())).orElse(true);
    }

    private boolean isGoneTooLong() {
        long now = System.nanoTime();
        absentSinceNanos = Math.min(absentSinceNanos, now);
        return now - absentSinceNanos >= config.grace().toNanos();
    }

    /// It is not wished any more.
    void end() {
        owner.assertOwned();
        ended = true;
        session.ifPresent(each -> each.close(CloseReason.HUNG_UP));
    }

    /// Completes when the other server has been told of the last end.
    Future<Void> hungUp() {
        return hungUp;
    }
}
