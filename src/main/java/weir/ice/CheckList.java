package weir.ice;

import weir.stun.TransactionId;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// When each of some probes is sent and sent again (RFC 8445 §6.1.4.2, RFC 8489 §6.2.1): no two
/// within the pacing interval, the longest due first, and among equals the first in the list.
/// None is ever given up: the agent's time-out ends them all.
final class CheckList {
    private static final class Entry {
        final Probe probe;
        long dueNanos;
        long waitNanos;

        Entry(Probe probe, long dueNanos, long waitNanos) {
            this.probe = probe;
            this.dueNanos = dueNanos;
            this.waitNanos = waitNanos;
        }
    }

    private final List<Entry> entries = new ArrayList<>();
    private final long pacingNanos;
    private final long waitMaxNanos;
    private long slotNanos;

    /// @param probes in order of preference
    CheckList(List<Probe> probes, ControllingConfig config, long nowNanos) {
        this.pacingNanos = config.pacing().toNanos();
        this.waitMaxNanos = config.retransmissionMax().toNanos();
        this.slotNanos = nowNanos;
        long wait = config.retransmission().toNanos();
        probes.forEach(probe -> entries.add(new Entry(probe, nowNanos, wait)));
    }

    /// The probe to send now, if one is due.
    Optional<Probe> next(long nowNanos) {
        if (nowNanos < deadlineNanos()) {
            return Optional.empty();
        }
        Entry entry = longestDue();
        slotNanos = nowNanos + pacingNanos;
        entry.dueNanos = nowNanos + entry.waitNanos;
        entry.waitNanos = Math.min(2 * entry.waitNanos, waitMaxNanos);
        return Optional.of(entry.probe);
    }

    long deadlineNanos() {
        return entries.isEmpty() ? IceAgent.NEVER : Math.max(slotNanos, longestDue().dueNanos);
    }

    private Entry longestDue() {
        Entry longest = entries.getFirst();
        for (Entry entry : entries) {
            if (entry.dueNanos < longest.dueNanos) {
                longest = entry;
            }
        }
        return longest;
    }

    /// The peer checked this pair, so the way is open: do not wait (RFC 8445 §7.3.1.4).
    void trigger(CandidatePair pair, long nowNanos) {
        for (Entry entry : entries) {
            if (entry.probe.pair().equals(pair)) {
                entry.dueNanos = Math.min(entry.dueNanos, nowNanos);
            }
        }
    }

    /// The probe that this transaction belongs to, if the response took the same way as the probe
    /// (RFC 8445 §7.2.5.2.1).
    Optional<Probe> find(TransactionId id, CandidatePair pair) {
        for (Entry entry : entries) {
            if (entry.probe.id().equals(id) && entry.probe.pair().equals(pair)) {
                return Optional.of(entry.probe);
            }
        }
        return Optional.empty();
    }
}
