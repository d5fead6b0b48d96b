package weir.transport;

import io.netty.buffer.ByteBuf;

import weir.stun.StunMessage;
import weir.wire.DatagramKind;

import java.net.InetSocketAddress;

/// Finds the session that a datagram is for: a connectivity check by the user fragment it names,
/// all else by where it comes from. Any thread.
final class DatagramRouter {
    private final SessionTable sessions;

    DatagramRouter(SessionTable sessions) {
        this.sessions = sessions;
    }

    /// @param datagram lent
    /// @return null if there is none: on the path of packets
    SessionRef route(ByteBuf datagram, InetSocketAddress remote) {
        if (DatagramKind.of(datagram) != DatagramKind.STUN) {
            return sessions.findByRemote(remote);
        }
        return StunMessage.findLocalUserFragment(datagram)
                .flatMap(sessions::findByUserFragment)
                .orElseGet(() -> sessions.findByRemote(remote));
    }
}
