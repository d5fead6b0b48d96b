package weir.ice;

import io.netty.buffer.ByteBuf;

import weir.stun.StunKey;
import weir.stun.StunMessage;
import weir.stun.StunWriter;
import weir.stun.TransactionId;
import weir.wire.MalformedPacketException;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/// The side that dials (RFC 8445 §6.1.1): it checks the pairs it was given, nominates the first
/// that answers, and then keeps asking for consent.
///
/// Smaller than the RFC's: it learns no pairs from the peer's checks, does not come back to another
/// pair once one is nominated, and insists on its role. Those it dials are servers; if it fails,
/// the caller dials again. Errors are not believed, signed or not: the check is just sent again.
///
/// ```
/// checking -- a check confirmed --> nominating -- that confirmed --> connected
///     `---- establishmentTimeout ---> over <--- consentTimeout ---------'
/// ```
public final class ControllingAgent implements IceAgent {
    private sealed interface Phase {
        /// Checking, or nominating if the list is of one nomination.
        record Establishing(CheckList checks) implements Phase {}

        record Connected(ConsentChecks consent) implements Phase {}

        record Over() implements Phase {}
    }

    /// Of a peer-reflexive candidate of the first component (RFC 8445 §5.1.2.1), which is what the
    /// attribute is about, less the local preference.
    private static final long PRIORITY_BASE = (110L << 24) + 255;

    private static final int LOCAL_PREFERENCE_MAX = 0xffff;

    static final long PRIORITY_MAX = PRIORITY_BASE + ((long) LOCAL_PREFERENCE_MAX << 8);

    private final CheckResponder responder;
    private final String localUserFragment;
    private final String username;
    private final StunKey remoteKey;
    private final long tieBreaker;
    private final RandomGenerator random;
    private final ControllingConfig config;
    private final Set<CandidatePair> pairs;
    private final Set<CandidatePair> checkedPairs = new HashSet<>();
    private final AnswerQueue answers = new AnswerQueue();

    private Phase phase;
    private long expiryNanos;
    private long attendedNanos;
    private boolean selectionToTell;

    private long checksAccepted;
    private long checksRefused;
    private long checksSent;
    private long checksConfirmed;
    private long ignored;

    /// @param pairs      in order of preference; none only expires
    /// @param tieBreaker 64 random bits
    /// @param random     unpredictable outside of tests
    /// @param nowNanos   when the establishment begins
    public ControllingAgent(
            IceCredentials local,
            IceCredentials remote,
            List<CandidatePair> pairs,
            long tieBreaker,
            RandomGenerator random,
            ControllingConfig config,
            long nowNanos) {
        this.responder = new CheckResponder(local, remote, true);
        this.localUserFragment = local.userFragment();
        this.username = remote.userFragment() + ":" + local.userFragment();
        this.remoteKey = StunKey.shortTerm(remote.password());
        this.tieBreaker = tieBreaker;
        this.random = random;
        this.config = config;
        List<Probe> probes = firstProbes(pairs);
        this.pairs = new HashSet<>(probes.stream().map(Probe::pair).toList());
        this.phase = new Phase.Establishing(new CheckList(probes, config, nowNanos));
        this.expiryNanos = nowNanos + config.establishmentTimeout().toNanos();
        this.attendedNanos = nowNanos;
    }

    private List<Probe> firstProbes(List<CandidatePair> candidates) {
        List<Probe> probes = new ArrayList<>();
        for (CandidatePair pair : new LinkedHashSet<>(candidates)) {
            if (probes.size() == config.pairsMax()) {
                break;
            }
            int localPreference = Math.max(0, LOCAL_PREFERENCE_MAX - probes.size());
            long priority = PRIORITY_BASE + ((long) localPreference << 8);
            probes.add(new Probe(pair, priority, false, TransactionId.next(random)));
        }
        return probes;
    }

    @Override
    public void onStun(ByteBuf datagram, CandidatePair pair, long nowNanos)
            throws MalformedPacketException {
        StunMessage message = StunMessage.read(datagram);
        forgiveStall(nowNanos);
        if (phase instanceof Phase.Over || message.method() != StunMessage.BINDING) {
            ignored++;
            return;
        }
        switch (message.messageClass()) {
            case REQUEST -> onCheck(message, pair, nowNanos);
            case SUCCESS_RESPONSE -> onSuccess(message, pair, nowNanos);
            case ERROR_RESPONSE, INDICATION -> ignored++;
        }
    }

    private void onCheck(StunMessage check, CandidatePair pair, long nowNanos) {
        CheckResponder.Answer answer = responder.answer(check, pair.remote());
        answer.datagram().ifPresent(response -> answers.add(response, pair));
        if (!answer.valid()) {
            checksRefused++;
            return;
        }
        checksAccepted++;
        if (pairs.contains(pair)) {
            checkedPairs.add(pair);
        }
        switch (phase) {
            case Phase.Establishing(var checks) -> checks.trigger(pair, nowNanos);
            case Phase.Connected(var consent) -> onLife(consent, pair, nowNanos);
            case Phase.Over() -> {}
        }
    }

    private void onSuccess(StunMessage response, CandidatePair pair, long nowNanos) {
        boolean confirmed =
                response.isSignedBy(remoteKey) && confirm(response.transactionId(), pair, nowNanos);
        if (confirmed) {
            checksConfirmed++;
        } else {
            ignored++;
        }
    }

