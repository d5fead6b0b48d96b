package weir.cascade;

import io.vertx.core.Future;
import io.vertx.core.Promise;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import weir.cluster.Claim;
import weir.cluster.StreamDirectory;
import weir.loop.OwnerLoop;
import weir.peer.CloseReason;
import weir.stream.PublicationOrigin;
import weir.stream.PublicationRef;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/// Carries out the [CascadePlan]: tells it what happens on this node and in the cluster, and does
/// what it wants. Keeps the claims of this node's publishers. Owned.
final class Cascade {
    private static final Logger log = LoggerFactory.getLogger(Cascade.class);

    /// How long somebody who asked for a stream is taken to be on the way.
    private static final Duration WANTED = Duration.ofSeconds(10);

    private static final Duration FIND_TIMEOUT = Duration.ofSeconds(3);

    private final OwnerLoop owner;
    private final String node;
    private final StreamDirectory directory;
    private final LinkDialer dialer;
    private final CascadePlan plan;
    private final Map<String, PublicationRef> publications = new HashMap<>();
    private final Map<String, List<Promise<Optional<PublicationRef>>>> waiting = new HashMap<>();
    private final LongAdder pulls = new LongAdder();
    private Optional<ScheduledFuture<?>> timer = Optional.empty();
    private long timerNanos = Long.MIN_VALUE;

    Cascade(
            OwnerLoop owner,
            String node,
            StreamDirectory directory,
            LinkDialer dialer,
            CascadeConfig config) {
        this.owner = owner;
        this.node = node;
        this.directory = directory;
        this.dialer = dialer;
        this.plan = new CascadePlan(node, config.grace());
    }

    void onViewers(String stream, int viewers) {
        owner.assertOwned();
        plan.onViewers(stream, viewers, System.nanoTime());
        if (viewers > 0 && !publications.containsKey(stream)) {
            lookUp(stream);
        }
        carryOut();
    }

    void onPublication(String stream, Optional<PublicationRef> current) {
        owner.assertOwned();
        Optional<PublicationRef> before = Optional.ofNullable(publications.get(stream));
        current.ifPresentOrElse(
                publication -> onBegun(stream, publication),
                () -> {
                    publications.remove(stream);
                    plan.onPublicationEnded(stream, System.nanoTime());
                });
        before.filter(each -> each.origin() == PublicationOrigin.PUBLISHER)
                .ifPresent(ended -> directory.clear(claimOf(stream, ended)));
        if (current.isEmpty()) {
            lookUp(stream);
        }
        carryOut();
    }

    private void onBegun(String stream, PublicationRef publication) {
        publications.put(stream, publication);
        switch (publication.origin()) {
            case PUBLISHER -> plan.onOwnPublication(stream, publication.epoch());
            case LINK -> plan.onLinkPublication(stream, publication.epoch());
        }
        List<Promise<Optional<PublicationRef>>> found = waiting.remove(stream);
        if (found != null) {
            found.forEach(each -> each.tryComplete(Optional.of(publication)));
        }
    }

    private Claim claimOf(String stream, PublicationRef publication) {
        return new Claim(stream, publication.claimId(), node, publication.epoch());
    }

    /// The directory may have changed: look again.
    void onHint(String stream) {
        owner.assertOwned();
        if (plan.follows(stream)) {
            lookUp(stream);
        }
    }

    private void lookUp(String stream) {
        directory
                .find(stream)
                .onSuccess(
                        claim -> {
                            plan.onClaim(stream, claim);
                            carryOut();
                        })
                .onFailure(failed -> log.warn("look-up of {}: {}", stream, failed.getMessage()));
    }

    /// See [StreamSource#find].
    void find(String stream, Promise<Optional<PublicationRef>> answer) {
        owner.assertOwned();
        PublicationRef here = publications.get(stream);
        if (here != null) {
            answer.complete(Optional.of(here));
            return;
        }
        directory
                .find(stream)
                .onSuccess(claim -> await(stream, claim, answer))
                .onFailure(
                        failed -> {
                            log.warn("look-up of {}: {}", stream, failed.getMessage());
                            answer.complete(Optional.empty());
                        });
    }

