package weir.ice;

import weir.stun.TransactionId;

/// One transaction of ours: a check of a pair, which may be sent several times. A value.
///
/// @param priority   what our candidate would have if the peer first learned of it by this check
/// @param nominating whether it carries USE-CANDIDATE
record Probe(CandidatePair pair, long priority, boolean nominating, TransactionId id) {

    /// The same pair, to be used from now on.
    Probe nomination(TransactionId id) {
        return new Probe(pair, priority, true, id);
    }
}
