package weir.transport;

import weir.peer.Peer;

/// What one session carries, and how fast. Owned by the session's loop.
final class SessionMeter {
    private final Peer peer;
    private final Throughput received;
    private final Throughput sent;

    SessionMeter(Peer peer, long nowNanos) {
        this.peer = peer;
        this.received = new Throughput(nowNanos);
        this.sent = new Throughput(nowNanos);
    }

    /// Looks how much was carried since the last time.
    void measure(long nowNanos) {
        received.onLook(peer.receiving().bytesReceived(), nowNanos);
        sent.onLook(peer.sending().bytesSent(), nowNanos);
    }

    long receiveBps() {
        return received.bitsPerSecond();
    }

    long sendBps() {
        return sent.bitsPerSecond();
    }

    MediaTotals totals() {
        return new MediaTotals(peer.receiving().totals(), peer.sending().stats());
    }

    SessionStats stats() {
        return new SessionStats(
                peer.isConnected(),
                peer.selected().map(pair -> pair.protocol().text()),
                peer.receiving().formats(),
                peer.receiving().totals(),
                receiveBps(),
                peer.sending().stats(),
                sendBps());
    }
}
