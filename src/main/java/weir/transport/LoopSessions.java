package weir.transport;

import weir.loop.OwnerLoop;
import weir.peer.CloseReason;

import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/// The sessions that one loop owns, and what those that ended have carried: counters of a loop are
/// plain numbers that are read on it. Owned.
final class LoopSessions {
    private final OwnerLoop owner;
    private final Map<SessionId, PeerDriver> live = new LinkedHashMap<>();
    private final Map<CloseReason, Long> closed = new EnumMap<>(CloseReason.class);
    private MediaTotals ended = MediaTotals.NONE;
    private long opened;

    LoopSessions(OwnerLoop owner) {
        this.owner = owner;
    }

    void add(PeerDriver session) {
        owner.assertOwned();
        live.put(session.ref().id(), session);
        opened++;
    }

    void remove(PeerDriver session, CloseReason reason) {
        owner.assertOwned();
        if (live.remove(session.ref().id(), session)) {
            closed.merge(reason, 1L, Long::sum);
            ended = ended.plus(session.meter().totals());
        }
    }

    /// Measures how fast each session is. Called about once a second.
    void measure(long nowNanos) {
        owner.assertOwned();
        live.values().forEach(session -> session.measure(nowNanos));
    }

    TransportStats stats(int sockets, int connections) {
        owner.assertOwned();
        MediaTotals media = ended;
        long receiveBps = 0;
        long sendBps = 0;
        for (PeerDriver session : live.values()) {
            SessionMeter meter = session.meter();
            media = media.plus(meter.totals());
            receiveBps += meter.receiveBps();
            sendBps += meter.sendBps();
        }
        return new TransportStats(
                sockets, connections, live.size(), opened, closed, media, receiveBps, sendBps);
    }

    /// @return without those that another loop owns, or nobody any more
    Map<SessionId, SessionStats> stats(Collection<SessionId> wanted) {
        owner.assertOwned();
        Map<SessionId, SessionStats> stats = new HashMap<>();
        for (SessionId id : wanted) {
            PeerDriver session = live.get(id);
            if (session != null) {
                stats.put(id, session.meter().stats());
            }
        }
        return stats;
    }
}
