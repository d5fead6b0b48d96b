package weir.ice;

import io.netty.buffer.ByteBuf;

import weir.stun.StunKey;
import weir.stun.StunMessage;
import weir.stun.StunWriter;
import weir.stun.TransactionId;

import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.Queue;
import java.util.SequencedMap;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/// Asks whether the peer is where it wants its media: who has a session could otherwise have it
/// flood somebody else, by a check in his name (RFC 8445 §19.5.1). A check of ours goes there, and
/// only who receives it can answer its transaction.
///
/// It is sent when its back-off (RFC 8489 §6.2.1) and the bytes that came from there allow it:
/// nobody who does not answer is sent more than came from him and one answer to a check.
final class RoutabilityChecks {
    /// Of one session at a time; beyond, the one nominated first is given up.
    static final int PAIRS_MAX = 4;

    static final int ATTEMPTS_MAX = 7;

    private static final long FIRST_WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long PATIENCE_NANOS = ((1 << ATTEMPTS_MAX) - 1) * FIRST_WAIT_NANOS;

    private static final class Entry {
        final CandidatePair pair;
        final IceSession session;
        final TransactionId id;
        final ByteBuf request;
        final long endNanos;
        long allowance;
        long dueNanos;
        int attempts;

        Entry(
                CandidatePair pair,
                IceSession session,
                TransactionId id,
                ByteBuf request,
                long nowNanos) {
            this.pair = pair;
            this.session = session;
            this.id = id;
            this.request = request;
            this.dueNanos = nowNanos;
            this.endNanos = nowNanos + PATIENCE_NANOS;
        }

        /// @return [IceAgent#NEVER] if too little has come, or too much was sent
        long sendNanos() {
            boolean allowed = attempts < ATTEMPTS_MAX && allowance >= request.readableBytes();
            return allowed ? dueNanos : IceAgent.NEVER;
        }

        IceOutput send(long nowNanos) {
            allowance -= request.readableBytes();
            dueNanos = nowNanos + (FIRST_WAIT_NANOS << attempts);
            attempts++;
            return new IceOutput.Transmit(request.copy(), pair);
        }
    }

    private final RandomGenerator random;
    private final long tieBreaker;

    /// The one nominated last stands last.
    private final SequencedMap<CandidatePair, Entry> entries = new LinkedHashMap<>();

    private final Queue<CandidatePair> unproven = new ArrayDeque<>();
    private long sent;

    /// @param random unpredictable outside of tests: who guesses a transaction needs not receive it
    RoutabilityChecks(RandomGenerator random) {
        this.random = random;
        this.tieBreaker = random.nextLong();
    }

    /// The peer nominated this pair, where it has not yet proved to be.
    ///
    /// @param session whose credentials the nomination names
    /// @param bytes   of the nomination
    void begin(CandidatePair pair, IceSession session, int bytes, long nowNanos) {
        Entry known = entries.get(pair);
        if (known != null && known.session.equals(session)) {
            entries.putLast(pair, known);
            return;
        }
        TransactionId id = TransactionId.next(random);
        Entry entry = new Entry(pair, session, id, request(session, id), nowNanos);
        entry.allowance = bytes;
        entries.putLast(pair, entry);
        if (entries.size() > PAIRS_MAX) {
            unproven.add(entries.pollFirstEntry().getKey());
        }
    }

    private ByteBuf request(IceSession session, TransactionId id) {
        return StunWriter.bindingRequest(id)
                .username(session.remote().userFragment() + ":" + session.local().userFragment())
                .priority(ControllingAgent.PRIORITY_MAX)
                .iceControlled(tieBreaker)
                .signed(StunKey.shortTerm(session.remote().password()));
    }

    /// Something authentic came from there.
    ///
    /// @param bytes less those of the answer to it
    void onReceived(CandidatePair pair, int bytes) {
        if (!entries.isEmpty() && entries.get(pair) instanceof Entry entry) {
            entry.allowance += bytes;
        }
    }

    /// @return the session that the pair was nominated in, if the peer has answered from there; no
    ///     pair that was nominated before is waited for any more
    Optional<IceSession> confirm(StunMessage response, CandidatePair pair) {
        Entry entry = entries.get(pair);
        boolean confirmed =
                entry != null
                        && entry.id.equals(response.transactionId())
                        && response.isSignedBy(
                                StunKey.shortTerm(entry.session.remote().password()));
        if (!confirmed) {
            return Optional.empty();
        }
        while (entries.pollFirstEntry().getValue() != entry) {
            continue;
        }
        return Optional.of(entry.session);
    }

    /// @return null when there is nothing to do before [#deadlineNanos()]
    IceOutput poll(long nowNanos) {
        entries.values().removeIf(entry -> nowNanos >= entry.endNanos && unproven.add(entry.pair));
        if (!unproven.isEmpty()) {
            return new IceOutput.PathUnproven(unproven.remove());
        }
        for (Entry entry : entries.values()) {
            if (nowNanos >= entry.sendNanos()) {
                sent++;
                return entry.send(nowNanos);
            }
        }
        return null;
    }

    long deadlineNanos() {
        long deadline = IceAgent.NEVER;
        for (Entry entry : entries.values()) {
            deadline = Math.min(deadline, Math.min(entry.sendNanos(), entry.endNanos));
        }
        return deadline;
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    /// Checks that were sent, those sent again among them.
    long sent() {
        return sent;
    }

    void forget(IceSession session) {
        entries.values().removeIf(entry -> entry.session.equals(session));
    }

    void forget(CandidatePair pair) {
        entries.remove(pair);
    }

    void clear() {
        entries.clear();
        unproven.clear();
    }
}
