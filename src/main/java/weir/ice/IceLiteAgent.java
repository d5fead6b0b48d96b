package weir.ice;

import io.netty.buffer.ByteBuf;

import weir.stun.StunClass;
import weir.stun.StunMessage;
import weir.wire.MalformedPacketException;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// The side that is dialled: it answers checks, follows nominations and checks itself only what
/// nobody else proves (RFC 8445 §2.5). Having no checks to renew consent by, it takes authenticated
/// silence for its end (RFC 7675 §5.1 gives the 30 s).
///
/// [IceOutput.Selected] comes with each nomination that is followed. Before the first one
/// [#selected()] is the pair that was checked last, so that DTLS can be answered already.
///
/// A restart (RFC 8445 §9) begins an ICE session beside the one before, whose checks are answered
/// and whose pair is used until the first pair of the new one is nominated.
///
/// That an address receives what is sent there is proved by the handshake, which goes there. Once
/// it has begun, a nomination from another IP address is followed when that has answered a check
/// of ours ([RoutabilityChecks]): one round trip later. One who signs no responses stays where he
/// is. A TCP connection has proved its addresses by being there.
public final class IceLiteAgent implements IceAgent {
    /// One ICE session, and the pairs that were checked under its credentials.
    private record Generation(IceSession session, CheckResponder responder, CheckedPairs pairs) {
        static Generation of(IceSession session, IceLiteConfig config) {
            return new Generation(
                    session,
                    new CheckResponder(session.local(), session.remote(), false),
                    new CheckedPairs(config));
        }
    }

    private final IceLiteConfig config;
    private final long timeoutNanos;
    private final RecentTransactions transactions = new RecentTransactions();
    private final AnswerQueue answers = new AnswerQueue();
    private final RoutabilityChecks routability;

    private Generation current;

    /// The one before a restart, while no pair of the current one is nominated.
    private Optional<Generation> former = Optional.empty();

    /// Of the selected pair, from the handshake on.
    private Optional<InetAddress> proven = Optional.empty();

    private long lifeNanos;
    private boolean selectionToTell;
    private boolean expired;

    private long checksAccepted;
    private long checksRefused;
    private long checksConfirmed;
    private long ignored;

    /// @param random   unpredictable outside of tests
    /// @param nowNanos from when on silence counts
    public IceLiteAgent(
            IceCredentials local,
            IceCredentials remote,
            IceLiteConfig config,
            RandomGenerator random,
            long nowNanos) {
        this.config = config;
        this.timeoutNanos = config.consentTimeout().toNanos();
        this.routability = new RoutabilityChecks(random);
        this.current = Generation.of(new IceSession(local, remote), config);
        this.lifeNanos = nowNanos;
    }

    /// Begins another ICE session. One that a former restart began and that was not taken up is
    /// forgotten.
    public void restart(IceSession next) {
        if (former.isEmpty()) {
            former = Optional.of(current);
        } else {
            routability.forget(current.session());
        }
        current = Generation.of(next, config);
    }

    @Override
    public void onStun(ByteBuf datagram, CandidatePair pair, long nowNanos)
            throws MalformedPacketException {
        StunMessage message = StunMessage.read(datagram);
        if (!expired && message.isBinding(StunClass.REQUEST)) {
            onRequest(message, pair, nowNanos);
        } else if (!expired && message.isBinding(StunClass.SUCCESS_RESPONSE)) {
            onSuccess(message, pair, nowNanos);
        } else {
            ignored++;
        }
    }

    private void onRequest(StunMessage check, CandidatePair pair, long nowNanos) {
        Generation generation =
                former.filter(each -> each.responder().isNamedBy(check)).orElse(current);
        CheckResponder.Answer answer = generation.responder().answer(check, pair.remote());
        answer.datagram().ifPresent(response -> answers.add(response, pair));
        if (answer.valid()) {
            checksAccepted++;
            int answered = answer.datagram().map(ByteBuf::readableBytes).orElse(0);
            routability.onReceived(pair, check.length() - answered);
            onCheck(generation, check, pair, nowNanos);
        } else {
            checksRefused++;
        }
    }

