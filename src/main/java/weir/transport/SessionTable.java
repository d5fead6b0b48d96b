package weir.transport;

import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/// The sessions of this node: by id for requests, by user fragment for the first datagrams, by
/// remote address for all others. Any thread; the only maps that loops share.
public final class SessionTable {
    private final Map<String, SessionRef> byId = new ConcurrentHashMap<>();
    private final Map<String, SessionRef> byUserFragment = new ConcurrentHashMap<>();
    private final Map<InetSocketAddress, SessionRef> byRemote = new ConcurrentHashMap<>();

    void add(SessionRef session) {
        byId.put(session.id().text(), session);
        addUserFragment(session.localUserFragment(), session);
    }

    /// A session has another from an ICE restart on.
    void addUserFragment(String userFragment, SessionRef session) {
        byUserFragment.put(userFragment, session);
    }

    void removeUserFragment(String userFragment, SessionRef session) {
        byUserFragment.remove(userFragment, session);
    }

    /// The newest session that was checked from an address has it, unless the one that has it is
    /// alive: whoever has a session of his own could otherwise check it in the name of another's
    /// address, and take that session's datagrams away.
    ///
    /// @return whether the session has it now
    boolean addRemote(InetSocketAddress remote, SessionRef session, long nowNanos) {
        return byRemote.merge(
                        remote,
                        session,
                        (holder, claimant) -> holder.isAlive(nowNanos) ? holder : claimant)
                == session;
    }

    void removeRemote(InetSocketAddress remote, SessionRef session) {
        byRemote.remove(remote, session);
    }

    /// @param remotes all that were added for it
    void remove(SessionRef session, Collection<InetSocketAddress> remotes) {
        byId.remove(session.id().text(), session);
        removeUserFragment(session.localUserFragment(), session);
        remotes.forEach(remote -> byRemote.remove(remote, session));
    }

    public Optional<SessionRef> find(SessionId id) {
        return Optional.ofNullable(byId.get(id.text()));
    }

    /// @return null if there is none: on the path of packets
    SessionRef findByRemote(InetSocketAddress remote) {
        return byRemote.get(remote);
    }

    Optional<SessionRef> findByUserFragment(String userFragment) {
        return Optional.ofNullable(byUserFragment.get(userFragment));
    }

    /// Sessions that come or go meanwhile may be left out.
    public void forEach(Consumer<SessionRef> action) {
        byId.values().forEach(action);
    }

    List<SessionRef> all() {
        return List.copyOf(byId.values());
    }

    public int size() {
        return byId.size();
    }
}
