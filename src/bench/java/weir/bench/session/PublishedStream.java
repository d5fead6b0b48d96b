package weir.bench.session;

import java.net.URI;
import java.util.Optional;

/// One stream that we publish. A ref: what it holds is the loop's.
///
/// @param connection empty towards the null forwarder
/// @param session    what to DELETE
public record PublishedStream(
        Publisher publisher, Optional<Connection> connection, Optional<URI> session) {

    /// Begins or goes on to send, from that time on.
    public void start(MediaLoop loop, long atNanos) {
        loop.post(
                () -> {
                    publisher.start(atNanos);
                    loop.schedule(publisher);
                });
    }

    public void stop(MediaLoop loop) {
        loop.post(() -> loop.unschedule(publisher));
    }

    /// Packets sent so far; on the loop.
    public long packets() {
        return publisher.packets();
    }

    /// Key frames sent so far; on the loop.
    public long keyFrames() {
        return publisher.keyFrames();
    }

    /// The next frame shall be a key frame; on the loop.
    public void requestKeyFrame() {
        publisher.requestKeyFrame();
    }

    /// Packets that our kernel refused; on the loop.
    public long refused() {
        return publisher.refused();
    }

    /// Whether the server stopped to consent; on the loop.
    public boolean isLost() {
        return connection.map(Connection::isLost).orElse(false);
    }

    public void hangUp(Dialer dialer) throws InterruptedException {
        stop(dialer.loop());
        dialer.hangUp(session, connection);
    }
}
