package weir.peer;

import java.util.Optional;

/// The RIDs that RTCP told of SSRCs (RFC 8852 §4.1), often before the first packet: the newest 32.
/// Owned by its [ReceivingSide].
final class StreamNames {
    private static final int NAMES_MAX = 32;

    private final int[] ssrcs = new int[NAMES_MAX];
    private final String[] names = new String[NAMES_MAX];
    private int size;
    private int oldest;

    /// @param rid not empty
    void put(int ssrc, String rid) {
        for (int i = 0; i < size; i++) {
            if (ssrcs[i] == ssrc) {
                names[i] = rid;
                return;
            }
        }
        int at = size < NAMES_MAX ? size++ : oldest++ % NAMES_MAX;
        ssrcs[at] = ssrc;
        names[at] = rid;
    }

    Optional<String> find(int ssrc) {
        for (int i = 0; i < size; i++) {
            if (ssrcs[i] == ssrc) {
                return Optional.of(names[i]);
            }
        }
        return Optional.empty();
    }
}
