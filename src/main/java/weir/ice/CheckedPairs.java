package weir.ice;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The pairs on which valid checks arrived, and which one of them is used (RFC 8445 §8.1.1 leaves
/// it to the controlling agent, §8.2 to a lite one to follow).
///
/// The newest nomination wins. But an agent that nominates all its pairs at once does so in any
/// order, so for a while after a nomination one of lower priority is passed over, unless the
/// selected pair has gone silent. Before any nomination the pair that was checked last is used.
final class CheckedPairs {
    private static final class Entry {
        final CandidatePair pair;
        long priority;
        long lifeNanos;

        Entry(CandidatePair pair) {
            this.pair = pair;
        }
    }

    private final long holdOffNanos;
    private final long silenceNanos;
    private final int max;

    /// The longest silent first.
    private final Map<CandidatePair, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);

    private Optional<Entry> nominated = Optional.empty();
    private Optional<Entry> latest = Optional.empty();
    private long nominatedNanos;

    CheckedPairs(IceLiteConfig config) {
        this.holdOffNanos = config.switchHoldOff().toNanos();
        this.silenceNanos = config.selectedSilence().toNanos();
        this.max = config.checkedPairsMax();
    }

    boolean contains(CandidatePair pair) {
        return entries.containsKey(pair);
    }

    boolean hasNomination() {
        return nominated.isPresent();
    }

    Optional<CandidatePair> selected() {
        return nominated.or(() -> latest).map(entry -> entry.pair);
    }

    /// @param priority as the check said, 0 if it did not
    void onCheck(CandidatePair pair, long priority, long nowNanos) {
        Entry entry = entries.computeIfAbsent(pair, Entry::new);
        entry.priority = priority;
        entry.lifeNanos = nowNanos;
        latest = Optional.of(entry);
        if (entries.size() > max) {
            evictOne();
        }
    }

    private void evictOne() {
        Iterator<Entry> longestSilentFirst = entries.values().iterator();
        while (longestSilentFirst.hasNext()) {
            Entry entry = longestSilentFirst.next();
            if (nominated.isEmpty() || entry != nominated.get()) {
                longestSilentFirst.remove();
                return;
            }
        }
    }

    /// The pair's last check carried USE-CANDIDATE.
    ///
    /// @return whether another pair is selected now
    boolean nominate(CandidatePair pair, long nowNanos) {
        Entry entry = entries.get(pair);
        if (nominated.isPresent()) {
            Entry current = nominated.get();
            if (entry == current || isHeldOff(entry, current, nowNanos)) {
                return false;
            }
        }
        nominated = Optional.of(entry);
        nominatedNanos = nowNanos;
        return true;
    }

    /// Whether a nomination of this pair, on which a check arrived, would be passed over.
    boolean passesOver(CandidatePair pair, long nowNanos) {
        return nominated.isPresent() && isHeldOff(entries.get(pair), nominated.get(), nowNanos);
    }

    private boolean isHeldOff(Entry entry, Entry current, long nowNanos) {
        return entry.priority < current.priority
                && nowNanos - nominatedNanos < holdOffNanos
                && nowNanos - current.lifeNanos <= silenceNanos;
    }

    /// Something authenticated other than a check arrived on the pair.
    void onLife(CandidatePair pair, long nowNanos) {
        // Almost always the selected one: then no look-up.
        if (nominated.isPresent() && nominated.get().pair.equals(pair)) {
            nominated.get().lifeNanos = nowNanos;
            return;
        }
        Entry entry = entries.get(pair);
        if (entry != null) {
            entry.lifeNanos = nowNanos;
        }
    }

    void remove(CandidatePair pair) {
        entries.remove(pair);
        nominated = nominated.filter(entry -> !entry.pair.equals(pair));
        latest = latest.filter(entry -> !entry.pair.equals(pair));
    }

    void clear() {
        entries.clear();
        nominated = Optional.empty();
        latest = Optional.empty();
    }
}
