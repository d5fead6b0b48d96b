package weir.ice;

import io.netty.buffer.ByteBuf;

import weir.stun.StunClass;
import weir.stun.StunMessage;
import weir.wire.MalformedPacketException;

import java.util.Optional;

/// The side that is dialled: it answers checks, follows nominations and never checks itself
/// (RFC 8445 §2.5). Having no checks to renew consent by, it takes authenticated silence for its
/// end (RFC 7675 §5.1 gives the 30 s).
///
/// [IceOutput.Selected] comes with each nomination that is followed. Before the first one
/// [#selected()] is the pair that was checked last, so that DTLS can be answered already.
public final class IceLiteAgent implements IceAgent {
    private final CheckResponder responder;
    private final long timeoutNanos;
    private final CheckedPairs pairs;
    private final RecentTransactions transactions = new RecentTransactions();
    private final AnswerQueue answers = new AnswerQueue();

    private long lifeNanos;
    private boolean selectionToTell;
    private boolean expired;

    private long checksAccepted;
    private long checksRefused;
    private long ignored;

    /// @param nowNanos from when on silence counts
    public IceLiteAgent(
            IceCredentials local, IceCredentials remote, IceLiteConfig config, long nowNanos) {
        this.responder = new CheckResponder(local, remote, false);
        this.timeoutNanos = config.consentTimeout().toNanos();
        this.pairs = new CheckedPairs(config);
        this.lifeNanos = nowNanos;
    }

    @Override
    public void onStun(ByteBuf datagram, CandidatePair pair, long nowNanos)
            throws MalformedPacketException {
        StunMessage message = StunMessage.read(datagram);
        if (expired || !message.isBinding(StunClass.REQUEST)) {
            ignored++;
            return;
        }
        CheckResponder.Answer answer = responder.answer(message, pair.remote());
        answer.datagram().ifPresent(response -> answers.add(response, pair));
        if (answer.valid()) {
            checksAccepted++;
            onCheck(message, pair, nowNanos);
        } else {
            checksRefused++;
        }
    }

    /// What comes again was counted when it came first, unless somebody has captured it and sends
    /// it from elsewhere: then it is no sign of life, and media goes nowhere by it.
    private void onCheck(StunMessage check, CandidatePair pair, long nowNanos) {
        if (!transactions.add(check.transactionId())) {
            return;
        }
        lifeNanos = nowNanos;
        pairs.onCheck(pair, check.priority().orElse(0), nowNanos);
        if (check.useCandidate() && pairs.nominate(pair, nowNanos)) {
            selectionToTell = true;
        }
    }

    @Override
    public void onAuthenticated(CandidatePair pair, long nowNanos) {
        lifeNanos = nowNanos;
        pairs.onLife(pair, nowNanos);
    }

    @Override
    public void onPairGone(CandidatePair pair) {
        pairs.remove(pair);
    }

    @Override
    public IceOutput poll(long nowNanos) {
        if (!expired && nowNanos >= lifeNanos + timeoutNanos) {
            expired = true;
            pairs.clear();
            answers.clear();
            return new IceOutput.Expired();
        }
        IceOutput answer = answers.poll();
        return answer == null ? pollSelection() : answer;
    }

    private IceOutput pollSelection() {
        boolean tell = selectionToTell;
        selectionToTell = false;
        return tell ? pairs.selected().map(IceOutput.Selected::new).orElse(null) : null;
    }

    @Override
    public long deadlineNanos() {
        return expired ? NEVER : lifeNanos + timeoutNanos;
    }

    @Override
    public Optional<CandidatePair> selected() {
        return pairs.selected();
    }

    @Override
    public boolean isChecked(CandidatePair pair) {
        return pairs.contains(pair);
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