    private boolean confirm(TransactionId id, CandidatePair pair, long nowNanos) {
        return switch (phase) {
            case Phase.Establishing(var checks) -> {
                Optional<Probe> probe = checks.find(id, pair);
                probe.ifPresent(confirmed -> onConfirmed(confirmed, nowNanos));
                yield probe.isPresent();
            }
            case Phase.Connected(var consent) -> {
                boolean confirmed = consent.confirm(id, pair);
                if (confirmed) {
                    onLife(consent, pair, nowNanos);
                }
                yield confirmed;
            }
            case Phase.Over() -> false;
        };
    }

    private void onConfirmed(Probe probe, long nowNanos) {
        checkedPairs.add(probe.pair());
        if (probe.nominating()) {
            phase = new Phase.Connected(new ConsentChecks(probe, config, random, nowNanos));
            expiryNanos = nowNanos + config.consentTimeout().toNanos();
            selectionToTell = true;
        } else {
            Probe nomination = probe.nomination(TransactionId.next(random));
            phase = new Phase.Establishing(new CheckList(List.of(nomination), config, nowNanos));
        }
    }

    /// @param pair another than the selected one proves nothing about that one
    private void onLife(ConsentChecks consent, CandidatePair pair, long nowNanos) {
        if (pair.equals(consent.pair())) {
            expiryNanos = nowNanos + config.consentTimeout().toNanos();
        }
    }

    /// No pair is selected that was not confirmed.
    @Override
    public void onHandshake() {}

    @Override
    public void onAuthenticated(CandidatePair pair, int bytes, long nowNanos) {
        forgiveStall(nowNanos);
        if (phase instanceof Phase.Connected(var consent)) {
            onLife(consent, pair, nowNanos);
        }
    }

    /// The pairs that it was given stay; those of one that is gone are not confirmed any more.
    @Override
    public void onPairGone(CandidatePair pair) {
        checkedPairs.remove(pair);
    }

    @Override
    public IceOutput poll(long nowNanos) {
        forgiveStall(nowNanos);
        if (nowNanos >= expiryNanos) {
            phase = new Phase.Over();
            expiryNanos = NEVER;
            answers.clear();
            checkedPairs.clear();
            selectionToTell = false;
            return new IceOutput.Expired();
        }
        IceOutput answer = answers.poll();
        if (answer != null) {
            return answer;
        }
        if (selectionToTell) {
            selectionToTell = false;
            return selected().map(IceOutput.Selected::new).orElse(null);
        }
        return pollProbe(nowNanos).map(this::transmit).orElse(null);
    }

    /// While nobody came by the deadline, nobody listened either: a pause of our own is not the
    /// peer's silence. Otherwise one long garbage collection would cost a node all its links, with
    /// the answers still waiting in the socket.
    private void forgiveStall(long nowNanos) {
        long lateNanos = nowNanos - Math.max(attendedNanos, deadlineNanos());
        if (lateNanos > config.consentInterval().toNanos()) {
            expiryNanos += lateNanos;
        }
        attendedNanos = nowNanos;
    }

    private Optional<Probe> pollProbe(long nowNanos) {
        return switch (phase) {
            case Phase.Establishing(var checks) -> checks.next(nowNanos);
            case Phase.Connected(var consent) -> consent.next(nowNanos);
            case Phase.Over() -> Optional.empty();
        };
    }

    private IceOutput transmit(Probe probe) {
        checksSent++;
        StunWriter request =
                StunWriter.bindingRequest(probe.id())
                        .username(username)
                        .priority(probe.priority())
                        .iceControlling(tieBreaker);
        if (probe.nominating()) {
            request.useCandidate();
        }
        return new IceOutput.Transmit(request.signed(remoteKey), probe.pair());
    }

    @Override
    public long lifeNanos() {
        return switch (phase) {
            case Phase.Establishing _ -> expiryNanos - config.establishmentTimeout().toNanos();
            case Phase.Connected _ -> expiryNanos - config.consentTimeout().toNanos();
            case Phase.Over() -> attendedNanos - config.consentTimeout().toNanos();
        };
    }

    @Override
    public long deadlineNanos() {
        return switch (phase) {
            case Phase.Establishing(var checks) -> Math.min(checks.deadlineNanos(), expiryNanos);
            case Phase.Connected(var consent) -> Math.min(consent.deadlineNanos(), expiryNanos);
            case Phase.Over() -> NEVER;
        };
    }

    @Override
    public Optional<CandidatePair> selected() {
        return phase instanceof Phase.Connected(var consent)
                ? Optional.of(consent.pair())
                : Optional.empty();
    }

    @Override
    public boolean isChecked(CandidatePair pair) {
        return checkedPairs.contains(pair);
    }

    @Override
    public boolean isMoving() {
        return false;
    }

    @Override
    public List<String> localUserFragments() {
        return List.of(localUserFragment);
    }

    @Override
    public long checksRefused() {
        return checksRefused;
    }

    @Override
    public IceStats stats() {
        return new IceStats(
                checksAccepted,
                checksRefused,
                checksSent,
                checksConfirmed,
                ignored,
                answers.dropped());
    }
}
