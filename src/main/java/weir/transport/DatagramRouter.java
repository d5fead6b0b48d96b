package weir.transport;

import io.netty.buffer.ByteBuf;

import weir.stun.StunMessage;
import weir.wire.DatagramKind;

import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Finds the session that a datagram is for: a connectivity check by the user fragment it names,
/// all else by where it comes from, or by the check that came from there just before. Any thread.
///
/// What no session is found for costs no more than these two look-ups, and of what comes from
/// addresses that no session has only so much a second is read at all. A check that names a session
/// costs a signature to verify, so of those from addresses that the session does not know only so
/// many a second are let through; that of one session does not count for another.
final class DatagramRouter {
    private final SessionTable sessions;
    private final DropCounters drops;
    private final RateLimit strangers = new RateLimit();
    private final FirstChecks firstChecks = new FirstChecks();
    private final long strangerIntervalNanos;
    private final long checkIntervalNanos;

    /// @param strangersPerSecond datagrams from addresses that no session has
    /// @param checksPerSecond    of one session, from addresses that it does not know
    DatagramRouter(
            SessionTable sessions,
            DropCounters drops,
            int strangersPerSecond,
            int checksPerSecond) {
        this.sessions = sessions;
        this.drops = drops;
        this.strangerIntervalNanos = TimeUnit.SECONDS.toNanos(1) / strangersPerSecond;
        this.checkIntervalNanos = TimeUnit.SECONDS.toNanos(1) / checksPerSecond;
    }

    /// @param datagram lent
    /// @return null if it is to be dropped, which is counted: on the path of packets
    SessionRef route(ByteBuf datagram, InetSocketAddress remote) {
        SessionRef known = sessions.findByRemote(remote);
        if (known == null && !strangers.take(System.nanoTime(), strangerIntervalNanos)) {
            drops.count(TransportRule.STRANGERS_TOO_MANY);
            return null;
        }
        DatagramKind kind = DatagramKind.of(datagram);
        if (kind == DatagramKind.STUN) {
            return routeCheck(datagram, remote, known);
        }
        return known == null ? routeFirst(kind, remote) : known;
    }

    private SessionRef routeFirst(DatagramKind kind, InetSocketAddress remote) {
        SessionRef checked =
                kind == DatagramKind.DTLS ? firstChecks.find(remote, System.nanoTime()) : null;
        if (checked == null) {
            drops.count(TransportRule.SESSION_UNKNOWN);
        }
        return checked;
    }

    /// @param known null if there is none
    private SessionRef routeCheck(ByteBuf datagram, InetSocketAddress remote, SessionRef known) {
        Optional<SessionRef> named =
                StunMessage.findLocalUserFragment(datagram).flatMap(sessions::findByUserFragment);
        if (named.isEmpty() || named.get() == known) {
            if (known == null) {
                drops.count(TransportRule.SESSION_UNKNOWN);
            }
            return known;
        }
        if (!named.get().takesCheck(System.nanoTime(), checkIntervalNanos)) {
            drops.count(TransportRule.CHECKS_TOO_MANY);
            return null;
        }
        if (known == null) {
            firstChecks.add(remote, named.get(), System.nanoTime());
        }
        return named.get();
    }
}
