package weir.transport;

import weir.peer.CloseReason;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// What the sessions of one loop, or of all, have carried since the node started. A value.
///
/// @param sockets    that are open for those who dial us
/// @param connections of TCP that belong to a session
/// @param sessions   that are there now
/// @param opened     since the start
/// @param closed     since the start, by the reason
/// @param receiveBps bits of media a second, over the last second
/// @param sendBps    bits of media a second, over the last second
public record TransportStats(
        int sockets,
        int connections,
        int sessions,
        long opened,
        Map<CloseReason, Long> closed,
        MediaTotals media,
        long receiveBps,
        long sendBps) {

    public TransportStats {
        closed = Map.copyOf(closed);
    }

    static TransportStats sum(List<TransportStats> loops) {
        TransportStats sum = new TransportStats(0, 0, 0, 0, Map.of(), MediaTotals.NONE, 0, 0);
        for (TransportStats loop : loops) {
            sum = sum.plus(loop);
        }
        return sum;
    }

    private TransportStats plus(TransportStats other) {
        Map<CloseReason, Long> reasons = new EnumMap<>(CloseReason.class);
        reasons.putAll(closed);
        other.closed.forEach((reason, count) -> reasons.merge(reason, count, Long::sum));
        return new TransportStats(
                sockets + other.sockets,
                connections + other.connections,
                sessions + other.sessions,
                opened + other.opened,
                reasons,
                media.plus(other.media),
                receiveBps + other.receiveBps,
                sendBps + other.sendBps);
    }
}
