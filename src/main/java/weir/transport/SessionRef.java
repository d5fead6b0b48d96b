package weir.transport;

import weir.loop.OwnerLoop;
import weir.peer.CloseReason;

import java.util.Optional;

/// A session, as any other loop may hold it. A ref.
public final class SessionRef {
    private final OwnerLoop owner;
    private final SessionRequest request;
    private final long openedAtMillis;
    private final PeerDriver driver;

    SessionRef(OwnerLoop owner, SessionRequest request, long openedAtMillis, PeerDriver driver) {
        this.owner = owner;
        this.request = request;
        this.openedAtMillis = openedAtMillis;
        this.driver = driver;
    }

    public SessionId id() {
        return request.id();
    }

    public String localUserFragment() {
        return request.parameters().localIce().userFragment();
    }

    public String remoteUserFragment() {
        return request.parameters().remoteIce().userFragment();
    }

    /// Since 1970.
    public long openedAtMillis() {
        return openedAtMillis;
    }

    /// The node at the other end; empty for a publisher or a viewer.
    public Optional<String> otherNode() {
        return request.otherNode();
    }

    /// @param batch given
    void deliver(DatagramBatch batch) {
        if (owner.isCurrent()) {
            driver.onDatagrams(batch);
        } else {
            owner.post(() -> driver.onDatagrams(batch));
        }
    }

    public void close(CloseReason reason) {
        owner.post(() -> driver.close(reason));
    }
}
