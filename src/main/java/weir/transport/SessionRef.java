package weir.transport;

import weir.loop.OwnerLoop;
import weir.peer.CloseReason;

/// A session, as any other loop may hold it. A ref.
public final class SessionRef {
    private final OwnerLoop owner;
    private final SessionId id;
    private final String localUserFragment;
    private final String remoteUserFragment;
    private final PeerDriver driver;

    SessionRef(
            OwnerLoop owner,
            SessionId id,
            String localUserFragment,
            String remoteUserFragment,
            PeerDriver driver) {
        this.owner = owner;
        this.id = id;
        this.localUserFragment = localUserFragment;
        this.remoteUserFragment = remoteUserFragment;
        this.driver = driver;
    }

    public SessionId id() {
        return id;
    }

    public String localUserFragment() {
        return localUserFragment;
    }

    public String remoteUserFragment() {
        return remoteUserFragment;
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
