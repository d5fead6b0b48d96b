package weir.ice;

import weir.stun.TransactionId;

import java.util.Arrays;

/// The latest transactions that the peer's valid checks belonged to. A check that comes again, from
/// wherever, is a retransmission, or was captured by somebody who sends it from an address of his
/// own choice: STUN has nothing else to tell a fresh message by.
///
/// Only who knows the password gets something in here, so ids may be folded to 64 bits.
final class RecentTransactions {
    /// Ten minutes of a browser's checks on the pair it uses.
    static final int REMEMBERED_MAX = 256;

    private static final int FIRST_SIZE = 16;
    private static final long MULTIPLIER = 0x9e3779b97f4a7c15L;

    private long[] ids = new long[FIRST_SIZE];
    private long count;

    /// @return whether it had not been seen before
    boolean add(TransactionId id) {
        long folded = id.low() ^ MULTIPLIER * id.high();
        int known = (int) Math.min(count, ids.length);
        for (int i = 0; i < known; i++) {
            if (ids[i] == folded) {
                return false;
            }
        }
        if (count == ids.length && count < REMEMBERED_MAX) {
            ids = Arrays.copyOf(ids, 2 * ids.length);
        }
        ids[(int) (count % ids.length)] = folded;
        count++;
        return true;
    }
}