    private void await(
            String stream, Optional<Claim> claim, Promise<Optional<PublicationRef>> answer) {
        PublicationRef here = publications.get(stream);
        if (claim.isEmpty() || here != null) {
            answer.complete(Optional.ofNullable(here));
            return;
        }
        waiting.computeIfAbsent(stream, _ -> new ArrayList<>()).add(answer);
        owner.eventLoop()
                .schedule(
                        () -> giveUp(stream, answer),
                        FIND_TIMEOUT.toMillis(),
                        TimeUnit.MILLISECONDS);
        plan.onWanted(stream, WANTED.toNanos(), System.nanoTime());
        plan.onClaim(stream, claim);
        carryOut();
    }

    private void giveUp(String stream, Promise<Optional<PublicationRef>> answer) {
        if (answer.tryComplete(Optional.empty())) {
            waiting.computeIfPresent(
                    stream,
                    (_, left) -> {
                        left.remove(answer);
                        return left.isEmpty() ? null : left;
                    });
        }
    }

    /// Does what is due, and sees that it is called again when more is.
    void carryOut() {
        owner.assertOwned();
        long now = System.nanoTime();
        for (CascadeAction action; (action = plan.poll(now)) != null; ) {
            switch (action) {
                case CascadeAction.Pull(var claim) -> pull(claim);
                case CascadeAction.Drop(var stream) -> close(stream, CloseReason.HUNG_UP);
                case CascadeAction.Yield(var stream) -> close(stream, CloseReason.REPLACED);
            }
        }
        callAt(plan.deadlineNanos(now), now);
    }

    /// One timer at a time. It posts, since what is done must be done in our context: a look-up
    /// completes in that of its caller.
    private void callAt(long deadlineNanos, long nowNanos) {
        if (deadlineNanos >= timerNanos && timerNanos > nowNanos) {
            return;
        }
        timer.ifPresent(earlier -> earlier.cancel(false));
        timer = Optional.empty();
        timerNanos = deadlineNanos;
        if (deadlineNanos != Long.MAX_VALUE) {
            timer =
                    Optional.of(
                            owner.eventLoop()
                                    .schedule(
                                            () -> owner.post(this::carryOut),
                                            deadlineNanos - nowNanos,
                                            TimeUnit.NANOSECONDS));
        }
    }

    private void pull(Claim claim) {
        pulls.increment();
        log.info("pulling {} from node {}", claim.stream(), claim.node());
        dialer.pull(claim)
                .onFailure(
                        failed ->
                                owner.post(
                                        () -> {
                                            log.info(
                                                    "pull of {} failed: {}",
                                                    claim.stream(),
                                                    failed.getMessage());
                                            plan.onPullFailed(
                                                    claim.stream(),
                                                    claim.epoch(),
                                                    System.nanoTime());
                                            lookUp(claim.stream());
                                        }));
    }

    private void close(String stream, CloseReason reason) {
        PublicationRef publication = publications.get(stream);
        if (publication != null) {
            publication.close(reason);
        }
    }

    /// Claims are soft state: said again every 2 s, so that what a merge lost comes back.
    void assertClaims() {
        owner.assertOwned();
        publications.forEach(
                (stream, publication) -> {
                    if (publication.origin() == PublicationOrigin.PUBLISHER) {
                        directory
                                .assertClaim(claimOf(stream, publication))
                                .onSuccess(
                                        standing -> {
                                            plan.onClaim(stream, Optional.of(standing));
                                            carryOut();
                                        });
                    }
                });
    }

    /// Hints may be lost: what is watched is looked up again now and then.
    void reconcile() {
        owner.assertOwned();
        plan.streams().forEach(this::lookUp);
    }

    Future<Void> clearClaims() {
        List<Future<Boolean>> cleared = new ArrayList<>();
        publications.forEach(
                (stream, publication) -> {
                    if (publication.origin() == PublicationOrigin.PUBLISHER) {
                        cleared.add(directory.clear(claimOf(stream, publication)));
                    }
                });
        return Future.join(cleared).mapEmpty();
    }

    /// Links dialed since the start; any thread.
    long pulls() {
        return pulls.sum();
    }
}
