package weir.transport;

import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicReferenceArray;

/// Which session the first check from an address was for, until its loop has verified that check:
/// the handshake that comes right behind it goes the same way, and is refused there if the check
/// was. FFmpeg as DTLS client does not wait long for the answer to its check, and does not repeat
/// its first message: if that were dropped it would wait for ever.
///
/// The newest of each slot counts, for a second: what is forgotten too early is only dropped, as it
/// would be anyway. Any thread.
final class FirstChecks {
    private static final int SLOTS = 64;
    private static final long NANOS_MAX = 1_000_000_000;

    private record Check(InetSocketAddress remote, SessionRef session, long nanos) {}

    private final AtomicReferenceArray<Check> checks = new AtomicReferenceArray<>(SLOTS);

    void add(InetSocketAddress remote, SessionRef session, long nowNanos) {
        checks.set(slot(remote), new Check(remote, session, nowNanos));
    }

    /// @return null if there is none: on the path of packets
    SessionRef find(InetSocketAddress remote, long nowNanos) {
        Check check = checks.get(slot(remote));
        return check != null && nowNanos - check.nanos < NANOS_MAX && check.remote.equals(remote)
                ? check.session
                : null;
    }

    private static int slot(InetSocketAddress remote) {
        return Math.floorMod(remote.hashCode(), SLOTS);
    }
}
