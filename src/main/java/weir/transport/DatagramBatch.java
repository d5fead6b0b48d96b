package weir.transport;

import io.netty.buffer.ByteBuf;

import weir.ice.CandidatePair;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/// What one read of a socket brought for one session. Made on the socket's loop, handed to the
/// session's once, and closed there.
final class DatagramBatch implements AutoCloseable {
    record Entry(ByteBuf datagram, CandidatePair pair) {}

    private final SessionRef session;
    private final List<Entry> entries = new ArrayList<>(8);

    DatagramBatch(SessionRef session) {
        this.session = session;
    }

    SessionRef session() {
        return session;
    }

    /// @param datagram given
    void add(ByteBuf datagram, InetSocketAddress local, InetSocketAddress remote) {
        add(datagram, new CandidatePair(local, remote));
    }

    /// @param datagram given
    void add(ByteBuf datagram, CandidatePair pair) {
        entries.add(new Entry(datagram, pair));
    }

    List<Entry> entries() {
        return entries;
    }

    @Override
    public void close() {
        entries.forEach(entry -> entry.datagram().release());
        entries.clear();
    }
}
