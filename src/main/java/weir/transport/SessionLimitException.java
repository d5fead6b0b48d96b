package weir.transport;

/// The node has as many sessions as it may.
public final class SessionLimitException extends Exception {
    SessionLimitException(int sessionsMax) {
        super("this node has its " + sessionsMax + " sessions", null, false, false);
    }
}
