package weir.cascade;

import weir.cluster.Claim;

import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Decides which streams this node pulls from which other, and when it stops.
///
/// ```
/// NONE ──wanted, and claimed elsewhere──► PULLING ──publication──► UP
///  ▲ ◄──────────failed (back-off)───────────┘                       │
///  └──── unwanted for the grace time, unclaimed, or claimed anew ───┘
/// ```
///
/// Sans-IO: reads no clock and asks nobody. Owned by whoever feeds it.
final class CascadePlan {
    private static final long RETRY_FIRST_NANOS = Duration.ofMillis(100).toNanos();
    private static final long RETRY_MAX_NANOS = Duration.ofSeconds(2).toNanos();
    private static final int BACKOFF_DOUBLINGS_MAX = 5;

    /// Longer than a request to a node and the opening of a session take.
    private static final long PULL_MAX_NANOS = Duration.ofSeconds(15).toNanos();

    private enum Link {
        NONE,
        PULLING,
        UP
    }

    private static final class Watched {
        private final String stream;
        private int viewers;
        private long wantedUntil = Long.MIN_VALUE;
        private Optional<Claim> claim = Optional.empty();
        private Optional<Long> ownEpoch = Optional.empty();
        private Link link = Link.NONE;
        private long linkEpoch;
        private int failures;
        private long retryAt = Long.MIN_VALUE;
        private long pullUntil;
        private boolean dropDue;

        Watched(String stream) {
            this.stream = stream;
        }

        boolean isWanted(long nowNanos) {
            return viewers > 0 || nowNanos < wantedUntil;
        }

        /// Whether it may be forgotten, with its claim: who wants the stream looks it up.
        boolean isIdle(long nowNanos) {
            return ownEpoch.isEmpty() && link == Link.NONE && !isWanted(nowNanos);
        }
    }

    private final String node;
    private final long graceNanos;
    private final Map<String, Watched> streams = new HashMap<>();

    /// @param node  our own id
    /// @param grace how long a stream is pulled though nobody watches
    CascadePlan(String node, Duration grace) {
        this.node = node;
        this.graceNanos = grace.toNanos();
    }

    /// @param viewers of the stream on this node
    void onViewers(String stream, int viewers, long nowNanos) {
        Watched watched = watch(stream);
        if (watched.viewers > 0 && viewers == 0) {
            watched.wantedUntil = nowNanos + graceNanos;
        }
        watched.viewers = viewers;
    }

    /// Somebody is about to watch.
    ///
    /// @param forNanos how long that counts, should they not come
    void onWanted(String stream, long forNanos, long nowNanos) {
        Watched watched = watch(stream);
        watched.wantedUntil = Math.max(watched.wantedUntil, nowNanos + forNanos);
    }

    /// What the directory says of a stream now; forgotten at the next poll if nobody wants it.
    void onClaim(String stream, Optional<Claim> claim) {
        Watched watched = watch(stream);
        if (!watched.claim.equals(claim)) {
            watched.claim = claim;
            watched.failures = 0;
            watched.retryAt = Long.MIN_VALUE;
        }
    }

    /// A publisher of our own has begun.
    void onOwnPublication(String stream, long epoch) {
        Watched watched = watch(stream);
        watched.ownEpoch = Optional.of(epoch);
        watched.link = Link.NONE;
    }

    /// The link is made: its publication is there.
    void onLinkPublication(String stream, long epoch) {
        Watched watched = watch(stream);
        watched.ownEpoch = Optional.empty();
        if (watched.link == Link.PULLING && watched.linkEpoch != epoch) {
            // Of a pull that was given up: what is awaited is another.
            watched.dropDue = true;
            return;
        }
        watched.link = Link.UP;
        watched.linkEpoch = epoch;
        watched.failures = 0;
    }

    /// The stream has no publication here any more.
    void onPublicationEnded(String stream, long nowNanos) {
        Watched watched = watch(stream);
        watched.ownEpoch = Optional.empty();
        if (watched.link == Link.UP) {
            fail(watched, nowNanos);
        }
    }

    /// No link came of a pull.
    void onPullFailed(String stream, long epoch, long nowNanos) {
        Watched watched = watch(stream);
        if (watched.link == Link.PULLING && watched.linkEpoch == epoch) {
            fail(watched, nowNanos);
        }
    }

    private static void fail(Watched watched, long nowNanos) {
        watched.link = Link.NONE;
        int doublings = Math.min(watched.failures++, BACKOFF_DOUBLINGS_MAX);
        watched.retryAt = nowNanos + Math.min(RETRY_FIRST_NANOS << doublings, RETRY_MAX_NANOS);
    }

    private Watched watch(String stream) {
        return streams.computeIfAbsent(stream, Watched::new);
    }

    /// @return the next thing to do, null when there is none
    CascadeAction poll(long nowNanos) {
        for (Iterator<Watched> each = streams.values().iterator(); each.hasNext(); ) {
            Watched watched = each.next();
            CascadeAction action = act(watched, nowNanos);
            if (action != null) {
                return action;
            }
            if (watched.isIdle(nowNanos)) {
                each.remove();
            }
        }
        return null;
    }

    private CascadeAction act(Watched watched, long nowNanos) {
        if (watched.dropDue) {
            watched.dropDue = false;
            return new CascadeAction.Drop(watched.stream);
        }
        if (watched.link == Link.PULLING && nowNanos >= watched.pullUntil) {
            fail(watched, nowNanos);
        }
        if (watched.ownEpoch.isPresent()) {
            boolean lost =
                    watched.claim.isPresent()
                            && !isOurs(watched.claim.get())
                            && watched.claim.get().epoch() > watched.ownEpoch.get();
            if (!lost) {
                return null;
            }
            watched.ownEpoch = Optional.empty();
            return new CascadeAction.Yield(watched.stream);
        }
        Optional<Claim> wanted =
                watched.claim.filter(claim -> !isOurs(claim) && watched.isWanted(nowNanos));
        boolean stale =
                watched.link != Link.NONE
                        && (wanted.isEmpty() || wanted.get().epoch() != watched.linkEpoch);
        if (stale) {
            watched.link = Link.NONE;
            return new CascadeAction.Drop(watched.stream);
        }
        if (watched.link == Link.NONE && wanted.isPresent() && nowNanos >= watched.retryAt) {
            watched.link = Link.PULLING;
            watched.pullUntil = nowNanos + PULL_MAX_NANOS;
            watched.linkEpoch = wanted.get().epoch();
            return new CascadeAction.Pull(wanted.get());
        }
        return null;
    }

    private boolean isOurs(Claim claim) {
        return claim.node().equals(node);
    }

    /// When to poll again at the latest; [Long#MAX_VALUE] for never.
    long deadlineNanos(long nowNanos) {
        long deadline = Long.MAX_VALUE;
        for (Watched watched : streams.values()) {
            if (watched.viewers == 0 && watched.wantedUntil > nowNanos) {
                deadline = Math.min(deadline, watched.wantedUntil);
            }
            if (watched.link == Link.NONE && watched.retryAt > nowNanos) {
                deadline = Math.min(deadline, watched.retryAt);
            }
            if (watched.link == Link.PULLING) {
                deadline = Math.min(deadline, watched.pullUntil);
            }
        }
        return deadline;
    }

    /// Whether anything here depends on the stream's claim.
    boolean follows(String stream) {
        return streams.containsKey(stream);
    }

    /// Those that the plan follows.
    List<String> streams() {
        return List.copyOf(streams.keySet());
    }
}
