package weir.bench.session;

import weir.bench.media.ViewerAccount;

import java.net.URI;
import java.util.Optional;

/// One viewer. A ref: what it holds is the loop's.
///
/// @param connection  empty towards the null forwarder
/// @param session     what to DELETE
/// @param dialedNanos when its POST began
public record WatchingViewer(
        Viewer viewer,
        Endpoint endpoint,
        Optional<Connection> connection,
        Optional<URI> session,
        long dialedNanos) {

    /// On the loop.
    public ViewerAccount account() {
        return viewer.account();
    }

    /// Packets that could not be opened; on the loop.
    public long unopened() {
        return viewer.unopened();
    }

    /// Whether the server stopped to consent; on the loop.
    public boolean isLost() {
        return connection.map(Connection::isLost).orElse(false);
    }

    public int port() {
        return endpoint.socket().local().getPort();
    }

    public void hangUp(Dialer dialer) throws InterruptedException {
        dialer.hangUp(session, connection);
    }
}
