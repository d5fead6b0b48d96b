package weir.ice;

import weir.stun.TransactionId;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Asks the peer over and over whether it still wants to be sent to (RFC 7675 §5.1). Each check is
/// a transaction of its own and is sent once.
///
/// The checks keep carrying USE-CANDIDATE, so that a peer that passed over the nomination follows a
/// later one.
final class ConsentChecks {
    /// Round trips may be longer than the interval.
    private static final int UNANSWERED_MAX = 16;

    private final Probe nomination;
    private final long intervalNanos;
    private final RandomGenerator random;
    private final Deque<TransactionId> unanswered = new ArrayDeque<>();
    private long dueNanos;

    /// @param nomination as it was confirmed
    ConsentChecks(
            Probe nomination, ControllingConfig config, RandomGenerator random, long nowNanos) {
        this.nomination = nomination;
        this.intervalNanos = config.consentInterval().toNanos();
        this.random = random;
        this.dueNanos = nowNanos + variedInterval();
    }

    CandidatePair pair() {
        return nomination.pair();
    }

    long deadlineNanos() {
        return dueNanos;
    }

    /// The check to send now, if one is due.
    Optional<Probe> next(long nowNanos) {
        if (nowNanos < dueNanos) {
            return Optional.empty();
        }
        dueNanos = nowNanos + variedInterval();
        if (unanswered.size() == UNANSWERED_MAX) {
            unanswered.removeFirst();
        }
        TransactionId id = TransactionId.next(random);
        unanswered.addLast(id);
        return Optional.of(nomination.nomination(id));
    }

    /// @return whether this answers a check, and for the first time
    boolean confirm(TransactionId id, CandidatePair pair) {
        return pair.equals(nomination.pair()) && unanswered.remove(id);
    }

    private long variedInterval() {
        return (long) (intervalNanos * (0.8 + 0.4 * random.nextDouble()));
    }
}
