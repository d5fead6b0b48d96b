package weir.transport;

import io.netty.buffer.ByteBuf;

import weir.ice.CandidatePair;

import java.util.ArrayList;
import java.util.List;

/// What one session that was dialled sees of the node's ports: the UDP socket of the address that
/// its peer sends to, or the peer's own TCP connections. Owned by the session's loop.
final class ListeningSocket implements MediaSocket {
    /// Of one session: a peer has one for each address of ours that it tries.
    static final int CONNECTIONS_MAX = 8;

    private final LoopTransport transport;
    private final List<TcpConnection> connections = new ArrayList<>();
    private CandidatePair selected;
    private Destination destination;
    private boolean cutOff;

    ListeningSocket(LoopTransport transport) {
        this.transport = transport;
    }

    @Override
    public ByteBuf begin(int lengthMax) {
        return transport.queue().begin(lengthMax);
    }

    @Override
    public void end(int index) {
        if (destination != null) {
            transport.queue().end(destination, index);
        }
    }

    @Override
    public void send(ByteBuf datagram, CandidatePair pair) {
        Destination to =
                destination != null && pair.equals(selected) ? destination : destinationOf(pair);
        if (to != null) {
            transport.queue().add(to, datagram);
        }
        datagram.release();
    }

    /// @return null if there is no such socket, or not any more
    private Destination destinationOf(CandidatePair pair) {
        return switch (pair.protocol()) {
            case UDP -> transport.port().destination(pair);
            case TCP -> {
                for (TcpConnection connection : connections) {
                    if (connection.pair().equals(pair)) {
                        yield connection.destination();
                    }
                }
                yield null;
            }
        };
    }

    @Override
    public void onPathSelected(CandidatePair pair) {
        selected = pair;
        destination = destinationOf(pair);
        cutOff = destination == null;
    }

    /// Before a pair is selected little is sent, and it is let go. While the peer has no connection
    /// any more it is as one that is too slow.
    @Override
    public boolean isWritable() {
        return destination == null ? !cutOff : destination.isWritable();
    }

    @Override
    public boolean add(TcpConnection connection) {
        return connections.size() < CONNECTIONS_MAX && connections.add(connection);
    }

    @Override
    public boolean remove(TcpConnection connection) {
        connections.remove(connection);
        if (destination == connection.destination()) {
            destination = null;
            cutOff = true;
        }
        return connections.stream().noneMatch(other -> other.pair().equals(connection.pair()));
    }

    @Override
    public void close() {
        destination = null;
        List.copyOf(connections).forEach(TcpConnection::close);
        connections.clear();
    }
}