    /// What comes again was counted when it came first, unless somebody has captured it and sends
    /// it from elsewhere: then it is no sign of life, and media goes nowhere by it.
    private void onCheck(
            Generation generation, StunMessage check, CandidatePair pair, long nowNanos) {
        if (!transactions.add(check.transactionId())) {
            return;
        }
        lifeNanos = nowNanos;
        CheckedPairs pairs = generation.pairs();
        pairs.onCheck(pair, check.priority().orElse(0), nowNanos);
        if (!check.useCandidate()) {
            return;
        }
        if (isProven(pair)) {
            if (follow(generation, pair, nowNanos)) {
                routability.forget(generation.session());
            }
        } else if (!pairs.passesOver(pair, nowNanos)) {
            routability.begin(pair, generation.session(), check.length(), nowNanos);
        }
    }

    private boolean isProven(CandidatePair pair) {
        return proven.isEmpty()
                || proven.get().equals(pair.remote().getAddress())
                || pair.protocol() == TransportProtocol.TCP;
    }

    /// @return whether another pair is selected now
    private boolean follow(Generation generation, CandidatePair pair, long nowNanos) {
        if (!generation.pairs().nominate(pair, nowNanos)) {
            return false;
        }
        selectionToTell = true;
        proven = proven.map(_ -> pair.remote().getAddress());
        if (generation == current) {
            former.ifPresent(each -> routability.forget(each.session()));
            former = Optional.empty();
        }
        return true;
    }

    /// FFmpeg's lack XOR-MAPPED-ADDRESS: that the peer signed it is enough.
    private void onSuccess(StunMessage response, CandidatePair pair, long nowNanos) {
        Optional<Generation> generation =
                routability
                        .confirm(response, pair)
                        .flatMap(this::generationOf)
                        .filter(each -> each.pairs().contains(pair));
        if (generation.isEmpty()) {
            ignored++;
            return;
        }
        checksConfirmed++;
        lifeNanos = nowNanos;
        generation.get().pairs().onLife(pair, nowNanos);
        follow(generation.get(), pair, nowNanos);
    }

    private Optional<Generation> generationOf(IceSession session) {
        return current.session().equals(session)
                ? Optional.of(current)
                : former.filter(each -> each.session().equals(session));
    }

    @Override
    public void onHandshake() {
        if (proven.isEmpty()) {
            proven = selected().map(pair -> pair.remote().getAddress());
        }
    }

    @Override
    public void onAuthenticated(CandidatePair pair, int bytes, long nowNanos) {
        lifeNanos = nowNanos;
        routability.onReceived(pair, bytes);
        current.pairs().onLife(pair, nowNanos);
        if (former.isPresent()) {
            former.get().pairs().onLife(pair, nowNanos);
        }
    }

    @Override
    public void onPairGone(CandidatePair pair) {
        current.pairs().remove(pair);
        former.ifPresent(each -> each.pairs().remove(pair));
        routability.forget(pair);
    }

    @Override
    public IceOutput poll(long nowNanos) {
        if (!expired && nowNanos >= lifeNanos + timeoutNanos) {
            expired = true;
            current.pairs().clear();
            former = Optional.empty();
            answers.clear();
            routability.clear();
            return new IceOutput.Expired();
        }
        IceOutput answer = answers.poll();
        IceOutput next = answer == null ? routability.poll(nowNanos) : answer;
        return next == null ? pollSelection() : next;
    }

    /// The pair may be gone meanwhile: what was checked last is no place for media by that alone.
    private IceOutput pollSelection() {
        boolean tell = selectionToTell;
        selectionToTell = false;
        return tell
                ? selected().filter(this::isProven).map(IceOutput.Selected::new).orElse(null)
                : null;
    }

    @Override
    public long lifeNanos() {
        return lifeNanos;
    }

    @Override
    public long deadlineNanos() {
        return expired ? NEVER : Math.min(lifeNanos + timeoutNanos, routability.deadlineNanos());
    }

    @Override
    public Optional<CandidatePair> selected() {
        return former.map(Generation::pairs)
                .filter(CheckedPairs::hasNomination)
                .flatMap(CheckedPairs::selected)
                .or(current.pairs()::selected)
                .or(() -> former.map(Generation::pairs).flatMap(CheckedPairs::selected));
    }

    @Override
    public boolean isChecked(CandidatePair pair) {
        return current.pairs().contains(pair)
                || former.filter(each -> each.pairs().contains(pair)).isPresent();
    }

    @Override
    public boolean isMoving() {
        return !routability.isEmpty();
    }

    @Override
    public List<String> localUserFragments() {
        String newest = current.session().local().userFragment();
        return former.map(each -> List.of(newest, each.session().local().userFragment()))
                .orElseGet(() -> List.of(newest));
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
                routability.sent(),
                checksConfirmed,
                ignored,
                answers.dropped());
    }
}
