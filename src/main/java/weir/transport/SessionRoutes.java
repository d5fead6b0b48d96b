package weir.transport;

import weir.ice.CandidatePair;
import weir.ice.TransportProtocol;

import java.net.InetSocketAddress;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;

/// What leads to one session in the node's table: addresses that its peer was checked at, and the
/// user fragments that its checks name. Owned.
final class SessionRoutes {
    /// A peer that roams leaves its former addresses behind.
    private static final int REMOTES_MAX = 32;

    private final SessionTable sessions;
    private final SessionRef session;
    private final SequencedSet<InetSocketAddress> remotes = new LinkedHashSet<>();
    private List<String> userFragments;
    private boolean heldByAnother;

    /// @param userFragments that the table knows already
    SessionRoutes(SessionTable sessions, SessionRef session, List<String> userFragments) {
        this.sessions = sessions;
        this.session = session;
        this.userFragments = userFragments;
    }

    /// By TCP it is the connection that tells whose a datagram is.
    void addRemote(CandidatePair pair, long nowNanos) {
        if (pair.protocol() == TransportProtocol.TCP || remotes.contains(pair.remote())) {
            return;
        }
        heldByAnother = !sessions.addRemote(pair.remote(), session, nowNanos);
        if (heldByAnother) {
            return;
        }
        session.onLife(nowNanos);
        remotes.add(pair.remote());
        if (remotes.size() > REMOTES_MAX) {
            sessions.removeRemote(remotes.removeFirst(), session);
        }
    }

    /// Whether the address that was to be added last is that of a session which is alive.
    boolean isHeldByAnother() {
        return heldByAnother;
    }

    /// From now on these, and no others, lead here.
    void follow(List<String> valid) {
        for (String userFragment : valid) {
            if (!userFragments.contains(userFragment)) {
                sessions.addUserFragment(userFragment, session);
            }
        }
        for (String userFragment : userFragments) {
            if (!valid.contains(userFragment)) {
                sessions.removeUserFragment(userFragment, session);
            }
        }
        userFragments = valid;
    }

    /// Whether the peer may begin to send from elsewhere before it nominates a pair from there.
    boolean isRestarting() {
        return userFragments.size() > 1;
    }

    /// Nothing leads here any more.
    void remove() {
        sessions.remove(session, remotes);
        userFragments.forEach(each -> sessions.removeUserFragment(each, session));
    }
}
