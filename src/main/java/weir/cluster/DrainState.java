package weir.cluster;

/// Whether this node takes no new sessions, since it is being emptied. Any thread.
public final class DrainState {
    private volatile boolean draining;

    public boolean isDraining() {
        return draining;
    }

    public void set(boolean now) {
        draining = now;
    }
}
