package weir.events;

import weir.loop.OwnerLoop;

/// A viewer that can be told to watch elsewhere. A ref.
public final class MovableViewer {
    private final EventStream stream;
    private final OwnerLoop owner;

    MovableViewer(EventStream stream, OwnerLoop owner) {
        this.stream = stream;
        this.owner = owner;
    }

    /// The name of what it watches.
    public String stream() {
        return stream.stream();
    }

    /// By which it reached a node: a name or an address without a port; empty if it did not say.
    public String host() {
        return stream.host();
    }

    /// @param url of a WHEP endpoint
    public void reconnect(String url) {
        owner.post(() -> stream.reconnect(url));
    }
}
