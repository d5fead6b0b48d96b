package weir.ice;

import io.netty.buffer.ByteBuf;

import weir.stun.StunClass;
import weir.stun.StunMessage;
import weir.wire.MalformedPacketException;

import java.util.List;
import java.util.Optional;

/// The side that is dialled: it answers checks, follows nominations and never checks itself
/// (RFC 8445 §2.5). Having no checks to renew consent by, it takes authenticated silence for its
/// end (RFC 7675 §5.1 gives the 30 s).
///
/// [IceOutput.Selected] comes with each nomination that is followed. Before the first one
/// [#selected()] is the pair that was checked last, so that DTLS can be answered already.
///
/// A restart (RFC 8445 §9) begins an ICE session beside the one before, whose checks are answered
/// and whose pair is used until the first pair of the new one is nominated.
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

    private Generation current;

    /// The one before a restart, while no pair of the current one is nominated.
    private Optional<Generation> former = Optional.empty();

    private long lifeNanos;
    private boolean selectionToTell;
    private boolean expired;

    private long checksAccepted;
    private long checksRefused;
    private long ignored;

    /// @param nowNanos from when on silence counts
    public IceLiteAgent(
            IceCredentials local, IceCredentials remote, IceLiteConfig config, long nowNanos) {
        this.config = config;
        this.timeoutNanos = config.consentTimeout().toNanos();
        this.current = Generation.of(new IceSession(local, remote), config);
        this.lifeNanos = nowNanos;
    }

    /// Begins another ICE session. One that a former restart began and that was not taken up is
    /// forgotten.
    public void restart(IceSession next) {
        if (former.isEmpty()) {
            former = Optional.of(current);
        }
        current = Generation.of(next, config);
    }

    @Override
    public void onStun(ByteBuf datagram, CandidatePair pair, long nowNanos)
            throws MalformedPacketException {
        StunMessage message = StunMessage.read(datagram);
        if (expired || !message.isBinding(StunClass.REQUEST)) {
            ignored++;
            return;
        }
        Generation generation =
                former.filter(each -> each.responder().isNamedBy(message)).orElse(current);
        CheckResponder.Answer answer = generation.responder().answer(message, pair.remote());
        answer.datagram().ifPresent(response -> answers.add(response, pair));
        if (answer.valid()) {
            checksAccepted++;
            onCheck(generation, message, pair, nowNanos);
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
        if (check.useCandidate() && pairs.nominate(pair, nowNanos)) {
            selectionToTell = true;
            if (generation == current) {
                former = Optional.empty();
            }
        }
    }

    @Override
    public void onAuthenticated(CandidatePair pair, long nowNanos) {
        lifeNanos = nowNanos;
        current.pairs().onLife(pair, nowNanos);
        if (former.isPresent()) {
            former.get().pairs().onLife(pair, nowNanos);
        }
    }

    @Override
    public void onPairGone(CandidatePair pair) {
        current.pairs().remove(pair);
        former.ifPresent(each -> each.pairs().remove(pair));
    }

    @Override
    public IceOutput poll(long nowNanos) {
        if (!expired && nowNanos >= lifeNanos + timeoutNanos) {
            expired = true;
            current.pairs().clear();
            former = Optional.empty();
            answers.clear();
            return new IceOutput.Expired();
        }
        IceOutput answer = answers.poll();
        return answer == null ? pollSelection() : answer;
    }

    private IceOutput pollSelection() {
        boolean tell = selectionToTell;
        selectionToTell = false;
        return tell ? selected().map(IceOutput.Selected::new).orElse(null) : null;
    }

    @Override
    public long lifeNanos() {
        return lifeNanos;
    }

    @Override
    public long deadlineNanos() {
        return expired ? NEVER : lifeNanos + timeoutNanos;
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
        return new IceStats(checksAccepted, checksRefused, 0, 0, ignored, answers.dropped());
    }
}
